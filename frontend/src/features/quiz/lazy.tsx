import { type ComponentType, lazy, useState } from "react";

/** Between two attempts to load a part of the page, in ms. */
const pause = 2_000;

/** Loads a part of the page, again and again while it can't be: the network may be gone for a while. */
async function load<M>(part: () => Promise<M>): Promise<M> {
  for (;;) {
    try {
      return await part();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

const parts: (() => Promise<unknown>)[] = [];

/** A component that is loaded ahead of its use, and is then drawn at once; else it is waited for. */
function lazily<P extends object>(part: () => Promise<ComponentType<P>>): ComponentType<P> {
  let ready: ComponentType<P> | undefined;
  const fetched = async () => {
    ready = await load(part);
    return { default: ready };
  };
  const Late = lazy(fetched);
  parts.push(fetched);

  return function Part(props: P) {
    // The one that it began with, so that it keeps its state.
    const [Component] = useState<ComponentType<P>>(() => ready ?? Late);
    return <Component {...props} />;
  };
}

/** Loads all parts, so that they are there when the network is not. */
export function loadAhead(): void {
  for (const part of parts) void part();
}

const dialogs = () => import("./dialogs.tsx");

export const OverviewDialog = lazily(async () => (await dialogs()).OverviewDialog);
export const SubmitDialog = lazily(async () => (await dialogs()).SubmitDialog);
export const LeaveDialog = lazily(async () => (await dialogs()).LeaveDialog);
export const DiscardDialog = lazily(async () => (await dialogs()).DiscardDialog);
export const EndedDialog = lazily(async () => (await dialogs()).EndedDialog);
export const HelpDialog = lazily(async () => (await dialogs()).HelpDialog);
export const Ordering = lazily(async () => (await import("./ordering-input.tsx")).Ordering);
export const Matching = lazily(async () => (await import("./matching-input.tsx")).Matching);
export const Explanation = lazily(
  async () => (await import("../../components/item/explanation.tsx")).Explanation,
);
