/** Something quoted from a passage, with the passage's number: a sentence, or a line of a list or table. */
export interface CitedQuote {
  number: number;
  text: string;
  /** Where it begins a list or table: what leads to it, or the cells of its header. */
  lead?: string | undefined;
  /** Of a line: its mark in Markdown, indented; `|` for a row. */
  mark?: string | undefined;
}

/** Quotes as Markdown, each with its number: sentences alone as a list, else as paragraphs between lists and tables. */
export function quotesAsMarkdown(quotes: readonly CitedQuote[]): string {
  const hasLists = quotes.some(({ mark }) => mark !== undefined);
  if (!hasLists && quotes.length > 1) return quotes.map((quote) => `- ${lineOf(quote)}`).join("\n");
  let text = "";
  let isOpen = false;
  for (const [at, quote] of quotes.entries()) {
    const isLine = quote.mark !== undefined;
    const goesOn = isOpen && isLine && quote.lead === undefined;
    text +=
      (text === "" ? "" : goesOn ? "\n" : "\n\n") +
      (goesOn ? "" : leadOf(quote, quotes.slice(at + 1))) +
      lineOf(quote);
    isOpen = isLine;
  }
  return text;
}

function leadOf({ lead = "", mark, text }: CitedQuote, after: readonly CitedQuote[]): string {
  if (mark === "|") {
    const end = after.findIndex((quote) => quote.mark !== "|" || quote.lead !== undefined);
    const rows = [text, ...after.slice(0, end < 0 ? after.length : end).map((quote) => quote.text)];
    // What a row has beyond the header's cells would not be shown, and there is its number.
    const cells = Math.max(...[lead, ...rows].map(cellsIn));
    return `| ${lead} |${" |".repeat(cells - cellsIn(lead))}\n|${" --- |".repeat(cells)}\n`;
  }
  return lead === "" ? "" : `${lead}\n\n`;
}

const cellsIn = (row: string): number => row.split(/(?<!\\)\|/).length;

function lineOf({ number, text, mark }: CitedQuote): string {
  const cited = `${text} [${number}]`;
  if (mark === "|") return `| ${cited} |`;
  return mark === undefined ? cited : `${mark} ${cited}`;
}
