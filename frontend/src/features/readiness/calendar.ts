import type { Progress } from "@lyceum/shared/readiness";
import { addDays, daysBetween, mondayOf, monthName } from "../../lib/days.ts";
import { counted, percent } from "../../lib/format.ts";

type Days = Progress["days"];

/** How many days the server looks back, today among them. */
const windowDays = 84;

/** Numbers of answers a day from which on the shade is a step stronger. */
export const steps = [1, 10, 20, 40] as const;

export interface CalendarDay {
  date: string;
  answered: number;
  /** 0 without answers, then a step for each of `steps` that is reached. */
  shade: number;
}

export interface CalendarWeek {
  monday: string;
  /** The month's name where it begins in this week, or the calendar does. */
  month: string | undefined;
  /** From Monday to Sunday; `undefined` for days before or after what is looked at. */
  days: (CalendarDay | undefined)[];
}

/** The weeks of the last twelve weeks' days, from Monday on, the oldest first. */
export function calendar(days: Days, today: string, locale?: string): CalendarWeek[] {
  const answers = new Map(days.map(({ date, answered }) => [date, answered]));
  const first = addDays(today, 1 - windowDays);
  const start = mondayOf(first);
  const weeks = Math.floor(daysBetween(start, today) / 7) + 1;
  return Array.from({ length: weeks }, (_, week) => {
    const monday = addDays(start, 7 * week);
    const dates = Array.from({ length: 7 }, (_, place) => addDays(monday, place));
    const begins = dates.find((date) => date >= first && date <= today && date.endsWith("-01"));
    // A month that ends with the first week has no room for its name.
    const named = begins ?? (week === 0 && sameMonth(first, addDays(monday, 13)) ? first : undefined);
    return {
      monday,
      month: named && monthName(named, locale),
      days: dates.map((date) => {
        if (date < first || date > today) return undefined;
        const answered = answers.get(date) ?? 0;
        return { date, answered, shade: steps.filter((step) => answered >= step).length };
      }),
    };
  });
}

const sameMonth = (a: string, b: string): boolean => a.slice(0, 7) === b.slice(0, 7);

/** What the calendar shows, in a sentence. */
export function activitySentence(days: Days, locale?: string): string {
  const active = days.filter(({ answered }) => answered > 0);
  if (active.length === 0) return "No answers to new questions in the last twelve weeks.";
  const answered = active.reduce((sum, day) => sum + day.answered, 0);
  const right = active.reduce((sum, day) => sum + day.right, 0);
  return `Active on ${counted(active.length, "day")} of the last twelve weeks: ${counted(answered, "answer")} to new questions, ${right} of them right (${percent(right / answered, locale)}).`;
}
