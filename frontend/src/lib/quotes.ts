/** A stretch of a text, in UTF-16 code units; `to` is behind its last. */
export interface Stretch {
  from: number;
  to: number;
}

/** What Markdown adds to words, and a quotation may have lost. */
const marks = new Set(["*", "_", "`", "~", "\\"]);

/**
 * Where a text has the words of a quotation, whatever white space, case and emphasis lie between and around them;
 * `undefined` where it hasn't.
 */
export const findQuote = (text: string, quote: string): Stretch | undefined =>
  foundIn(text, quote) ?? foundIn(text, withoutAddresses(quote));

function foundIn(text: string, quote: string): Stretch | undefined {
  const words = plain(quote).text.trim();
  if (words === "") return undefined;
  const { text: searched, places } = plain(text);
  const at = searched.indexOf(words);
  if (at < 0) return undefined;
  const [from, last] = [places[at], places[at + words.length - 1]];
  return from === undefined || last === undefined ? undefined : { from, to: last + 1 };
}

/**
 * A text as it is read where nothing renders its Markdown: without emphasis, escapes and the addresses of links, and with
 * lists as people write them.
 */
export const withoutMarks = (text: string): string =>
  withoutAddresses(text)
    .replaceAll(/\*\*|__|`/g, "")
    .replaceAll(/(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])/g, "$1")
    .replaceAll(/^([ \t]*)[-*+] /gm, "$1• ")
    .replaceAll(/\\([!-/:-@[-`{-~])/g, "$1");

const withoutAddresses = (text: string): string =>
  text.replaceAll(/!?\[([^\][]{0,500})\]\([^()\s]{0,2000}\)/g, "$1");

/** A text without what doesn't matter, and where each of its code units stands in the original. */
function plain(original: string): { text: string; places: number[] } {
  const kept: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < original.length; at++) {
    const unit = original.charAt(at);
    if (marks.has(unit)) continue;
    const isSpace = /\s/.test(unit);
    if (isSpace && kept.at(-1) === " ") continue;
    // Some letters are longer in lower case: their places have to stay those of the original.
    const lower = unit.toLowerCase();
    kept.push(isSpace ? " " : lower.length === 1 ? lower : unit);
    places.push(at);
  }
  return { text: kept.join(""), places };
}
