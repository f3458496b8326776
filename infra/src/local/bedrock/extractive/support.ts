import { cosine, type Embed } from "../embedding/embed.ts";
import { type Passage, plain, readPassages, type Sentence } from "./passages.ts";
import { contentOf, coverage, isNegative, numbersIn } from "./words.ts";

export interface Support {
  supported: boolean;
  /** From 0 to 1: how much of the claim the sentence says. */
  score: number;
  /** The sentence that says most of it. */
  sentence: Sentence | undefined;
}

/**
 * How much of a claim's words a sentence must have to support it by itself, and how much together with a likeness in
 * meaning. Found on the claims in support.test.ts: quoted sentences and sentences in template words have .8 or more, claims about
 * something else .4 or less; in between are paraphrases, where MiniLM's cosine tells better.
 */
const enoughWords = 0.8;
const someWords = 0.5;
const enoughLikeness = 0.72;

/** Only the sentences with most of the words are compared by their meaning: each costs some 30 ms. */
const mostCompared = 3;

/** How well the best sentence of the passages supports each claim, by common words, numbers, negation and meaning. */
export async function supportOf(
  claims: readonly string[],
  passages: readonly Passage[],
  embed: Embed,
): Promise<Support[]> {
  const known = readPassages(passages).sentences.map((sentence) => ({
    sentence,
    words: new Set(contentOf(`${sentence.text} ${sentence.list?.lead ?? ""}`)),
  }));
  const supports: Support[] = [];
  for (const claim of claims) {
    const text = plain(claim);
    // What a claim quotes is what has to be there; the words around it only introduce it.
    const quoted = [...text.matchAll(/[“"]([^”"]{12,})[”"]/g)].map(([, inner = ""]) => inner).join(" ");
    const core = quoted || text;
    const words = contentOf(core);
    const ranked = known
      .map((each) => ({ ...each, share: coverage(words, each.words) }))
      .sort((a, b) => b.share - a.share)
      .slice(0, mostCompared);
    const [best] = ranked;
    if (!best || best.share === 0) {
      supports.push({ supported: false, score: 0, sentence: undefined });
      continue;
    }
    if (best.share >= enoughWords && agrees(core, best.sentence)) {
      supports.push({ supported: true, score: best.share, sentence: best.sentence });
      continue;
    }
    const [vector = new Float32Array(), ...others] = await embed([
      core,
      ...ranked.map(({ sentence }) => sentence.text),
    ]);
    const weighed = ranked
      .map(({ sentence, share }, index) => ({
        sentence,
        share,
        likeness: cosine(vector, others[index] ?? new Float32Array()),
      }))
      .sort((a, b) => b.share + b.likeness - a.share - a.likeness);
    const [found] = weighed;
    if (!found) continue;
    const { sentence, share, likeness } = found;
    const supported = share >= someWords && likeness >= enoughLikeness && agrees(core, sentence);
    const score = Math.max(0, Math.min(1, (share + likeness) / 2));
    supports.push({ supported, score: supported ? Math.max(score, 0.7) : Math.min(score, 0.5), sentence });
  }
  return supports;
}

/** Figures and negation are the same in both. */
function agrees(claim: string, { text, list }: Sentence): boolean {
  const numbers = new Set(numbersIn(`${text} ${list?.lead ?? ""}`));
  return numbersIn(claim).every((number) => numbers.has(number)) && isNegative(claim) === isNegative(text);
}
