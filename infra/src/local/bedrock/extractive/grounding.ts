import { cosine, type Embed } from "../embedding/embed.ts";
import { readPassages } from "./passages.ts";
import { supportOf } from "./support.ts";

export interface GroundingRequest {
  answer: string;
  sources: readonly string[];
  /** Empty where there is none. */
  query: string;
}

/** How well an answer is grounded in its sources, and how much it has to do with the question; both from 0 to 1. */
export interface Grounding {
  grounding: number;
  relevance: number;
}

/** The mean of how well each sentence of the answer is supported, and the likeness of question and answer. */
export async function groundingOf(
  { answer, sources, query }: GroundingRequest,
  embed: Embed,
): Promise<Grounding> {
  // Marks of citations are no words of the answer.
  const said = readPassages([{ id: "answer", title: "", text: answer.replaceAll(/\[\d+\]/g, "") }]);
  const passages = sources.map((text, index) => ({ id: String(index), title: "", text }));
  const supports = await supportOf(
    said.sentences.map(({ text }) => text),
    passages,
    embed,
  );
  const grounding = supports.reduce((sum, { score }) => sum + score, 0) / Math.max(1, supports.length);
  if (query === "") return { grounding, relevance: 1 };
  const [a = new Float32Array(), b = new Float32Array()] = await embed([query, answer]);
  return { grounding, relevance: Math.max(0, cosine(a, b)) };
}
