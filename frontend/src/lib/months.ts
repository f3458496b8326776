// Months of the calendar in UTC, as `YYYY-MM`: what models cost and how they do is counted by them.

/** Which month it is. */
export const monthOf = (now: Date): string => now.toISOString().slice(0, 7);

/** A month with its year, in the reader's locale. */
export const monthText = (month: string, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );

/** A month and those before it, the latest first. */
export function monthsUntil(month: string, count: number): string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return Array.from({ length: count }, (_, before) => monthOf(new Date(Date.UTC(year, number - 1 - before))));
}

/** Whether a text names a month. */
export const isMonth = (text: unknown): text is string =>
  typeof text === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
