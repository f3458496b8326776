import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { retryDelay, takes } from "./errors.ts";

test("which names take which error", () => {
  expect(takes(["States.ALL"], "TypeError")).toBe(true);
  expect(takes(["States.ALL"], "States.Timeout")).toBe(true);
  expect(takes(["States.ALL"], "States.DataLimitExceeded")).toBe(false);
  expect(takes(["States.DataLimitExceeded"], "States.DataLimitExceeded")).toBe(true);
  expect(takes(["States.ALL", "States.Runtime"], "States.Runtime")).toBe(false);
  expect(takes(["States.TaskFailed"], "TypeError")).toBe(true);
  expect(takes(["States.TaskFailed"], "States.Timeout")).toBe(false);
  expect(takes(["States.Timeout"], "States.HeartbeatTimeout")).toBe(true);
  expect(takes(["States.HeartbeatTimeout"], "States.Timeout")).toBe(false);
  expect(takes(["A", "B"], "B")).toBe(true);
  expect(takes(["A"], "B")).toBe(false);
});

const retrier = {
  ErrorEquals: ["E"],
  IntervalSeconds: 3,
  MaxAttempts: 9,
  BackoffRate: 2,
  JitterStrategy: "NONE" as const,
};

test("the delay grows by its rate up to its bound", () => {
  expect([0, 1, 2, 3].map((before) => retryDelay(retrier, before, 0.5))).toEqual([3, 6, 12, 24]);
  expect(retryDelay({ ...retrier, MaxDelaySeconds: 10 }, 3, 0.5)).toBe(10);
});

test("jitter is between nothing and the whole delay", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }), (before, random) => {
      const delay = retryDelay({ ...retrier, JitterStrategy: "FULL" }, before, random);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(retryDelay(retrier, before, random));
    }),
  );
});
