import { cosine, type Embed } from "../../embedding/embed.ts";
import type { Sentence } from "../passages.ts";
import { contentOf, coverage } from "../words.ts";
import type { Phrase } from "./facts.ts";

/** Nearer than this to the key, a phrase may stand for the same thing. */
const tooLike = 0.88;

/** Each comparison costs some 20 ms the first time. */
const mostCompared = 16;

/**
 * Phrases that could stand in the key's place and are wrong there: not in the key's sentence, of the same number and
 * about the same length, and near to the key in meaning.
 * @param said what is said of the key: a phrase of which a sentence says much the same is no distractor
 * @returns the best first; fewer than `count` where there are not enough
 */
export async function distractorsFor(
  key: Pick<Phrase, "text" | "isPlural">,
  {
    sentence,
    said,
    pool,
    count,
  }: { sentence: Sentence; said: string; pool: readonly Phrase[]; count: number },
  embed: Embed,
): Promise<Phrase[]> {
  const here = sentence.text.toLowerCase();
  const hereWords = new Set(contentOf(sentence.text));
  const keyWords = contentOf(key.text);
  const saidWords = contentOf(said);
  const length = key.text.split(" ").length;
  const isName = (text: string) => /\p{Lu}/u.test(text.slice(1));

  const fitting = pool
    .filter(({ text, sentence: own }) => {
      const words = contentOf(text);
      return (
        own.text !== sentence.text &&
        !here.includes(text.toLowerCase()) &&
        coverage(words, hereWords) < 0.99 &&
        coverage(words, new Set(keyWords)) < 0.99 &&
        coverage(keyWords, new Set(words)) < 0.99 &&
        coverage(saidWords, new Set(contentOf(own.text))) < 0.5
      );
    })
    .map((phrase) => ({
      phrase,
      unlike:
        Math.abs(phrase.text.split(" ").length - length) +
        (phrase.isPlural === key.isPlural ? 0 : 2) +
        (isName(phrase.text) === isName(key.text) ? 0 : 1),
    }))
    .sort((a, b) => a.unlike - b.unlike)
    .slice(0, mostCompared);
  if (fitting.length < count) return [];

  const [own = new Float32Array(), ...vectors] = await embed([
    key.text,
    ...fitting.map(({ phrase }) => phrase.text),
  ]);
  const ranked = fitting
    .map(({ phrase, unlike }, index) => {
      const likeness = cosine(own, vectors[index] ?? new Float32Array());
      return { phrase, likeness, rank: likeness - 0.15 * unlike };
    })
    .filter(({ likeness }) => likeness < tooLike)
    .sort((a, b) => b.rank - a.rank);

  const chosen: Phrase[] = [];
  for (const { phrase } of ranked) {
    const words = new Set(contentOf(phrase.text));
    // Two that differ in an ending only would rule each other out.
    if (chosen.some(({ text }) => contentOf(text).every((word) => words.has(word)))) continue;
    if (chosen.some(({ text }) => coverage([...words], new Set(contentOf(text))) > 0.99)) continue;
    chosen.push(phrase);
    if (chosen.length === count) break;
  }
  return chosen.length === count ? chosen : [];
}
