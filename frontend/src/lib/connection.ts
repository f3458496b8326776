import { useSyncExternalStore } from "react";

/**
 * Whether the server answers. What the browser says about the network is only a reason to ask: a platform on one's
 * own machine answers without any network, and a network may be there while the server is not.
 */
let reachable = true;
let probe: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const firstProbe = 2_000;
const longestPause = 30_000;

/** A `fetch` that takes note of whether an answer came. */
export const watchedFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init);
    setReachable(true);
    return response;
  } catch (error) {
    if (!init?.signal?.aborted) setReachable(false);
    throw error;
  }
};

/** Whether the last request got an answer; renders anew when that changes. */
export const useReachable = (): boolean => useSyncExternalStore(onReachableChange, () => reachable);

/** @returns a function that ends the subscription */
export function onReachableChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isReachable = (): boolean => reachable;

/** Asks again at once whenever the browser says that the network came or went. To be called once. */
export function watchNetwork(): void {
  addEventListener("online", () => void ask(firstProbe));
  addEventListener("offline", () => void ask(firstProbe));
}

function setReachable(now: boolean): void {
  if (now === reachable) return;
  reachable = now;
  clearTimeout(probe);
  if (!reachable) probe = setTimeout(() => void ask(firstProbe * 2), firstProbe);
  for (const listener of listeners) listener();
}

async function ask(pause: number): Promise<void> {
  try {
    await watchedFetch("/api/health", { cache: "no-store" });
  } catch {
    clearTimeout(probe);
    probe = setTimeout(() => void ask(Math.min(pause * 2, longestPause)), pause);
  }
}
