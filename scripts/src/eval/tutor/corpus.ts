import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { searchedText } from "@lyceum/backend/notes/reading/chunks";
import type { SearchIndex } from "@lyceum/backend/search/search";
import { openIndex, writeIndex } from "@lyceum/backend/search/sqlite";
import { openVectorCache, VectorsFile } from "@lyceum/infra/local/bedrock/embedding/cache";
import type { Embed } from "@lyceum/infra/local/bedrock/embedding/embed";
import { embeddingModel } from "@lyceum/infra/local/bedrock/embedding/embed";
import { createEngine } from "@lyceum/infra/local/bedrock/embedding/engine";
import type { Passage } from "@lyceum/shared/notes";
import type { PackNote } from "../../content/notes.ts";

/** A passage, and the tasks of its note. */
export interface Place {
  passage: Passage;
  taskIds: readonly string[];
}

/** The passages of a pack's notes, as publishing makes them. */
export const placesOf = (notes: readonly PackNote[]): Place[] =>
  notes.flatMap(({ id: noteId, title: noteTitle, taskIds, parts }) =>
    parts.map(({ headings, page, text }, ordinal) => ({
      passage: {
        noteId,
        version: 1,
        ordinal,
        cohortId: null,
        noteTitle,
        headings: [...headings],
        page,
        text,
      },
      taskIds,
    })),
  );

/** The files of vectors that are committed with a pack. */
export const vectorFilesOf = (examId: string): string[] =>
  ["notes", "golden"].map((kind) =>
    fileURLToPath(new URL(`../../../content/${examId}/${kind}.vectors.json`, import.meta.url)),
  );

/**
 * The local embedding model, which the local cloud serves, too; it is loaded for what neither the files nor the cache
 * hold.
 */
export const localEmbedding = (cacheFile: string, files: readonly string[]): Promise<Embed> =>
  createEngine(cacheFile, files);

/**
 * The vectors that are committed, and no model.
 * @throws TypeError of the returned function, for a text that has none
 */
export async function committedVectors(files: readonly string[]): Promise<Embed> {
  const cache = openVectorCache(":memory:");
  for (const file of files)
    cache.prime(VectorsFile.parse(JSON.parse(await readFile(file, "utf8"))), embeddingModel);
  return async (texts) =>
    texts.map((text) => {
      const vector = cache.get(text);
      if (!vector)
        throw new TypeError(`there is no vector of "${text}": npm run content -- vectors writes them`);
      return vector;
    });
}

/** An index of passages, as the platform makes it. */
export async function indexOf(places: readonly Place[], embed: Embed): Promise<SearchIndex> {
  const vectors = await embed(places.map(({ passage }) => searchedText(passage)));
  const entries = places.map((place, at) => ({ ...place, vector: vectors[at] ?? new Float32Array() }));
  const folder = await mkdtemp(join(tmpdir(), "lyceum-eval-"));
  try {
    const file = join(folder, "index.sqlite");
    writeIndex(file, embeddingModel, entries);
    // Read as a whole when it is opened, or held open by the system: the name is not needed any more.
    return openIndex(file, "evaluation");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
