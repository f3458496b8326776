import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { signInLockedUntil } from "./lockout.ts";

const at = 1_000_000;

test("four failures are free, the fifth costs a second, and each one more twice as much up to 15 minutes", () => {
  const waits = Array.from({ length: 17 }, (_, count) => signInLockedUntil({ count, lastAt: at }));
  expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(waits.slice(5, 8)).toEqual([at + 1000, at + 2000, at + 4000]);
  expect(waits.at(-1)).toBe(at + 15 * 60 * 1000);
});

test("one more failure never shortens the wait", () => {
  fc.assert(
    fc.property(fc.nat(10_000), (count) => {
      const wait = signInLockedUntil({ count, lastAt: at });
      expect(signInLockedUntil({ count: count + 1, lastAt: at })).toBeGreaterThanOrEqual(wait);
      expect(wait).toBeLessThanOrEqual(at + 15 * 60 * 1000);
    }),
  );
});
