import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { examWith } from "../../testing/items.ts";
import { resultOf, scaledScore, scoreAttempt } from "./rules.ts";

const exam = examWith([50, 30, 20]);

const key = { type: "multiple_choice", choice: "a" } as const;
const wrong = { type: "multiple_choice", choice: "b" } as const;
const item = { key, scored: true, angoff: 0.7 };

test("unanswered is wrong; items on trial count for nothing; domains sum to the whole", () => {
  const tally = scoreAttempt(exam, [
    { ...item, taskId: "1.1", response: key, angoff: 0.6 },
    { ...item, taskId: "1.2", response: null, angoff: 0.9 },
    { ...item, taskId: "2.1", response: key, scored: false, angoff: 0.1 },
    { ...item, taskId: "3.1", response: wrong, angoff: 0.6 },
  ]);
  expect(tally).toEqual({
    correct: 1,
    total: 3,
    answered: 2,
    byDomain: [
      { domainId: "1", correct: 1, total: 2 },
      { domainId: "3", correct: 0, total: 1 },
    ],
    cut: expect.closeTo(0.7),
  });
});

test("the scaled score by hand: 47 of 65 at a cut of .722 is about the pass mark", () => {
  const scale = { min: 100, pass: 750, max: 1000 };
  expect(scaledScore(scale, 0.722, 0)).toBe(100);
  expect(scaledScore(scale, 0.722, 0.722)).toBe(750);
  expect(scaledScore(scale, 0.722, 1)).toBe(1000);
  expect(scaledScore(scale, 0.722, 47 / 65)).toBeCloseTo(750 + (250 * (47 / 65 - 0.722)) / 0.278);
  expect(scaledScore(scale, 0.722, 40 / 65)).toBeCloseTo(100 + (650 * (40 / 65)) / 0.722);
});

test("the scale is as the profile says, and rises with the share", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (a, b, cut) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const score = (p: number) => scaledScore(exam.scale, cut, p);
      expect(score(low)).toBeGreaterThanOrEqual(exam.scale.min);
      expect(score(high)).toBeLessThanOrEqual(exam.scale.max + 1e-9);
      expect(score(low)).toBeLessThanOrEqual(score(high) + 1e-9);
    }),
  );
});

test("a mock passes exactly when its share reaches the cut, and the band holds the score", () => {
  fc.assert(
    fc.property(fc.nat(65), fc.double({ min: 0.5, max: 0.9, noNaN: true }), (correct, cut) => {
      const tally = { correct, total: 65, answered: 65, byDomain: [], cut };
      const { scaled } = resultOf(exam, "mock", tally);
      expect(scaled?.passed).toBe(correct / 65 >= cut);
      expect(scaled?.low).toBeLessThanOrEqual(scaled?.score ?? 0);
      expect(scaled?.high).toBeGreaterThanOrEqual(scaled?.score ?? 0);
    }),
  );
});

test("a quiz has no scaled score; a domain with few answers has no verdict", () => {
  const result = resultOf(exam, "quiz", {
    correct: 12,
    total: 14,
    answered: 14,
    byDomain: [
      { domainId: "1", correct: 9, total: 10 },
      { domainId: "2", correct: 4, total: 4 },
    ],
    cut: 0.7,
  });
  expect(result.scaled).toBeUndefined();
  expect(result.byDomain).toMatchObject([
    { competency: "meets" },
    { competency: "not_enough_evidence", low: expect.any(Number), high: expect.any(Number) },
  ]);
});
