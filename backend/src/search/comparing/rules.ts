import { stemOf, tellingOf, wordsIn } from "../words/rules.ts";

/** As FTS5 has them. */
const [k, b] = [1.2, 0.75];

/** A library, as far as its size says how rare a word is. */
export interface Counted {
  chunks: number;
  /** How many chunks have each of some words. */
  chunksWith(words: readonly string[]): readonly number[];
}

/** Stems that were worked out: notes say the same words again and again. */
const known = new Map<string, string>();
const mostKnown = 50_000;

function stem(word: string): string {
  const found = known.get(word);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const made = stemOf(word);
  known.set(word, made);
  return made;
}

/**
 * How well texts of several libraries have the words of a question: BM25, as if the libraries were one. Each index
 * weighs a word by its own passages. A group's only note would count nothing beside an exam's hundreds: that one of one
 * passages has a word makes it common there, and rare nowhere else.
 */
export function comparable(
  question: string,
  libraries: readonly Counted[],
  texts: readonly string[],
): number[] {
  const words = [
    ...new Set(tellingOf([...new Set(wordsIn(question))]).map((word) => word.slice(0, 100))),
  ].slice(0, 64);
  const total = libraries.reduce((sum, { chunks }) => sum + chunks, 0);
  const counts = libraries.map((library) => library.chunksWith(words));
  const weights = new Map(
    words.map((word, at) => {
      const having = counts.reduce((sum, each) => sum + (each[at] ?? 0), 0);
      return [stem(word), Math.max(1e-6, Math.log((total - having + 0.5) / (having + 0.5)))];
    }),
  );
  const bags = texts.map((text) => wordsIn(text).map(stem));
  const average = bags.reduce((sum, bag) => sum + bag.length, 0) / Math.max(1, bags.length);
  return bags.map((bag) => {
    const times = new Map<string, number>();
    for (const each of bag) if (weights.has(each)) times.set(each, (times.get(each) ?? 0) + 1);
    const long = k * (1 - b + (b * bag.length) / Math.max(1, average));
    return [...times].reduce(
      (sum, [each, count]) => sum + (weights.get(each) ?? 0) * ((count * (k + 1)) / (count + long)),
      0,
    );
  });
}
