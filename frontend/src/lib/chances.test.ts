import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { chance, chancePercent, chanceRange } from "./chances.ts";

test("probabilities in words", () => {
  expect([0, 0.04, 0.05, 0.68, 0.949, 0.95, 1].map(chance)).toEqual([
    "less than 1 in 10",
    "less than 1 in 10",
    "about 1 in 10",
    "about 7 in 10",
    "about 9 in 10",
    "more than 9 in 10",
    "more than 9 in 10",
  ]);
});

test("an interval in words is rounded outwards", () => {
  expect(chanceRange(0.41, 0.87)).toBe("between 4 and 9 in 10");
  expect(chanceRange(0.3, 0.7)).toBe("between 3 and 7 in 10");
  expect([0, 0.2, 1].map((sure) => chanceRange(sure, sure))).toEqual([
    "between 0 and 1 in 10",
    "between 2 and 3 in 10",
    "between 9 and 10 in 10",
  ]);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const named = [...chanceRange(low, high).matchAll(/\d+/g)].map(Number).slice(0, -1);
      expect(Math.min(...named) / 10).toBeLessThanOrEqual(low + 1e-9);
      expect(Math.max(...named) / 10).toBeGreaterThanOrEqual(high - 1e-9);
    }),
  );
});

test("per cent never say never or always", () => {
  expect([0, 0.004, 0.5, 0.992, 1].map((p) => chancePercent(p, "en"))).toEqual([
    "under 1%",
    "under 1%",
    "50%",
    "over 99%",
    "over 99%",
  ]);
});
