import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import fc from "fast-check";
import { examWith } from "../testing/items.ts";
import { scoreAttempt, selectItems, sharesWithin, shuffled } from "./rules.ts";

const exam = examWith([50, 30, 20]);
const taskIds = exam.domains.flatMap((domain) => domain.tasks.map((task) => task.id));

const random = fc
  .infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  .map((stream) => () => {
    const next = stream.next();
    return next.done ? 0 : next.value;
  });

const bank = fc
  .array(fc.constantFrom(...taskIds), { minLength: 1, maxLength: 60 })
  .map((tasks) => tasks.map((taskId, place) => ({ id: `que_${place}`, version: 1, taskId })));

test("a shuffle keeps what it is given", () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), random, (values, next) => {
      expect(shuffled(values, next).sort()).toEqual([...values].sort());
    }),
  );
});

test("capacities hold, the count is met, and weights decide where there is room", () => {
  expect(
    sharesWithin(10, [
      { weight: 50, capacity: 100 },
      { weight: 30, capacity: 100 },
      { weight: 20, capacity: 100 },
    ]),
  ).toEqual([5, 3, 2]);
  expect(
    sharesWithin(10, [
      { weight: 50, capacity: 2 },
      { weight: 30, capacity: 100 },
      { weight: 20, capacity: 100 },
    ]),
  ).toEqual([2, 5, 3]);
  fc.assert(
    fc.property(
      fc.array(fc.record({ weight: fc.integer({ min: 0, max: 100 }), capacity: fc.nat(40) }), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.nat(300),
      (places, wanted) => {
        const room = places.reduce((sum, place) => sum + place.capacity, 0);
        const count = Math.min(wanted, room);
        const shares = sharesWithin(count, places);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(count);
        for (const [at, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(places[at]?.capacity ?? 0);
        }
      },
    ),
  );
});

test("a quiz has as many items as asked for, each once, all in scope", () => {
  fc.assert(
    fc.property(
      bank,
      fc.subarray(["1", "2", "3.1", "3.2"]),
      fc.integer({ min: 1, max: 75 }),
      random,
      (candidates, scope, count, next) => {
        const inScope = candidates.filter(
          ({ taskId }) =>
            scope.length === 0 || scope.some((id) => id === taskId || taskId.startsWith(`${id}.`)),
        );
        const select = () =>
          selectItems({ exam, candidates, scope, count, lastSeen: new Map(), random: next });
        if (inScope.length < count) {
          expect(select).toThrow(new RegExp(`There are ${inScope.length} questions`));
          return;
        }
        const ids = select().map((question) => question.id);
        expect(new Set(ids).size).toBe(count);
        expect(ids.every((id) => inScope.some((question) => question.id === id))).toBe(true);
      },
    ),
  );
});

test("unseen questions come first, then those seen longest ago", () => {
  const candidates = ["new", "old", "recent"].map((id) => ({ id, version: 1, taskId: "1.1" }));
  const lastSeen = new Map([
    ["recent", "2026-02-01T00:00:00Z"],
    ["old", "2026-01-01T00:00:00Z"],
  ]);
  const ids = (count: number) =>
    selectItems({ exam, candidates, scope: [], count, lastSeen, random: Math.random })
      .map((question) => question.id)
      .sort();
  expect(ids(1)).toEqual(["new"]);
  expect(ids(2)).toEqual(["new", "old"]);
});

test("a scope that the exam has not is refused", () => {
  const select = () =>
    selectItems({
      exam,
      candidates: [{ id: "x", version: 1, taskId: "1.1" }],
      scope: ["9"],
      count: 1,
      lastSeen: new Map(),
      random: Math.random,
    });
  expect(select).toThrow(Fault);
  expect(select).toThrow(/no domain or task 9/);
});

test("unanswered is wrong; domains sum to the whole", () => {
  const key = { type: "multiple_choice", choice: "a" } as const;
  const wrong = { type: "multiple_choice", choice: "b" } as const;
  expect(
    scoreAttempt(exam, [
      { taskId: "1.1", key, response: key },
      { taskId: "1.2", key, response: null },
      { taskId: "3.1", key, response: wrong },
    ]),
  ).toEqual({
    correct: 1,
    total: 3,
    answered: 2,
    byDomain: [
      { domainId: "1", correct: 1, total: 2 },
      { domainId: "3", correct: 0, total: 1 },
    ],
  });
});
