import { ownTimeZone } from "../../lib/days.ts";

/** The time zones that this browser knows, such as `Europe/Berlin`, and the one it is in, in alphabetical order. */
export function timeZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", ownTimeZone()])].sort();
}

const plain = (text: string): string => text.trim().toLowerCase().replaceAll(/[ _]+/g, " ");

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf("/") + 1);

/**
 * The time zone that somebody means by what they have typed: its name in whatever case, with spaces for underscores, or
 * its city alone where no other zone has that city.
 */
export function findTimeZone(typed: string, zones: readonly string[]): string | undefined {
  const wanted = plain(typed);
  const named = zones.find((zone) => plain(zone) === wanted);
  if (named) return named;
  const cities = zones.filter((zone) => plain(cityOf(zone)) === wanted);
  return cities.length === 1 ? cities[0] : undefined;
}

/** What a clock shows there, such as "14:05". */
export const timeIn = (timeZone: string, now: Date, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(now);
