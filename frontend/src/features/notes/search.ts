/** A place in a note: a version, a part by its ordinal, and words of that part that are to be marked, some or several. */
export interface Place {
  version?: number;
  part?: number;
  quote?: string | string[];
}

/** The longest answer cites fewer sentences of one passage. */
const most = 20;

/** What of a note the address asks for; what it can't be is left out. */
export function noteSearch({ version, part, quote }: Record<string, unknown>): Place {
  const quotes = (Array.isArray(quote) ? quote : [quote])
    .slice(0, most)
    .map(wordsOf)
    .filter((words) => words !== "");
  const [first] = quotes;
  return {
    ...(isFrom(version, 1) && { version }),
    ...(isFrom(part, 0) && { part }),
    ...(first !== undefined && { quote: quotes.length === 1 ? first : quotes }),
  };
}

/** Words that look like a number or a truth value are read as one. */
const wordsOf = (value: unknown): string =>
  ["string", "number", "boolean"].includes(typeof value) ? String(value).trim() : "";

/** The words that are to be marked, those that come into view first. */
export const quotesOf = (quote: Place["quote"] = []): string[] =>
  typeof quote === "string" ? [quote] : quote;

const isFrom = (value: unknown, least: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least;
