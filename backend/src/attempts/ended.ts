import { namedOptions } from "@lyceum/shared/questions";
import { type Answered, enoughRest, isTooFast } from "../questions/statistics/rules.ts";
import type { Ended, Outcome } from "./ledger/rules.ts";
import type { AttemptRecord, Place, SessionRecord } from "./store.ts";

/** An attempt that is over: what its record says, and what belongs to it. */
export interface EndedAttempt {
  record: Pick<AttemptRecord, "id" | "userId" | "examId" | "kind" | "answered" | "right" | "flagged"> & {
    state: "submitted" | "discarded";
    /** ms since 1970 */
    at: number;
  };
  places: readonly Place[];
  sessions: ReadonlyMap<number, SessionRecord>;
}

/** What the attempt's learner has seen. Of a discarded one that is what was checked. */
export function exposures({ record, places, sessions }: EndedAttempt): Ended {
  const { id, at, state, kind } = record;
  return {
    attemptId: id,
    at,
    mock: state === "submitted" && kind === "mock",
    exposures: places.flatMap(({ questionId, taskId, scored, medianSeconds }, index) => {
      const session = sessions.get(index + 1);
      const outcome = outcomeAt(record, index + 1, session);
      if (outcome === undefined) return [];
      const fast = outcome !== "skipped" && isTooFast(session?.seconds ?? 0, medianSeconds);
      return [{ questionId, taskId, scored, outcome, fast, flagged: session?.flagged ?? false }];
    }),
  };
}

/** What the attempt's answer at a position adds to the item's statistics; `undefined` where there is nothing to add. */
export function answeredAt(
  { record, places, sessions }: EndedAttempt,
  position: number,
): Answered | undefined {
  const session = sessions.get(position);
  const outcome = outcomeAt(record, position, session);
  if (outcome === undefined || outcome === "skipped") return undefined;
  const others = places.flatMap(({ scored }, index) =>
    scored && index + 1 !== position ? [record.right.has(index + 1)] : [],
  );
  const knowsRest = record.state === "submitted" && others.length >= enoughRest;
  return {
    right: outcome === "right",
    rest: knowsRest ? Math.round((1000 * others.filter(Boolean).length) / others.length) : undefined,
    choices: session?.response ? [...new Set(namedOptions(session.response))] : [],
    // An item whose time was never told, as by a program that is no browser.
    seconds: session?.seconds || undefined,
  };
}

/**
 * How an item went; `undefined` for one that was never opened, which has not been seen. Where time is limited, no answer
 * to an item that was opened is as wrong as in the exam; in a quiz it says nothing. A timed attempt that is discarded
 * says nothing either, but what was opened is not new any more.
 */
function outcomeAt(
  { state, kind, right, answered }: EndedAttempt["record"],
  position: number,
  session: SessionRecord | undefined,
): Outcome | undefined {
  if (!session) return undefined;
  if (state === "discarded") {
    if (session.checked) return session.checked.correct ? "right" : "wrong";
    return kind === "quiz" ? undefined : "skipped";
  }
  if (right.has(position)) return "right";
  return answered.has(position) || kind !== "quiz" ? "wrong" : "skipped";
}
