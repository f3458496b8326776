import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { longestPause, patienceFor, pauseAfter, timeForTry } from "./rules.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

test("pauses are spread from nothing to twice as much each time, and never too long", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), share, (tries, random) => {
      const pause = pauseAfter(tries, random);
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThanOrEqual(longestPause);
      expect(pauseAfter(tries + 1, random)).toBeGreaterThanOrEqual(pause);
      expect(pauseAfter(tries, 0)).toBe(0);
    }),
  );
  expect([1, 2, 3].map((tries) => pauseAfter(tries, 1))).toEqual([300, 600, 1200]);
});

test("no try takes longer than there is time, and the first model leaves some for the next", () => {
  const time = fc.integer({ min: -10_000, max: 600_000 });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 100_000 }), fc.boolean(), (left, patience, hasNext) => {
      const given = timeForTry(left, patience, hasNext);
      expect(given).toBeGreaterThanOrEqual(0);
      expect(given).toBeLessThanOrEqual(Math.max(0, left));
      expect(given).toBeLessThanOrEqual(patience);
      if (hasNext && left > 0) expect(given).toBeLessThan(left);
      if (left <= 0) expect(given).toBe(0);
    }),
  );
  expect(patienceFor(3000)).toBe(115_000);
});
