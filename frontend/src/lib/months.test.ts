import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isMonth, monthOf, monthsUntil, monthText } from "./months.ts";

test("months are those of UTC, and have names", () => {
  expect(monthOf(new Date("2026-11-30T23:59:59Z"))).toBe("2026-11");
  expect(monthText("2026-01", "en")).toBe("January 2026");
  expect(monthsUntil("2026-02", 4)).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
  expect(["2026-12", "2026-13", "2026-1", 2026, undefined].map(isMonth)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("however many months are listed, each is a month, later than the next", () => {
  const months = fc.date({ min: new Date("2001-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(months, fc.integer({ min: 1, max: 40 }), (now, count) => {
      const listed = monthsUntil(monthOf(now), count);
      expect(listed).toHaveLength(count);
      expect(listed.every(isMonth)).toBe(true);
      expect(listed.toSorted().toReversed()).toEqual(listed);
      expect(new Set(listed).size).toBe(count);
    }),
  );
});
