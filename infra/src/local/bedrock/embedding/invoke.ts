import * as z from "zod";
import { tokensIn } from "../conversation.ts";
import { type Embed, embeddingModel } from "./embed.ts";

/** The package cuts off what is longer. */
const mostTokens = 256;

const TitanRequest = z.object({
  inputText: z.string().min(1).max(50_000),
  dimensions: z.int().optional(),
  normalize: z.boolean().optional(),
});

const CohereRequest = z.object({
  texts: z.array(z.string().min(1)).min(1).max(96),
  input_type: z.enum(["search_document", "search_query", "classification", "clustering"]),
  embedding_types: z.array(z.enum(["float", "int8", "uint8", "binary", "ubinary"])).optional(),
  truncate: z.string().optional(),
});

/** Titan Text Embeddings V2 and Cohere Embed, whichever form the body has. */
export const EmbeddingRequest = z.union([TitanRequest, CohereRequest]);

/**
 * Embeds what a request asks for. The vectors have the dimensions of the local model, whatever is asked for; `model`,
 * which Bedrock doesn't send, says so.
 */
export async function embeddingReply(
  request: z.infer<typeof EmbeddingRequest>,
  embed: Embed,
): Promise<object> {
  if ("inputText" in request) {
    const [vector = new Float32Array()] = await embed([request.inputText]);
    const inputTextTokenCount = Math.min(tokensIn(request.inputText), mostTokens);
    const embedding = [...vector];
    return {
      embedding,
      embeddingsByType: { float: embedding },
      inputTextTokenCount,
      model: embeddingModel,
    };
  }
  const vectors = (await embed(request.texts)).map((vector) => [...vector]);
  return {
    id: "local",
    ...(request.embedding_types
      ? { response_type: "embeddings_by_type", embeddings: { float: vectors } }
      : { response_type: "embeddings_floats", embeddings: vectors }),
    texts: request.texts,
    model: embeddingModel,
  };
}
