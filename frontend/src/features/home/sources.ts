import type { Only } from "@lyceum/shared/attempts";
import type { Domain } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { counted } from "../../lib/format.ts";
import { scopeOf, type Ticked } from "../../lib/scope.ts";

/** What questions are drawn from: the whole exam, some domains and tasks, or by what the learner has done with them. */
export type Source = "whole" | "some" | Only;

export interface SourceChoice {
  source: Source;
  label: string;
  /** What it is, or why it can't be chosen. */
  detail: string;
  /** How many questions there are, at most; absent where that is not known. */
  count?: number;
  /** Whether there is nothing to draw from. */
  empty: boolean;
}

const whole: SourceChoice = {
  source: "whole",
  label: "The whole exam",
  detail: "Domains by their weight in the exam.",
  empty: false,
};
const some: SourceChoice = {
  source: "some",
  label: "By domain or task",
  detail: "Those that you choose.",
  empty: false,
};

/** What there is to choose from, as far as it is known: without progress everything may be tried. */
export function sourceChoices(progress: Progress | undefined, domains: readonly Domain[]): SourceChoice[] {
  return [whole, unseen(progress), mistakes(progress), flagged(progress), weakest(progress, domains), some];
}

function unseen(progress: Progress | undefined): SourceChoice {
  const seen = progress && progress.seen > 0 ? ` So far you have seen ${progress.seen}.` : "";
  return {
    source: "unseen",
    label: "New to me",
    detail: `Only these tell how ready you are.${seen}`,
    empty: false,
  };
}

function mistakes(progress: Progress | undefined): SourceChoice {
  const base = { source: "mistakes", label: "My mistakes", empty: false } as const;
  if (!progress) return { ...base, detail: "What went wrong the last time." };
  const count = progress.mistakes;
  if (count > 0)
    return { ...base, count, detail: `${counted(count, "question")} that went wrong the last time.` };
  const detail =
    progress.seen > 0 ? "Nothing went wrong the last time." : "None yet: answer some questions first.";
  return { ...base, count, detail, empty: true };
}

function flagged(progress: Progress | undefined): SourceChoice {
  const base = { source: "flagged", label: "Flagged", empty: false } as const;
  if (!progress) return { ...base, detail: "What you flagged the last time." };
  const count = progress.flagged;
  if (count > 0) return { ...base, count, detail: `${counted(count, "question")} that you flagged.` };
  return {
    ...base,
    count,
    detail: "None. Flag a question while you answer it, to find it here.",
    empty: true,
  };
}

function weakest(progress: Progress | undefined, domains: readonly Domain[]): SourceChoice {
  const base = { source: "weakest", label: "Weakest tasks", empty: false } as const;
  if (!progress) return { ...base, detail: "The tasks that you know least." };
  const [first, ...others] = progress.weakest;
  if (first) {
    const title = domains.flatMap((domain) => domain.tasks).find(({ id }) => id === first)?.title;
    const more = others.length > 0 ? `, and ${others.join(", ")}` : "";
    return { ...base, detail: `${first}${title ? ` ${title}` : ""}${more}.` };
  }
  return { ...base, detail: "Not known yet: it takes three answers in a task.", empty: true };
}

/** What to ask the server for. */
export function poolOf(
  source: Source,
  domains: readonly Domain[],
  ticked: Ticked,
): { scope: string[]; only?: Only } {
  if (source === "whole") return { scope: [] };
  return source === "some" ? { scope: scopeOf(domains, ticked) } : { scope: [], only: source };
}

/** The most questions of a drill. */
const drillItems = 30;

/** How many questions a drill has at most, and how long it takes, in seconds. */
export function drillSize(
  available: number | undefined,
  secondsPerItem: number,
): { count: number; seconds: number } {
  const count = Math.min(available ?? drillItems, drillItems);
  return { count, seconds: count * secondsPerItem };
}
