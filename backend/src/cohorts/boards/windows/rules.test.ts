import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { dateOf, expiryOf, isKept, localDays, spanOf, windowKeys, windowsOf } from "./rules.ts";

const dayMs = 86_400_000;
const dayOf = (date: string) => Date.parse(date) / dayMs;
const anyDay = fc.integer({ min: dayOf("1971-01-01"), max: dayOf("2199-12-31") });

test("a day is the cohort's own, on both sides of the date line", () => {
  const now = "2026-11-22T11:30:00Z";
  // The 22nd of November 2026 is a Sunday.
  expect(windowKeys("UTC", now).week).toBe("2026-W47");
  expect(windowKeys("Pacific/Kiritimati", now).week).toBe("2026-W48");
  expect(windowKeys("Pacific/Niue", now).week).toBe("2026-W47");
  const newYear = "2026-12-31T10:30:00Z";
  expect(windowKeys("Pacific/Kiritimati", newYear)).toEqual({
    week: "2026-W53",
    season: "2027-Q1",
    all: "all",
  });
  expect(windowKeys("Pacific/Pago_Pago", newYear)).toEqual({
    week: "2026-W53",
    season: "2026-Q4",
    all: "all",
  });
});

test.each([
  ["2020-12-31", "2020-W53", "2020-Q4"],
  ["2021-01-03", "2020-W53", "2021-Q1"],
  ["2021-01-04", "2021-W01", "2021-Q1"],
  ["2024-12-30", "2025-W01", "2024-Q4"],
  ["2026-01-01", "2026-W01", "2026-Q1"],
  ["2027-01-03", "2026-W53", "2027-Q1"],
  ["2027-01-04", "2027-W01", "2027-Q1"],
  ["2000-02-29", "2000-W09", "2000-Q1"],
  ["2026-06-30", "2026-W27", "2026-Q2"],
  ["2026-07-01", "2026-W27", "2026-Q3"],
])("%s is in %s and %s", (date, week, season) => {
  expect(windowsOf(dayOf(date))).toEqual({ week, season, all: "all" });
});

test("daylight saving changes no day: one begins and ends at midnight, also with 23 or 25 hours", () => {
  const day = localDays("Europe/Berlin");
  const of = (time: string) => day(Date.parse(time));
  // The clock goes forward on 2026-03-29 and back on 2026-10-25.
  expect(of("2026-03-28T22:59:59Z")).toBe(dayOf("2026-03-28"));
  expect(of("2026-03-28T23:00:00Z")).toBe(dayOf("2026-03-29"));
  expect(of("2026-03-29T21:59:59Z")).toBe(dayOf("2026-03-29"));
  expect(of("2026-03-29T22:00:00Z")).toBe(dayOf("2026-03-30"));
  expect(of("2026-10-24T22:00:00Z")).toBe(dayOf("2026-10-25"));
  expect(of("2026-10-25T22:59:59Z")).toBe(dayOf("2026-10-25"));
  expect(of("2026-10-25T23:00:00Z")).toBe(dayOf("2026-10-26"));
});

test("a day that a place has skipped is missing, and nothing else", () => {
  // Samoa went from the 29th to the 31st of December 2011.
  const day = localDays("Pacific/Apia");
  expect(day(Date.parse("2011-12-30T09:59:59Z"))).toBe(dayOf("2011-12-29"));
  expect(day(Date.parse("2011-12-30T10:00:00Z"))).toBe(dayOf("2011-12-31"));
});

test("a window holds the days that it is named by, and no others", () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      for (const kind of ["week", "season"] as const) {
        const window = windowsOf(day)[kind];
        const { from, to } = spanOf(window);
        expect(from <= day && day < to).toBe(true);
        expect(windowsOf(from)[kind]).toBe(window);
        expect(windowsOf(to - 1)[kind]).toBe(window);
        expect(windowsOf(from - 1)[kind]).not.toBe(window);
        expect(windowsOf(to)[kind]).not.toBe(window);
      }
    }),
  );
});

test("weeks begin on a Monday and have seven days; keys sort as time goes", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 800 }), (day, later) => {
      const { from, to } = spanOf(windowsOf(day).week);
      expect([new Date(from * dayMs).getUTCDay(), to - from]).toEqual([1, 7]);
      expect(windowsOf(day + later).week >= windowsOf(day).week).toBe(true);
      expect(windowsOf(day + later).season >= windowsOf(day).season).toBe(true);
    }),
  );
});

test("a running window is kept wherever the cohort is, and items go a week after it no longer is", () => {
  const zone = fc.constantFrom("UTC", "Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin");
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: dayMs - 1 }), zone, (day, ms, timeZone) => {
      const at = day * dayMs + ms;
      const now = new Date(at).toISOString();
      for (const window of Object.values(windowKeys(timeZone, now))) {
        expect(isKept(window, now)).toBe(true);
        const expiry = expiryOf(window);
        if (expiry === undefined) {
          expect(window).toBe("all");
          continue;
        }
        expect(isKept(window, new Date((expiry - 7 * 86_400) * 1000 - 1).toISOString())).toBe(true);
        expect(isKept(window, new Date((expiry - 7 * 86_400) * 1000).toISOString())).toBe(false);
      }
    }),
  );
});

test("what is no window's key is a defect", () => {
  expect(() => spanOf("2026-47")).toThrow(TypeError);
});

test("a day is written as the date that it is", () => {
  expect([0, -1, dayOf("2024-02-29")].map(dateOf)).toEqual(["1970-01-01", "1969-12-31", "2024-02-29"]);
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(dayOf(dateOf(day))).toBe(day);
    }),
  );
});
