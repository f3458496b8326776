import { expect, test } from "@jest/globals";
import { findTimeZone, timeIn, timeZones } from "./time-zones.ts";

const zones = ["America/New_York", "America/Indiana/Knox", "US/Knox", "Europe/Berlin", "UTC"];

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  [" europe/berlin ", "Europe/Berlin"],
  ["America/New York", "America/New_York"],
  ["new york", "America/New_York"],
  ["utc", "UTC"],
  ["Knox", undefined],
  ["Bielefeld", undefined],
  ["", undefined],
])("%p means %p", (typed, zone) => {
  expect(findTimeZone(typed, zones)).toBe(zone);
});

test("every zone is found by its own name, and has a time", () => {
  const all = timeZones();
  expect(all).toContain("UTC");
  expect(all.length).toBeGreaterThan(300);
  for (const zone of all) expect(findTimeZone(zone, all)).toBe(zone);
  expect(timeIn("Asia/Tokyo", new Date("2026-01-01T00:30Z"), "en-GB")).toBe("09:30");
});
