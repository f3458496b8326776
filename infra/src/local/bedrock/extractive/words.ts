const stopWords = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can
could did do does doing down during each either else few for from further had has have having he her here hers him his
how i if in into is it its itself just may me might more most must my no nor not now of off on once only onto or other
our out over own per same shall she should so some such than that the their them then there these they this those through
to too under until up upon us very was we were what when where whether which while who whom whose why will with within
without would you your note notes say says said statement according elsewhere`.split(/\s+/),
);

const negations = /\b(?:not|no|never|cannot|can't|won't|doesn't|don't|isn't|aren't|without|neither|nor)\b/gi;

/** A word without its commonest endings: enough to see that two forms are of one word. */
export function stemOf(word: string): string {
  if (word.length < 5) return word.replace(/(?<=[a-z]{2})s$/, "");
  return word
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?:ations?|ating|ated|ates)$/, "ate")
    .replace(/(?<=[a-z]{3})(?:ings?|edly|ed|es|s|ly)$/, "")
    .replace(/([b-df-hj-np-tv-z])\1$/, "$1")
    .replace(/(?<=[a-z]{3})e$/, "");
}

/** All words of a text in small letters, without marks. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.'-][\p{L}\p{N}]+)*/gu) ?? [];

/** The stems of the words that carry meaning. */
export const contentOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map(stemOf);

/** Which share of the first words is among the second, from 0 to 1; 0 where there are none. */
export function coverage(words: readonly string[], by: ReadonlySet<string>): number {
  const unique = new Set(words);
  if (unique.size === 0) return 0;
  return [...unique].filter((word) => by.has(word)).length / unique.size;
}

export const numbersIn = (text: string): string[] =>
  (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => number.replaceAll(",", ""));

/** Whether a sentence says no, by the number of its negations being odd. */
export const isNegative = (text: string): boolean => (text.match(negations)?.length ?? 0) % 2 === 1;
