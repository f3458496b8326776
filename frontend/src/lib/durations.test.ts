import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { duration, secondsLeft, timeLeft, withExtraTime } from "./durations.ts";

test("lengths of time in words", () => {
  expect([59.4, 85, 119.6, 2550, 3600, 10_800, 13_500].map(duration)).toEqual([
    "59 s",
    "1 min 25 s",
    "2 min",
    "42 min 30 s",
    "1 h",
    "3 h",
    "3 h 45 min",
  ]);
});

test("extra time is a share of the usual time", () => {
  expect(withExtraTime(10_800, 25)).toBe(13_500);
  expect(withExtraTime(85, 0)).toBe(85);
});

test("what is left is rounded down", () => {
  expect([7199, 3600, 119, 60, 59, 0, -5].map(timeLeft)).toEqual([
    "1 h 59 min left",
    "1 h left",
    "1 min left",
    "1 min left",
    "Less than a minute left",
    "Time is up",
    "Time is up",
  ]);
});

test("the server's clock decides, however wrong this device's is", () => {
  const limit = { deadline: "2026-03-01T13:00:00.000Z", now: "2026-03-01T12:00:00.000Z" };
  fc.assert(
    fc.property(fc.integer(), fc.nat(7_200), (receivedAt, passed) => {
      expect(secondsLeft(limit, receivedAt, receivedAt + passed * 1000)).toBeCloseTo(3600 - passed, 6);
    }),
  );
});
