import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { addDays, daysBetween } from "../../lib/days.ts";
import { activitySentence, calendar } from "./calendar.ts";

test("a day's shade follows its answers", () => {
  const answers = [0, 1, 9, 10, 19, 20, 39, 40, 500];
  const today = "2026-11-21";
  const days = answers.map((answered, place) => ({ date: addDays(today, -place), answered, right: 0 }));
  const shown = calendar(days, today).flatMap((week) => week.days);
  expect(days.map(({ date }) => shown.find((day) => day?.date === date)?.shade)).toEqual([
    0, 1, 1, 2, 2, 3, 3, 4, 4,
  ]);
});

test("months are named where they begin", () => {
  const months = calendar([], "2026-11-21", "en").map(({ monday, month }) => [monday, month]);
  expect(months.filter(([, month]) => month)).toEqual([
    ["2026-08-31", "Sep"],
    ["2026-09-28", "Oct"],
    ["2026-10-26", "Nov"],
  ]);
  expect(calendar([], "2026-11-07", "en").flatMap(({ month }) => month ?? [])).toEqual([
    "Aug",
    "Sep",
    "Oct",
    "Nov",
  ]);
});

test("each of the last 84 days has its place, whatever today is", () => {
  const today = fc.integer({ min: 0, max: 4000 }).map((count) => addDays("2024-01-01", count));
  fc.assert(
    fc.property(today, (day) => {
      const weeks = calendar([{ date: day, answered: 3, right: 1 }], day);
      const days = weeks.flatMap((week) => week.days).flatMap((each) => each ?? []);
      expect(days).toHaveLength(84);
      expect(days.at(-1)).toEqual({ date: day, answered: 3, shade: 1 });
      for (const [place, { date }] of days.entries()) expect(daysBetween(date, day)).toBe(83 - place);
      for (const week of weeks) {
        expect(week.days).toHaveLength(7);
        for (const [place, each] of week.days.entries()) {
          if (each) expect(daysBetween(week.monday, each.date)).toBe(place);
        }
      }
    }),
  );
});

test("what the calendar shows", () => {
  expect(activitySentence([])).toBe("No answers to new questions in the last twelve weeks.");
  expect(
    activitySentence(
      [
        { date: "2026-11-01", answered: 10, right: 6 },
        { date: "2026-11-03", answered: 0, right: 0 },
        { date: "2026-11-04", answered: 10, right: 9 },
      ],
      "en",
    ),
  ).toBe("Active on 2 days of the last twelve weeks: 20 answers to new questions, 15 of them right (75%).");
});
