/** Vectors of length 1 and 384 dimensions, one for each text, in its order. */
export type Embed = (texts: readonly string[]) => Promise<Float32Array[]>;

/** What embeds on this machine: all-MiniLM-L6-v2, with weights that come in a package. */
export const embeddingModel = "lyceum.minilm-l6-v2";

/** Of vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0);
  return sum;
}
