import * as z from "zod";
import { type Bedrock, ModelFailure } from "../aws/bedrock.ts";
import { estimatedTokens } from "./spending/rules.ts";

/** Vectors of several texts, and what they were counted as. */
export interface Embedded {
  /** The name of what made them: the index keeps it, and vectors of different makers are never compared. */
  model: string;
  vectors: Float32Array<ArrayBuffer>[];
  tokens: number;
}

/** How many texts go into one request. */
const batches = { titan: 1, cohere: 48 };

/** Not in Bedrock's own answers: another server says so where it has a model of its own. */
const Maker = z.object({ model: z.string().optional() });
const TitanAnswer = Maker.extend({ embedding: z.array(z.number()), inputTextTokenCount: z.number() });
const CohereAnswer = Maker.extend({
  embeddings: z.union([
    z.array(z.array(z.number())),
    z.object({ float: z.array(z.array(z.number())) }).transform(({ float }) => float),
  ]),
});

export const isCohere = (model: string): boolean => /(?:^|\.)cohere\./.test(model);

/** The texts of each request, in their order. */
export function batchesOf(model: string, texts: readonly string[]): string[][] {
  const size = isCohere(model) ? batches.cohere : batches.titan;
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, at) =>
    texts.slice(at * size, (at + 1) * size),
  );
}

/**
 * One batch of texts as vectors of length 1. The forms of requests are those of Titan Text Embeddings V2 and of Cohere
 * Embed, in Bedrock's guide.
 */
export async function embedBatch(
  invoke: Bedrock["invoke"],
  { model, dimensions }: { model: string; dimensions: number },
  texts: readonly string[],
  kind: "query" | "passage",
  signal: AbortSignal,
): Promise<Embedded> {
  if (isCohere(model)) {
    const input_type = kind === "query" ? "search_query" : "search_document";
    const body = { texts, input_type, truncate: "END" };
    const answer = parsed(CohereAnswer, await invoke(model, body, signal));
    const tokens = texts.reduce((sum, text) => sum + estimatedTokens(text), 0);
    return made(model, answer, answer.embeddings, texts.length, tokens);
  }
  const [inputText = ""] = texts;
  const answer = parsed(TitanAnswer, await invoke(model, { inputText, dimensions, normalize: true }, signal));
  return made(model, answer, [answer.embedding], texts.length, answer.inputTextTokenCount);
}

function made(
  asked: string,
  { model = asked }: z.infer<typeof Maker>,
  embeddings: readonly (readonly number[])[],
  wanted: number,
  tokens: number,
): Embedded {
  if (embeddings.length !== wanted) throw new ModelFailure("down", "Bedrock: not a vector for each text");
  return { model, vectors: embeddings.map(ofLengthOne), tokens };
}

function parsed<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const { success, data, error } = schema.safeParse(answer);
  if (!success) throw new ModelFailure("down", "Bedrock: an answer of another form", error);
  return data;
}

/** What has no length points nowhere, and stays so. */
export function ofLengthOne(values: readonly number[]): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => (length > 0 ? value / length : 0));
}
