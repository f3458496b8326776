import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { largestRemainder } from "./rules.ts";

test("the blueprint's weights give the exam's items", () => {
  expect(largestRemainder(65, [31, 26, 20, 12, 11])).toEqual([20, 17, 13, 8, 7]);
  expect(largestRemainder(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(largestRemainder(3, [])).toEqual([]);
});

test("shares are whole, sum to the total, and are less than one away from exact", () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 }),
      (total, weights) => {
        const shares = largestRemainder(total, weights);
        const sum = weights.reduce((a, b) => a + b, 0);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
        for (const [place, share] of shares.entries()) {
          expect(Number.isInteger(share)).toBe(true);
          expect(Math.abs(share - (total * (weights[place] ?? 0)) / sum)).toBeLessThan(1 + 1e-9);
        }
      },
    ),
  );
});
