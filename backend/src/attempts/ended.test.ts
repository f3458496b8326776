import { expect, test } from "@jest/globals";
import { untouched } from "@lyceum/shared/attempts";
import { changes, countersIn, type EndedAttempt, endedAttempt, exposures, toCount } from "./ended.ts";
import { emptyLedger, merge, type Outcome } from "./ledger/rules.ts";
import type { AttemptRecord, Place, SessionRecord } from "./store.ts";

const closedAt = "2026-03-01T10:00:00.000Z";

const record = (wish: Partial<AttemptRecord>): AttemptRecord => ({
  id: "att_01J0000000000000000000000A",
  userId: "ada",
  examId: "an-exam",
  kind: "quiz",
  mode: "exam",
  scope: [],
  count: 12,
  extraTimePercent: 0,
  state: "submitted",
  startedAt: "2026-03-01T09:00:00.000Z",
  closedAt,
  answered: new Set(),
  right: new Set(),
  flagged: new Set(),
  versions: {},
  ...wish,
});

const place = (number: number): Place => ({
  questionId: `que_${number}`,
  version: 1,
  taskId: "1.1",
  scored: true,
  order: ["a", "b", "c", "d"],
});

const session = (position: number, wish: Partial<SessionRecord> = {}): SessionRecord => ({
  ...untouched,
  position,
  revision: 1,
  savedAt: closedAt,
  ...wish,
});

const chosen = { response: { type: "multiple_choice", choice: "b" } } as const;

function ended(wish: Partial<AttemptRecord>, sessions: SessionRecord[], places = 1): EndedAttempt {
  const attempt = endedAttempt(
    record(wish),
    Array.from({ length: places }, (_, index) => place(index + 1)),
    sessions,
  );
  if (!attempt) throw new TypeError("it is over");
  return attempt;
}

const first = new Set([1]);

test.each<[string, Partial<AttemptRecord>, SessionRecord[], Outcome | undefined]>([
  ["a quiz's item that was not opened", {}, [], undefined],
  ["a quiz's item that was opened and left", {}, [session(1)], "skipped"],
  ["a quiz's right answer", { answered: first, right: first }, [session(1, chosen)], "right"],
  ["a quiz's wrong answer", { answered: first }, [session(1, chosen)], "wrong"],
  ["a mock's item that was not opened", { kind: "mock" }, [], undefined],
  ["a mock's item that was opened and left", { kind: "mock" }, [session(1)], "wrong"],
  ["a discarded quiz's item", { state: "discarded", answered: first }, [session(1, chosen)], undefined],
  [
    "a discarded quiz's item that was checked and right",
    { state: "discarded", answered: first },
    [session(1, { ...chosen, checked: { at: closedAt, correct: true } })],
    "right",
  ],
  [
    "a discarded quiz's item that was checked and wrong",
    { state: "discarded", answered: first },
    [session(1, { ...chosen, checked: { at: closedAt, correct: false } })],
    "wrong",
  ],
  [
    "a discarded mock's item that was opened",
    { state: "discarded", kind: "mock" },
    [session(1, chosen)],
    "skipped",
  ],
  ["a discarded mock's item that was not opened", { state: "discarded", kind: "mock" }, [], undefined],
])("%s", (_, wish, sessions, outcome) => {
  expect(exposures(ended(wish, sessions)).exposures.map((one) => one.outcome)).toEqual(
    outcome === undefined ? [] : [outcome],
  );
});

test.each(["running", "closing"] as const)("an attempt that is %s is not over", (state) => {
  expect(endedAttempt(record({ state }), [place(1)], [])).toBeUndefined();
});

test("a group's mock is over when its results are told", () => {
  const groupMock = { cohortId: "coh_1", mockId: "gmk_1", closesAt: "2026-03-02T10:00:00.000Z" };
  expect(endedAttempt(record({ groupMock }), [place(1)], [])).toBeUndefined();
  expect(endedAttempt(record({ groupMock, told: true }), [place(1)], [])).toBeDefined();
  expect(endedAttempt(record({ groupMock, state: "discarded" }), [place(1)], [])).toBeDefined();
});

test("only a submitted mock counts as a mock", () => {
  expect(exposures(ended({ kind: "mock" }, [])).mock).toBe(true);
  expect(exposures(ended({ kind: "mock", state: "discarded" }, [])).mock).toBe(false);
  expect(exposures(ended({ kind: "drill" }, [])).mock).toBe(false);
});

test("what is counted are first answers, by the version that they are scored by", () => {
  const attempt = ended(
    { answered: new Set([1, 2]), right: first, versions: { 2: 3 } },
    [session(1, { ...chosen, seconds: 20 }), session(2, chosen), session(3)],
    12,
  );
  const ledger = merge(emptyLedger, exposures(attempt));
  const counted = toCount(attempt, ledger);
  expect([...counted.positions]).toEqual([1, 2]);
  expect(countersIn(attempt, counted)).toEqual([
    {
      questionId: "que_1",
      version: 1,
      counters: {
        n: 1,
        right: 1,
        nRest: 1,
        rightRest: 1,
        rest: 0,
        restSquared: 0,
        restIfRight: 0,
        choice_b: 1,
        time_08: 1,
      },
    },
    {
      questionId: "que_2",
      version: 3,
      counters: {
        n: 1,
        right: 0,
        nRest: 1,
        rightRest: 0,
        // One of the eleven others is right.
        rest: 91,
        restSquared: 8281,
        restIfRight: 0,
        choice_b: 1,
      },
    },
  ]);
  const earlier = merge(ledger, { ...exposures(attempt), at: 1 });
  expect([...toCount(attempt, earlier).positions]).toEqual([]);
});

test("changes leave out what stays, and bring what is counted from one version to another", () => {
  const counters = { n: 1, right: 1 };
  const one = { questionId: "que_1", version: 1, counters };
  expect(changes([one], [one])).toEqual([]);
  expect(changes([one], [{ ...one, version: 2 }])).toEqual([
    { ...one, counters: { n: -1, right: -1 } },
    { ...one, version: 2 },
  ]);
  expect(changes([], [one, one])).toEqual([{ ...one, counters: { n: 2, right: 2 } }]);
});
