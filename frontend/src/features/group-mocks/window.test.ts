import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { asTyped, problemsOf, timeUntil, usualWindow } from "./window.ts";

const now = new Date(2026, 2, 1, 12, 0);
const typed = { name: "First rehearsal", opensAt: "2026-03-02T18:00", closesAt: "2026-03-04T18:00" };

test("a moment as it is typed is read as the same moment, to the minute", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(2000, 0), max: new Date(2100, 0), noInvalidDate: true }),
      (moment) => {
        const read = Date.parse(asTyped(moment));
        // Where clocks are set back an hour is there twice: what is typed means one of them.
        expect([0, 3_600_000]).toContain(Math.abs(Math.floor(moment.getTime() / 60_000) * 60_000 - read));
      },
    ),
  );
});

test("usually from tomorrow evening for two days, over the end of a month", () => {
  expect(usualWindow(new Date(2026, 1, 28, 9, 30))).toEqual({
    opensAt: "2026-03-01T18:00",
    closesAt: "2026-03-03T18:00",
  });
  expect(problemsOf({ name: "A", ...usualWindow(now) }, 180, now)).toEqual({});
});

test.each([
  [{}, []],
  [{ name: "  " }, ["name"]],
  [{ opensAt: "" }, ["opensAt"]],
  [{ closesAt: "" }, ["closesAt"]],
  [{ closesAt: "2026-03-02T18:00" }, ["closesAt"]],
  [{ closesAt: "2026-03-02T20:59" }, ["closesAt"]],
  [{ closesAt: "2026-03-02T21:00" }, []],
  [{ opensAt: "2026-02-28T06:00", closesAt: "2026-03-01T12:00" }, ["closesAt"]],
  [{ opensAt: "2026-02-28T06:00", closesAt: "2026-03-01T12:01" }, []],
  [{ closesAt: "2026-08-01T18:00" }, ["closesAt"]],
  [{ name: "", opensAt: "", closesAt: "" }, ["name", "opensAt", "closesAt"]],
])("%j is wrong in %j", (changed, fields) => {
  expect(Object.keys(problemsOf({ ...typed, ...changed }, 180, now))).toEqual(fields);
});

test("how long it is until something", () => {
  expect([-5, 59, 60, 3600, 3660, 86_399, 86_400, 180_000, 604_800].map(timeUntil)).toEqual([
    "in a moment",
    "in a moment",
    "in 1 min",
    "in 1 h",
    "in 1 h 1 min",
    "in 23 h 59 min",
    "in 1 day",
    "in 2 days 2 h",
    "in 7 days",
  ]);
});
