import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { likelyShare } from "./interval.ts";

test("published values", () => {
  const { low, high } = likelyShare(8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
});

test("the interval lies within 0 and 1, holds the share, and mirrors its complement", () => {
  fc.assert(
    fc.property(fc.nat(75), fc.nat(75), (a, b) => {
      const [correct, total] = [Math.min(a, b), Math.max(a, b)];
      const { low, high } = likelyShare(correct, total);
      const mirrored = likelyShare(total - correct, total);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      if (total > 0) {
        expect(low).toBeLessThanOrEqual(correct / total);
        expect(high).toBeGreaterThanOrEqual(correct / total);
      }
      expect(mirrored.low).toBeCloseTo(1 - high, 10);
    }),
  );
});
