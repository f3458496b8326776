/** The words of a text, in small letters, Latin ones without accents, as the full-text index has them. */
export const wordsIn = (text: string): string[] =>
  text
    .toWellFormed()
    .normalize("NFD")
    .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

/**
 * English words that are in most passages: they tell none from another, and each of them makes FTS5 score nearly the
 * whole index.
 */
const common = new Set(
  `a about all also an and any are as at be because been but by can could did do does for from had has have how i if in
  into is it its may more most must no not of on one or other our should so some such than that the their them then
  there these they this those to was we were what when where which while who why will with would you your`.split(
    /\s+/,
  ),
);

/** Those of some words that tell one text from another; where none of them do, all. */
export function tellingOf(words: readonly string[]): string[] {
  const telling = words.filter((word) => !common.has(word));
  return telling.length > 0 ? telling : [...words];
}

const consonant = "[^aeiou]";
const vowel = "[aeiouy]";
const consonants = `${consonant}[^aeiouy]*`;
const vowels = `${vowel}[aeiou]*`;
/** Porter's measure m: how often vowels are followed by consonants. */
const someMeasure = new RegExp(`^(?:${consonants})?${vowels}${consonants}`);
const measureOne = new RegExp(`^(?:${consonants})?${vowels}${consonants}(?:${vowels})?$`);
const moreMeasure = new RegExp(`^(?:${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(?:${consonants})?${vowel}`);
const endsShort = new RegExp(`^${consonants}${vowel}[^aeiouwxy]$`);

const derived: readonly (readonly [string, string])[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["logi", "log"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
];
const further: readonly (readonly [string, string])[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];
const last =
  /^(.+?)(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/;

/** FTS5 lets longer ones be. */
const longestStemmed = 63;

/**
 * An English word without its endings, by Porter's algorithm ("An algorithm for suffix stripping", 1980), as FTS5 has
 * it: forms of one word have the same. What is not English may come out as it is.
 * @param word as `wordsIn` gives it
 */
export function stemOf(word: string): string {
  if (word.length < 3 || word.length > longestStemmed) return word;
  let stem = word.startsWith("y") ? `Y${word.slice(1)}` : word;
  stem = withoutPlural(stem);
  stem = withoutTense(stem);
  if (/^.+y$/.test(stem) && hasVowel.test(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`;
  stem = replaced(stem, derived);
  stem = replaced(stem, further);
  const [, before] = last.exec(stem) ?? [];
  if (before !== undefined && moreMeasure.test(before)) stem = before;
  return withoutLastE(stem).toLowerCase();
}

const withoutPlural = (word: string): string => word.replace(/(ss|i)es$/, "$1").replace(/([^s])s$/, "$1");

function withoutTense(word: string): string {
  const [, beforeEed] = /^(.+?)eed$/.exec(word) ?? [];
  if (beforeEed !== undefined) return someMeasure.test(beforeEed) ? word.slice(0, -1) : word;
  const [, before] = /^(.+?)(?:ed|ing)$/.exec(word) ?? [];
  if (before === undefined || !hasVowel.test(before)) return word;
  if (/(?:at|bl|iz)$/.test(before)) return `${before}e`;
  if (/([^aeiouylsz])\1$/.test(before)) return before.slice(0, -1);
  return endsShort.test(before) ? `${before}e` : before;
}

function replaced(word: string, endings: readonly (readonly [string, string])[]): string {
  const found = endings.find(([ending]) => word.endsWith(ending) && word.length > ending.length);
  if (!found) return word;
  const [ending, by] = found;
  const before = word.slice(0, -ending.length);
  return someMeasure.test(before) ? before + by : word;
}

function withoutLastE(word: string): string {
  let stem = word;
  const [, before] = /^(.+?)e$/.exec(stem) ?? [];
  if (before !== undefined) {
    if (moreMeasure.test(before) || (measureOne.test(before) && !endsShort.test(before))) stem = before;
  }
  return stem.endsWith("ll") && moreMeasure.test(stem) ? stem.slice(0, -1) : stem;
}

/** Shorter stems are alike by chance. */
const shortestCorrected = 5;
/** Endings that a typing error may have spoilt, in letters. */
const longestSpoilt = 3;

/**
 * What a word that nothing has was probably meant to be: the stem that has one letter more or less, or two letters
 * changed about, or is all of it but a spoilt ending. One letter for another is as often another word.
 * @param stems that there are, with how many passages have them
 * @returns of several the commonest; `undefined` where none is near
 */
export function meantBy(
  word: string,
  stems: readonly { stem: string; chunks: number }[],
): string | undefined {
  const own = stemOf(word);
  return stems
    .filter(({ stem }) => stem.length >= shortestCorrected && own.length >= shortestCorrected)
    .filter(
      ({ stem }) =>
        isSlip(own, stem) || (word.startsWith(stem) && word.length - stem.length <= longestSpoilt),
    )
    .sort((a, b) => b.chunks - a.chunks)[0]?.stem;
}

/** Whether two words differ by one letter that one of them lacks, or by two neighbours that are changed about. */
function isSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (long.length === short.length + 1) return short.slice(at) === long.slice(at + 1);
  if (long.length !== short.length || one === other) return false;
  const isTurned = short[at] === long[at + 1] && short[at + 1] === long[at];
  return isTurned && short.slice(at + 2) === long.slice(at + 2);
}
