import type { AttemptSummary } from "@lyceum/shared/attempts";
import { secondsLeft } from "../../lib/durations.ts";
import { pauseUntil } from "../../lib/pauses.ts";

/**
 * In how many ms to ask for the attempts again, because the server closes one then, or tells a result that it has kept
 * back; `false` where nothing of that is to come.
 * @param at ms by this device's clock, as `receivedAt` of a page
 */
export function untilDeadline(
  pages: readonly { items: readonly AttemptSummary[]; receivedAt: number }[],
  at: number,
): number | false {
  return pauseUntil(
    pages.flatMap(({ items, receivedAt }) =>
      items.flatMap((attempt) => {
        if (attempt.state === "submitted") return [];
        const deadline = attempt.state === "sealed" ? attempt.resultsAt : attempt.deadline;
        return deadline ? [secondsLeft({ deadline, now: attempt.now }, receivedAt, at) * 1000] : [];
      }),
    ),
  );
}
