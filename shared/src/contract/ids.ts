import * as z from "zod";

/**
 * Ids are `prefix_ULID`: sortable by the time they were made, and telling what they name.
 * Callers make the ids of what they create, so that a request may be sent again.
 */
export const id = <const Prefix extends string>(prefix: Prefix) =>
  z.string().regex(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`), `must be ${prefix}_ and a ULID`);

export const CohortId = id("coh");
