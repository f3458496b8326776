/** How an option, a step or a prompt is named on the page. Stored letters are in lower case. */
export const letterLabel = (letter: string): string => letter.toUpperCase();

/** A share between 0 and 1 as a whole percentage in the reader's locale. */
export const percent = (share: number, locale?: string): string =>
  new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** An ISO time as day and time in the reader's locale and time zone. */
export const dateTime = (iso: string, locale?: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(
    new Date(iso),
  );

/** Nouns with their number. English only, as the rest of the interface. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const small = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A small number as a word, as exams write "choose two". */
export const numberWord = (count: number): string => small[count] ?? String(count);

/** Plain text in its paragraphs: a blank line starts a new one. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");

/**
 * Whole days from today to a day, both in the reader's time zone; negative where it has passed.
 * @param day as `YYYY-MM-DD`
 */
export function daysUntil(day: string, now: Date): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.UTC(year, month - 1, date) - today) / 86_400_000);
}

/** The beginning of a text in one line, cut between words where it is longer than `length` characters. */
export function opening(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const end = line.lastIndexOf(" ", length);
  return `${line.slice(0, end > 0 ? end : length)}\u00A0…`;
}

/** US dollars. What is spent, and less than a cent, is not told as nothing. */
export function dollars(usd: number, locale?: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: "USD" });
  return usd > 0 && usd < 0.01 ? `less than ${format.format(0.01)}` : format.format(usd);
}
