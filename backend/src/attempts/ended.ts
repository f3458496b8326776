import { namedOptions } from "@lyceum/shared/questions";
import {
  type Answered,
  type Counters,
  countersOf,
  difference,
  enoughRest,
  isTooFast,
} from "../questions/statistics/rules.ts";
import type { Ended, Ledger, Outcome } from "./ledger/rules.ts";
import type { AttemptRecord, Place, SessionRecord } from "./store.ts";

/** How an attempt was scored: the positions that are right, and the versions that others are scored by than their places name. */
export type Scoring = Pick<AttemptRecord, "right" | "versions">;

/** An attempt that is over: what its record says, and what belongs to it. */
export interface EndedAttempt {
  record: Pick<AttemptRecord, "id" | "userId" | "examId" | "kind" | "answered" | "flagged"> &
    Scoring & {
      state: "submitted" | "discarded";
      /** ms since 1970 */
      at: number;
    };
  places: readonly Place[];
  sessions: ReadonlyMap<number, SessionRecord>;
}

/**
 * An attempt as one that is over; `undefined` where it is not. One of a group's mock is not before its results are told:
 * what is counted of it would tell them.
 */
export function endedAttempt(
  { state, closedAt, groupMock, told, ...record }: AttemptRecord,
  places: readonly Place[],
  stored: readonly SessionRecord[],
): EndedAttempt | undefined {
  if ((state !== "submitted" && state !== "discarded") || !closedAt) return undefined;
  if (state === "submitted" && groupMock && !told) return undefined;
  const sessions = new Map(stored.map((session) => [session.position, session]));
  // One that is discarded is not scored; what was checked is known all the same.
  const right =
    state === "discarded"
      ? new Set(stored.flatMap(({ position, checked }) => (checked?.correct ? [position] : [])))
      : record.right;
  return { record: { ...record, right, state, at: Date.parse(closedAt) }, places, sessions };
}

/** What the attempt's learner has seen. Of a discarded quiz that is what was checked, whose key has been shown. */
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

/** The answers of an attempt that its items' statistics count, and the scoring that they are counted by. */
export interface Counted extends Scoring {
  positions: ReadonlySet<number>;
}

/** What is to be counted of an attempt, by the ledger that it is entered into: its learner's first answers. */
export function toCount(attempt: EndedAttempt, { seen }: Ledger): Counted {
  const { right, versions, at } = attempt.record;
  const positions = attempt.places.flatMap(({ questionId }, index) =>
    seen.get(questionId)?.firstAt === at && answeredAt(attempt, index + 1) ? [index + 1] : [],
  );
  return { positions: new Set(positions), right, versions };
}

/** Counters of a version of a question. */
export interface VersionCounters {
  questionId: string;
  version: number;
  counters: Counters;
}

/** What the items' statistics have from an attempt. */
export function countersIn(
  attempt: EndedAttempt,
  { positions, right, versions }: Counted,
): VersionCounters[] {
  const scored = { ...attempt, record: { ...attempt.record, right } };
  return [...positions].flatMap((position) => {
    const place = attempt.places[position - 1];
    const answered = answeredAt(scored, position);
    if (!place || !answered) return [];
    const version = versions[position] ?? place.version;
    return [{ questionId: place.questionId, version, counters: countersOf(answered) }];
  });
}

/** What has to be added, by version, to come from some counters to others. */
export function changes(
  before: readonly VersionCounters[],
  after: readonly VersionCounters[],
): VersionCounters[] {
  const byVersion = Map.groupBy(
    [...before.map((one) => ({ ...one, counters: difference(one.counters, {}) })), ...after],
    ({ questionId, version }) => `${questionId}@${version}`,
  );
  return [...byVersion.values()].flatMap((all) => {
    const [first] = all;
    const counters = all.reduce<Counters>((sum, one) => difference(difference(sum, {}), one.counters), {});
    return first && Object.keys(counters).length > 0 ? [{ ...first, counters }] : [];
  });
}

/** The answer at a position, as far as it says something about the item; `undefined` where there is none. */
function answeredAt({ record, places, sessions }: EndedAttempt, position: number): Answered | undefined {
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
  if (state === "discarded" && !session.checked) return kind === "quiz" ? undefined : "skipped";
  if (right.has(position)) return "right";
  return state === "discarded" || answered.has(position) || kind !== "quiz" ? "wrong" : "skipped";
}
