const dayMs = 86_400_000;

/** How long a window's board can be read and is kept right after the window, in days. */
const keptDays = 35;

/** How much later its items are deleted, in days: nobody may still be changing what expires. */
const sweptDays = 7;

/** The windows that a day lies in: `2026-W47` by ISO week, `2026-Q4` by calendar quarter, and `all`. */
export interface WindowKeys {
  week: string;
  season: string;
  all: string;
}

/** From one day up to another that it does not hold, in days since 1970-01-01. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Tells the local date of instants, which are in ms since 1970, in days since 1970-01-01. Days on a calendar have no
 * hours: what daylight saving does to a day's length changes nothing.
 * @param timeZone an IANA name, such as `Europe/Berlin`
 */
export function localDays(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  // An attempt's answers share a moment, and to format one is slow.
  const known = new Map<number, number>();
  return (at) => {
    const before = known.get(at);
    if (before !== undefined) return before;
    const parts = format.formatToParts(at);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    const day = Date.UTC(part("year"), part("month") - 1, part("day")) / dayMs;
    known.set(at, day);
    return day;
  };
}

/** A day as an ISO date. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** The windows of a day: the ISO 8601 week, whose year is that of its Thursday, and the quarter. */
export function windowsOf(day: number): WindowKeys {
  const thursday = mondayOf(day) + 3;
  const weekYear = yearOf(thursday);
  const week = 1 + Math.floor((thursday - firstOf(weekYear)) / 7);
  const quarter = 1 + Math.floor(new Date(day * dayMs).getUTCMonth() / 3);
  return {
    week: `${weekYear}-W${String(week).padStart(2, "0")}`,
    season: `${yearOf(day)}-Q${quarter}`,
    all: "all",
  };
}

/**
 * The windows that are running.
 * @param now ISO time
 */
export const windowKeys = (timeZone: string, now: string): WindowKeys =>
  windowsOf(localDays(timeZone)(Date.parse(now)));

/**
 * The days of a window; `all` has no bounds.
 * @throws TypeError where that is no window's key
 */
export function spanOf(window: string): Span {
  if (window === "all") return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const [, year, kind, count] = /^(\d{4})-(W|Q)(\d{1,2})$/.exec(window) ?? [];
  if (!year) throw new TypeError(`${window} is no window`);
  if (kind === "Q") {
    const quarter = Number(count);
    return {
      from: firstOf(Number(year), 3 * (quarter - 1)),
      to: firstOf(Number(year), 3 * quarter),
    };
  }
  // The 4th of January is always in the first week.
  const from = mondayOf(firstOf(Number(year)) + 3) + 7 * (Number(count) - 1);
  return { from, to: from + 7 };
}

/**
 * Whether a window's board is kept right. This depends on the key and the clock alone, not on a time zone, so a window
 * that is no longer kept never is again, whatever happens to the cohort's time zone.
 * @param now ISO time
 */
export const isKept = (window: string, now: string): boolean =>
  Date.parse(now) < (spanOf(window).to + keptDays) * dayMs;

/** When a window's items may be deleted, in seconds since 1970; `undefined` for those that stay. */
export function expiryOf(window: string): number | undefined {
  const { to } = spanOf(window);
  return Number.isFinite(to) ? ((to + keptDays + sweptDays) * dayMs) / 1000 : undefined;
}

/** 1970-01-01 was a Thursday. */
const mondayOf = (day: number) => day - ((((day + 3) % 7) + 7) % 7);

const yearOf = (day: number) => new Date(day * dayMs).getUTCFullYear();

const firstOf = (year: number, month = 0) => Date.UTC(year, month, 1) / dayMs;
