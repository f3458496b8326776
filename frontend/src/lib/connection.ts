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

/** A `fetch` that takes note of whether an answer came. What is asked while the page is being left outlives it. */
export const watchedFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, { ...init, keepalive: leaving && isSmall(init?.body) });
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

/** Whether the page is hidden or being left: what is asked for now may have to outlive it. */
let leaving = false;

/** Browsers let 64 kB in all outlive a page. */
const isSmall = (body: BodyInit | null | undefined): boolean =>
  !body || (typeof body === "string" && body.length <= 10_000);

/**
 * Asks again at once whenever the browser says that the network came or went, and takes note of when the page is left.
 * To be called once.
 */
export function watchNetwork(): void {
  const look = () => {
    leaving = document.visibilityState === "hidden";
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  addEventListener("pagehide", () => {
    leaving = true;
  });
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
