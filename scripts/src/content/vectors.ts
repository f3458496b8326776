import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { searchedText } from "@lyceum/backend/notes/reading/chunks";
import { read } from "@lyceum/backend/notes/reading/read";
import { hashOf } from "@lyceum/infra/local/bedrock/embedding/cache";
import { embeddingModel } from "@lyceum/infra/local/bedrock/embedding/embed";
import { createEngine } from "@lyceum/infra/local/bedrock/embedding/engine";
import { readGolden } from "../eval/tutor/golden.ts";

const packsFolder = new URL("../../content/", import.meta.url);

/**
 * Writes the vectors of an exam's notes beside them, so that a first start needs not embed them, and those of its golden
 * questions, so that a test needs not. Those that are there already are kept; those of texts that are no more are left
 * out.
 * @returns a line for each file
 */
export async function writeVectors(root: URL = packsFolder): Promise<string[]> {
  const lines: string[] = [];
  const entries = await readdir(root, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const notes = await textsOf(new URL(`${name}/notes/`, root));
    // What is wrong with them is for the check to tell.
    const golden = (await readGolden(root, name, [], [])).map(({ question }) => question);
    for (const [kind, texts] of Object.entries({ notes, golden })) {
      if (texts.length === 0) continue;
      await writeFileOf(new URL(`${name}/${kind}.vectors.json`, root), texts);
      lines.push(`${name}: ${texts.length} vectors of ${kind}\n`);
    }
  }
  return lines;
}

async function writeFileOf(file: URL, texts: readonly string[]): Promise<void> {
  const embed = await createEngine(":memory:", [fileURLToPath(file)]);
  const vectors = await embed(texts);
  const rows = texts.map((text, index) => [hashOf(text), base64Of(vectors[index])] as const);
  // In the order of their hashes, so that a changed text changes its own lines only.
  const sorted = Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const content = { model: embeddingModel, dimensions: vectors[0]?.length ?? 0, vectors: sorted };
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

/** What of the notes in a folder is embedded, as the platform does it. */
async function textsOf(folder: URL): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = names
    .filter((name) => name.endsWith(".md"))
    .map(async (name) =>
      (await read(await readFile(new URL(name, folder)), "text/markdown")).map(searchedText),
    );
  return [...new Set((await Promise.all(texts)).flat())];
}

const base64Of = (vector: Float32Array = new Float32Array()): string =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
