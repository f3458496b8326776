import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { addDays, dayIn, daysBetween, mondayOf, monthName, shortDay } from "./days.ts";

test("the day depends on where one is", () => {
  const now = new Date("2026-03-01T02:00:00Z");
  expect(dayIn("UTC", now)).toBe("2026-03-01");
  expect(dayIn("America/New_York", now)).toBe("2026-02-28");
  expect(dayIn("Pacific/Auckland", new Date("2026-12-31T12:00:00Z"))).toBe("2027-01-01");
});

test("weeks begin on Mondays", () => {
  expect(mondayOf("2026-11-16")).toBe("2026-11-16");
  expect(mondayOf("2026-11-22")).toBe("2026-11-16");
  expect(mondayOf("2026-01-01")).toBe("2025-12-29");
});

test("days in words", () => {
  expect(shortDay("2026-03-05", "en-GB")).toBe("5 Mar");
  expect(monthName("2026-03-05", "en-GB")).toBe("Mar");
});

test("what is added lies between", () => {
  const day = fc
    .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, fc.integer({ min: -4000, max: 4000 }), (from, count) => {
      expect(daysBetween(from, addDays(from, count))).toBe(count);
      const monday = mondayOf(from);
      expect(daysBetween(monday, from)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(monday, from)).toBeLessThan(7);
      expect(new Date(monday).getUTCDay()).toBe(1);
    }),
  );
});
