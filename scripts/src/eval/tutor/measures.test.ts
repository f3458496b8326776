import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { average, estimate, ndcgAt, quantileOf, ratio, recallAt, reciprocalRank } from "./measures.ts";

test("a ranking by what its places are the first to say", () => {
  const found = [[], [0], [0], [1], [], [2]];
  expect(recallAt(5, 3, found)).toBeCloseTo(2 / 3);
  expect(reciprocalRank(found)).toBe(1 / 2);
  expect(reciprocalRank([[], []])).toBe(0);
  // Gains at places 2, 4 and 6, of an ideal at 1, 2 and 3.
  const gain = 1 / Math.log2(3) + 1 / Math.log2(5) + 1 / Math.log2(7);
  expect(ndcgAt(10, 3, found)).toBeCloseTo(gain / (1 + 1 / Math.log2(3) + 1 / Math.log2(4)));
  expect(ndcgAt(10, 2, [[0, 1]])).toBe(1);
});

test("all measures are shares, and the best ranking has all of them", () => {
  const rankings = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 3 })), { maxLength: 12 });
  fc.assert(
    fc.property(rankings, (found) => {
      for (const value of [recallAt(5, 4, found), ndcgAt(10, 4, found), reciprocalRank(found)]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }),
  );
  expect([recallAt(5, 2, [[1], [0]]), ndcgAt(10, 2, [[1], [0]]), reciprocalRank([[1], [0]])]).toEqual([
    1, 1, 1,
  ]);
});

test("intervals hold the mean, are the same each time, and are narrower with more questions", () => {
  const some = estimate([1, 0, 1, 1]);
  const many = estimate(Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? 0 : 1)));
  expect(some).toMatchObject({ value: 0.75, n: 4 });
  expect(many).toMatchObject({ value: 0.75, n: 400 });
  // By the normal approximation, 1.96 * sqrt(.75 * .25 / 400) = .042 on each side.
  expect(many?.low).toBeCloseTo(0.708, 1);
  expect(many?.high).toBeCloseTo(0.792, 1);
  expect(estimate([1, 0, 1, 1])).toEqual(some);
  expect((some?.high ?? 0) - (some?.low ?? 0)).toBeGreaterThan((many?.high ?? 0) - (many?.low ?? 0));
});

test("where all questions come out the same, others might not", () => {
  // By the rule of three, 3 / 10 for ten questions; Wilson's interval is a little narrower.
  expect(estimate(Array(10).fill(1))).toEqual({ value: 1, low: expect.closeTo(0.722, 3), high: 1, n: 10 });
  expect(estimate(Array(10).fill(0))).toEqual({ value: 0, low: 0, high: expect.closeTo(0.278, 3), n: 10 });
  expect(ratio(Array(10).fill({ part: 3, whole: 3 }))).toMatchObject({
    low: expect.closeTo(0.722, 3),
    n: 10,
  });
  expect(estimate([0.5, 0.5])).toMatchObject({ low: 0.5, high: 0.5 });
  expect(average([0, 0])).toEqual({ value: 0, low: 0, high: 0, n: 2 });
});

test("a ratio is of sums, and there is none where nothing is counted", () => {
  expect(
    ratio([
      { part: 1, whole: 1 },
      { part: 1, whole: 3 },
    ])?.value,
  ).toBe(0.5);
  expect(ratio([{ part: 0, whole: 0 }])).toBeUndefined();
  expect(estimate([])).toBeUndefined();
  expect(quantileOf(0.95, [])).toBeUndefined();
  expect(quantileOf(0.5, [3, 1, 2])).toEqual({ value: 2, low: 1, high: 3, n: 3 });
});
