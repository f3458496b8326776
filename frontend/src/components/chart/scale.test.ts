import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { onScale, timeTicks } from "./scale.ts";

test.each([
  [100, "0%"],
  [750, "72.22"],
  [1000, "100%"],
  [50, "0%"],
  [1200, "100%"],
])("%d on a scale from 100 to 1000", (value, place) => {
  expect(onScale(value, { min: 100, max: 1000 })).toContain(place);
});

test("a scale without extent has one place", () => {
  expect(onScale(5, { min: 5, max: 5 })).toBe("0%");
});

test("ticks of time are few, evenly spread from 0, and just reach the greatest time", () => {
  expect(timeTicks(128)).toEqual([0, 60, 120, 180]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (most) => {
      const ticks = timeTicks(most);
      const [first, second = 0] = ticks;
      expect(first).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
      expect(ticks.at(-2)).toBeLessThan(most);
      for (const [place, tick] of ticks.entries()) expect(tick).toBe(place * second);
    }),
  );
});
