import { cosine, type Embed } from "../embedding/embed.ts";
import { type Passage, readPassages } from "./passages.ts";
import { contentOf, coverage } from "./words.ts";

const sentencesQuoted = 3;
/** Only the likeliest by their words are compared by meaning. */
const mostCompared = 8;

/** The sentences of the passages that fit a question best, each with the id of its passage. */
export async function quoteBest(
  question: string,
  passages: readonly Passage[],
  embed: Embed,
): Promise<string> {
  const asked = contentOf(question);
  const likely = readPassages(passages)
    .sentences.filter(({ text }) => contentOf(text).length > 2)
    .map((sentence) => ({ sentence, share: coverage(asked, new Set(contentOf(sentence.text))) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostCompared);
  if (likely.length === 0) return "The notes say nothing about it.";
  const [own = new Float32Array(), ...vectors] = await embed([
    question || "-",
    ...likely.map(({ sentence }) => sentence.text),
  ]);
  return likely
    .map(({ sentence, share }, index) => ({
      sentence,
      score: share + cosine(own, vectors[index] ?? new Float32Array()),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, sentencesQuoted)
    .map(({ sentence }) => `${sentence.text} [${sentence.passage}]`)
    .join(" ");
}
