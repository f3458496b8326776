import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { dueSeconds, dueTimes, holding, meanRating, newLease } from "./rules.ts";

test("what is shown as due is what the workflow waits for", async () => {
  const file = new URL("../../../infra/src/workflows/question-review.asl.json", import.meta.url);
  const { reminder, escalation, expiry } = dueSeconds;
  expect(await readFile(file, "utf8")).toContain(`[${reminder}, ${escalation}, ${expiry}][$stage]`);
  expect(dueTimes("2026-03-01T12:00:00.000Z")).toEqual({
    reminder: "2026-03-05T00:00:00.000Z",
    escalation: "2026-03-08T12:00:00.000Z",
    expiry: "2026-03-31T12:00:00.000Z",
  });
});

test("a lease holds for thirty minutes, and not a moment longer", () => {
  const lease = newLease({ userId: "ada", name: "Ada" }, "2026-03-01T12:00:00.000Z");
  expect(holding(lease, "2026-03-01T12:29:59.999Z")).toEqual(lease);
  expect(holding(lease, "2026-03-01T12:30:00.000Z")).toBeUndefined();
  expect(holding(undefined, "2026-03-01T12:00:00.000Z")).toBeUndefined();
});

test("the mean of ratings is one that the bank takes", () => {
  expect(meanRating([0.6, 0.75])).toBe(0.68);
  const rating = fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.array(rating, { minLength: 1, maxLength: 5 }), (ratings) => {
      expect(meanRating(ratings)).toBeGreaterThan(0);
      expect(meanRating(ratings)).toBeLessThan(1);
    }),
  );
});
