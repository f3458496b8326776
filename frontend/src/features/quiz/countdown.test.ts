import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { clockText, untilNextSecond, warningAt } from "./countdown.ts";

const minute = 60_000;
const threeHours = 180 * minute;

test.each([
  [threeHours, "3:00:00"],
  [threeHours - 1, "3:00:00"],
  [60 * minute - 1_000, "59:59"],
  [9_001, "0:10"],
  [1, "0:01"],
  [0, "0:00"],
  [-5_000, "0:00"],
])("%d ms are shown as %s", (left, text) => {
  expect(clockText(left)).toBe(text);
});

test("what the clock shows stands until the next second, and no longer", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: threeHours }), (left) => {
      const pause = untilNextSecond(left);
      expect(pause).toBeGreaterThan(0);
      expect(clockText(left - pause + 1)).toBe(clockText(left));
      expect(clockText(left - pause)).not.toBe(clockText(left));
    }),
  );
});

test.each([
  [91 * minute, undefined],
  [90 * minute, "Half of the time is left"],
  [89.6 * minute, "Half of the time is left"],
  [89.5 * minute, undefined],
  [15 * minute, "15 minutes left"],
  [14 * minute, undefined],
  [5 * minute, "5 minutes left"],
  [1 * minute, "1 minute left"],
  [1_000, "1 minute left"],
  [0, undefined],
])("with %d ms of three hours left people are told: %s", (left, text) => {
  expect(warningAt(left, threeHours)).toBe(text);
});

test("a short time has the warnings that fit in", () => {
  expect(warningAt(10 * minute, 10 * minute)).toBeUndefined();
  expect(warningAt(5 * minute, 10 * minute)).toBe("5 minutes left");
  expect(warningAt(15 * minute, 12 * minute)).toBeUndefined();
  expect(warningAt(6 * minute, 12 * minute)).toBe("Half of the time is left");
});

test("in the course of any time, each warning is given once, the later the nearer the end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 600 }), (minutes) => {
      const total = minutes * minute;
      const given: string[] = [];
      for (let left = total; left >= 0; left -= 1_000) {
        const warning = warningAt(left, total);
        if (warning && warning !== given.at(-1)) given.push(warning);
      }
      expect(new Set(given).size).toBe(given.length);
      expect(given.at(-1)).toBe("1 minute left");
      expect(given.length).toBeLessThanOrEqual(4);
    }),
  );
});
