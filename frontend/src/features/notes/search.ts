/** A place in a note: a version, a part by its ordinal, and words of that part that are to be marked. */
export interface Place {
  version?: number;
  part?: number;
  quote?: string;
}

/** What of a note the address asks for; what it can't be is left out. */
export function noteSearch({ version, part, quote }: Record<string, unknown>): Place {
  // Words that look like a number or a truth value are read as one.
  const words = ["string", "number", "boolean"].includes(typeof quote) ? String(quote).trim() : "";
  return {
    ...(isFrom(version, 1) && { version }),
    ...(isFrom(part, 0) && { part }),
    ...(words !== "" && { quote: words }),
  };
}

const isFrom = (value: unknown, least: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least;
