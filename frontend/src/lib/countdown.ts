import { daysUntil } from "./format.ts";

/**
 * A day of the calendar in the reader's locale.
 * @param day as `YYYY-MM-DD`
 */
export const calendarDay = (day: string, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));

/**
 * How far away an exam is, in words.
 * @param examDate as `YYYY-MM-DD`; `null` where there is none
 */
export function countdown(examDate: string | null, now: Date, locale?: string): string {
  if (examDate === null) return "No exam date yet";
  const days = daysUntil(examDate, now);
  if (days < 0) return `The exam was on ${calendarDay(examDate, locale)}`;
  if (days === 0) return "The exam is today";
  return days === 1 ? "The exam is tomorrow" : `${days} days to the exam`;
}
