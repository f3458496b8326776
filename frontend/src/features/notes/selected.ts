import { opening } from "../../lib/format.ts";

/** Fewer characters say nothing to ask about. */
const least = 3;
/** As much of a selection as is quoted in a question, in characters. */
const most = 300;

/** A question about words that a reader has selected; `undefined` where they are too few. */
export function questionAbout(selected: string): string | undefined {
  const words = selected.replaceAll(/\s+/g, " ").trim();
  return words.length < least ? undefined : `What does this mean: “${opening(words, most)}”?`;
}
