// Days of the calendar as ISO dates, `YYYY-MM-DD`. They are counted in UTC, where every day has 24 hours.

const dayMs = 86_400_000;

const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The time zone that this browser is in; UTC where the system doesn't say, which browsers call by a name of their own. */
export function ownTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === "Etc/Unknown" ? "UTC" : timeZone;
}

/** Which day it is somewhere. */
export function dayIn(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(now);
  return ["year", "month", "day"].map((type) => parts.find((part) => part.type === type)?.value).join("-");
}

/** How many days after one day another is; negative where it is before. */
export const daysBetween = (from: string, to: string): number => Math.round((msOf(to) - msOf(from)) / dayMs);

export const addDays = (day: string, count: number): string =>
  new Date(msOf(day) + count * dayMs).toISOString().slice(0, 10);

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(msOf(day)).getUTCDay() + 6) % 7));

/** A day with its month, without the year, in the reader's locale. */
export const shortDay = (day: string, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(msOf(day));

export const monthName = (day: string, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }).format(msOf(day));
