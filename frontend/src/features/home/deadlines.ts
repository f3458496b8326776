import type { AttemptSummary } from "@lyceum/shared/attempts";
import { secondsLeft } from "../../lib/durations.ts";

/** So that the server, which may take a moment to close an attempt, is not asked all the time. */
const shortestPause = 5_000;
/** Timers of browsers take no more. */
const longestPause = 2 ** 31 - 1;

/**
 * In how many ms to ask for the attempts again, because the server closes one then; `false` where none has a deadline.
 * @param at ms by this device's clock, as `receivedAt` of a page
 */
export function untilDeadline(
  pages: readonly { items: readonly AttemptSummary[]; receivedAt: number }[],
  at: number,
): number | false {
  const waits = pages.flatMap(({ items, receivedAt }) =>
    items.flatMap((attempt) =>
      attempt.state === "running" && attempt.deadline
        ? [secondsLeft({ deadline: attempt.deadline, now: attempt.now }, receivedAt, at) * 1000]
        : [],
    ),
  );
  return waits.length > 0 && Math.min(Math.max(Math.min(...waits), shortestPause), longestPause);
}
