import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { examWith } from "../../testing/items.ts";
import {
  type Ended,
  emptyLedger,
  type Ledger,
  merge,
  narrowed,
  type Outcome,
  weakestTasks,
} from "./rules.ts";

const exam = examWith([50, 30, 20]);

const outcome = fc.constantFrom<Outcome>("right", "wrong", "skipped");

/** Attempts over few questions, so that they meet; no two end at the same time. */
const attempts: fc.Arbitrary<Ended[]> = fc
  .array(
    fc.record({
      mock: fc.boolean(),
      exposures: fc.uniqueArray(
        fc.record({
          questionId: fc.constantFrom("q1", "q2", "q3"),
          taskId: fc.constant("1.1"),
          scored: fc.boolean(),
          outcome,
          fast: fc.boolean(),
          flagged: fc.boolean(),
        }),
        { selector: ({ questionId }) => questionId },
      ),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((one, place) => ({ ...one, attemptId: `att_${place}`, at: 1000 + place })));

const ledgerOf = (all: readonly Ended[]): Ledger => all.reduce(merge, emptyLedger);

test("order and repetition of attempts change nothing", () => {
  fc.assert(
    fc.property(
      attempts.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
        ),
      ),
      ([all, redelivered]) => {
        const sorted = (ledger: Ledger) => ({
          seen: Object.fromEntries(ledger.seen),
          mocks: Object.fromEntries(ledger.mocks),
        });
        expect(sorted(ledgerOf(redelivered))).toEqual(sorted(ledgerOf(all)));
      },
    ),
  );
});

test("the first outcome stays, the last one is replaced", () => {
  fc.assert(
    fc.property(attempts, (all) => {
      const { seen } = ledgerOf(all);
      for (const [id, question] of seen) {
        const told = all.flatMap(({ at, exposures }) =>
          exposures.filter(({ questionId }) => questionId === id).map((exposure) => ({ at, ...exposure })),
        );
        expect(question).toMatchObject({ firstAt: told[0]?.at, first: told[0]?.outcome });
        expect(question).toMatchObject({ lastAt: told.at(-1)?.at, last: told.at(-1)?.outcome });
      }
    }),
  );
});

test("an attempt that is scored anew replaces what it said", () => {
  const ended = (result: Outcome): Ended => ({
    attemptId: "att_1",
    at: 1000,
    mock: true,
    exposures: [
      { questionId: "q1", taskId: "1.1", scored: true, outcome: result, fast: false, flagged: false },
    ],
  });
  expect(ledgerOf([ended("wrong"), ended("right")]).seen.get("q1")).toMatchObject({
    first: "right",
    last: "right",
  });
});

/** A ledger in which a task's questions had these outcomes. */
const known = (outcomes: Record<string, Outcome[]>): Ledger =>
  ledgerOf(
    Object.entries(outcomes).map(([taskId, all], place) => ({
      attemptId: `att_${place}`,
      at: 1000 + place,
      mock: false,
      exposures: all.map((result, n) => ({
        questionId: `${taskId} ${n}`,
        taskId,
        scored: true,
        outcome: result,
        fast: false,
        flagged: n === 0,
      })),
    })),
  );

test("the weakest tasks are those with the lowest share right, where there is evidence", () => {
  const ledger = known({
    "1.1": ["right", "right", "right"],
    "1.2": ["wrong", "wrong", "right", "wrong"],
    "2.1": ["wrong", "wrong"],
    "2.2": ["right", "wrong", "right", "skipped"],
    "3.1": ["skipped", "skipped", "skipped"],
  });
  expect(weakestTasks(exam, ledger)).toEqual(["1.2", "2.2"]);
});

test("questions are narrowed down by what was done with them, and an empty choice says why", () => {
  const ledger = known({ "1.1": ["right", "wrong", "skipped"] });
  const questions = [0, 1, 2, 3].map((n) => ({ id: `1.1 ${n}`, taskId: "1.1" }));
  const ids = (only: Parameters<typeof narrowed>[1]) =>
    narrowed(questions, only, exam, ledger).map(({ id }) => id);
  expect(ids("unseen")).toEqual(["1.1 3"]);
  expect(ids("mistakes")).toEqual(["1.1 1"]);
  expect(ids("flagged")).toEqual(["1.1 0"]);
  expect(() => ids("weakest")).toThrow(/not known yet which tasks are your weakest/);
  expect(() => narrowed(questions, "mistakes", exam, emptyLedger)).toThrow(/went wrong/);
});
