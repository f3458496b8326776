import * as z from "zod";

/** An IANA time zone, such as `Europe/Berlin`. */
export const TimeZone = z.string().max(60).refine(isTimeZone, "must be a time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
