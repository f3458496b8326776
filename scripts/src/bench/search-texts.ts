import type { Dice } from "../simulation/dice.ts";

// Made-up texts whose words are as frequent as those of a language, so that lists of an index have real lengths.

export const dimensions = 384;
/** Tasks of the exam; a note is about one of them. */
export const tasks = 20;

const vocabulary = 20_000;

/** The commonest words of a language say nothing about what is looked for, and the search leaves them out of questions. */
const commonest = 100;

/** A word by its rank: after Zipf's law, the second is half as frequent as the first. */
function word({ between }: Dice, from: number): string {
  const rank = Math.floor(Math.exp(between(Math.log(from), Math.log(vocabulary + 1))));
  // Digits are no words for the stemmer to shorten.
  return `w${rank.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "")}`;
}

export const text = (dice: Dice, words: number): string =>
  Array.from({ length: words }, () => word(dice, 1)).join(" ");

/** A question, without the words that are in every text. */
export const question = (dice: Dice, words: number): string =>
  Array.from({ length: words }, () => word(dice, commonest + 1)).join(" ");

/** In any direction, of length 1. */
export function vector({ normal }: Dice): Float32Array<ArrayBuffer> {
  const values = Float32Array.from({ length: dimensions }, normal);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
