import { ownTimeZone } from "../../lib/days.ts";

/** What is typed into the form: the name, and the window as the inputs have it, `YYYY-MM-DDTHH:MM` in local time. */
export interface Typed {
  name: string;
  opensAt: string;
  closesAt: string;
}

export type Problems = Partial<Readonly<Record<keyof Typed, string>>>;

/** The longest window that the server takes, in days. */
const longestWindow = 60;

const twoDigits = (number: number): string => String(number).padStart(2, "0");

/** A moment as an input of day and time has it, in local time. */
export const asTyped = (moment: Date): string =>
  `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}T${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;

/** From tomorrow at 18:00 for two days, by local clocks. */
export function usualWindow(now: Date): Pick<Typed, "opensAt" | "closesAt"> {
  const evening = (days: number) =>
    asTyped(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 18));
  return { opensAt: evening(1), closesAt: evening(3) };
}

/**
 * What has to be changed before a mock can be scheduled, by field.
 * @param minutes how long the mock takes
 */
export function problemsOf({ name, opensAt, closesAt }: Typed, minutes: number, now: Date): Problems {
  const [opens, closes] = [Date.parse(opensAt), Date.parse(closesAt)];
  const closing = closingProblem(opens, closes, minutes, now);
  return {
    ...(name.trim() === "" && { name: "Give it a name, so that members know what it is." }),
    ...(Number.isNaN(opens) && { opensAt: "Choose a day and a time." }),
    ...(closing && { closesAt: closing }),
  };
}

function closingProblem(opens: number, closes: number, minutes: number, now: Date): string | undefined {
  if (Number.isNaN(closes)) return "Choose a day and a time.";
  if (closes <= now.getTime()) return "This has passed already.";
  if (closes <= opens) return "It has to close after it opens.";
  if (closes - opens < minutes * 60_000) return "There is too little time between for the whole mock.";
  if (closes - opens > longestWindow * 86_400_000) return `At most ${longestWindow} days after it opens.`;
  return undefined;
}

/** The reader's time zone, such as `Europe/Berlin`. */
export const zoneName = (): string => ownTimeZone().replaceAll("_", " ");

/** How long until something that is known by its day, in words: to the minute below a day, to the hour below a week. */
export function timeUntil(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return "in a moment";
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days >= 7) return `in ${days} days`;
  if (days > 0) return `in ${days} ${days === 1 ? "day" : "days"}${hours > 0 ? ` ${hours} h` : ""}`;
  return hours > 0 ? `in ${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}` : `in ${minutes} min`;
}
