import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { examWith } from "../testing/items.ts";
import { emptyLedger, type Seen } from "./ledger/rules.ts";
import { progressView } from "./progress.ts";

const exam = examWith([50, 30, 20]);
const now = "2026-11-18T12:00:00Z";
const day = 86_400_000;

const line = (firstAt: string, changes: Partial<Seen> = {}): Seen => ({
  taskId: exam.domains[0]?.tasks[0]?.id ?? "",
  scored: true,
  firstAt: Date.parse(firstAt),
  first: "right",
  fast: false,
  lastAt: Date.parse(now),
  last: "right",
  flagged: false,
  ...changes,
});

const daysOf = (lines: readonly Seen[], timeZone = "UTC") => {
  const seen = new Map(lines.map((one, place) => [`q${place}`, one]));
  return progressView(exam, { ...emptyLedger, seen }, now, timeZone).days;
};

test("answers to new questions are counted by the day where the learner is, oldest first", () => {
  const lines = [
    line("2026-11-18T09:00:00Z"),
    line("2026-11-15T23:30:00Z", { first: "wrong" }),
    line("2026-11-15T23:30:00Z"),
    line("2026-11-17T09:00:00Z", { first: "skipped" }),
    line("2026-11-17T09:00:00Z", { scored: false }),
  ];
  const today = { date: "2026-11-18", answered: 1, right: 1 };
  expect(daysOf(lines)).toEqual([{ date: "2026-11-15", answered: 2, right: 1 }, today]);
  expect(daysOf(lines, "Europe/Berlin")).toEqual([{ date: "2026-11-16", answered: 2, right: 1 }, today]);
});

test("twelve weeks are shown, today among them", () => {
  const lines = ["2026-08-26T23:59:59Z", "2026-08-27T00:00:00Z", "2026-11-18T11:00:00Z"].map((at) =>
    line(at),
  );
  expect(daysOf(lines).map(({ date }) => date)).toEqual(["2026-08-27", "2026-11-18"]);
});

test("however answers are scattered, each of the last weeks is counted once", () => {
  const anyAge = fc.integer({ min: 0, max: 80 * 24 });
  fc.assert(
    fc.property(fc.array(anyAge, { maxLength: 50 }), (ages) => {
      const lines = ages.map((hours) =>
        line(new Date(Date.parse(now) - hours * 3_600_000).toISOString(), {
          first: hours % 3 === 0 ? "wrong" : "right",
        }),
      );
      const days = daysOf(lines, "America/New_York");
      expect(days.reduce((sum, { answered }) => sum + answered, 0)).toBe(ages.length);
      expect(days.reduce((sum, { right }) => sum + right, 0)).toBe(
        ages.filter((age) => age % 3 !== 0).length,
      );
      const dates = days.map(({ date }) => date);
      expect(dates).toEqual([...new Set(dates)].sort());
      for (const date of dates) expect(Date.parse(now) - Date.parse(date)).toBeLessThan(84 * day);
    }),
  );
});
