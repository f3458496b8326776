import { expect, test } from "@jest/globals";
import { windowDays } from "@lyceum/backend/attempts/readiness/rules";
import fc from "fast-check";
import { mixedDice } from "../simulation/dice.ts";
import { longestHours, planOf } from "./plans.ts";

const plan = (seed: number, idleDays = 0) => planOf(5, idleDays, mixedDice(seed));

test("sittings are within the window, in order, and far enough apart", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const hours = plan(seed).map(({ hoursAgo }) => hoursAgo);
      expect(hours.at(0)).toBeLessThan(24 * (windowDays - 0.3));
      expect(hours.at(-1)).toBeLessThan(24 * 7);
      for (const [at, hoursAgo] of hours.entries()) {
        expect(hoursAgo - (hours[at + 1] ?? 0)).toBeGreaterThanOrEqual(longestHours);
      }
    }),
  );
});

test("who stopped did until then what they would have done", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: windowDays }), (seed, idleDays) => {
      const until = plan(seed).filter(({ hoursAgo }) => hoursAgo >= 24 * idleDays);
      expect(plan(seed, idleDays)).toEqual(until);
      expect(plan(seed, Number.POSITIVE_INFINITY)).toEqual([]);
    }),
  );
});

test("all begin with something new, and there are mocks, quizzes, drills and mistakes to practise again", () => {
  const plans = Array.from({ length: 200 }, (_, seed) => plan(seed));
  expect(plans.every(([first]) => first && first.what.kind !== "mistakes")).toBe(true);
  const sittings = plans.flat().map(({ what }) => what);
  for (const kind of ["mock", "quiz", "mistakes"]) {
    expect(sittings.some((what) => what.kind === kind)).toBe(true);
  }
  expect(sittings.some((what) => what.kind === "quiz" && what.drill === 4)).toBe(true);
  expect(plans.some((one) => one.every(({ what }) => what.kind !== "mock"))).toBe(true);
});
