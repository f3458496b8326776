import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

/** Vectors made beforehand, as they are committed beside the notes. */
export const VectorsFile = z.object({
  model: z.string(),
  dimensions: z.int(),
  /** SHA-256 of the text, in hexadecimal, and its vector: float32, little endian, in base64. */
  vectors: z.record(z.string(), z.string()),
});

const Row = z.object({ vector: z.instanceof(Uint8Array) });

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Vectors by the hash of their text, in one SQLite file. Losing some of them in a crash costs time only, so nothing
 * waits for the disk.
 */
export function openVectorCache(file: string) {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
  database.exec(
    "CREATE TABLE IF NOT EXISTS vectors (hash TEXT PRIMARY KEY, vector BLOB NOT NULL) STRICT, WITHOUT ROWID;",
  );
  const find = database.prepare("SELECT vector FROM vectors WHERE hash = ?");
  const insert = database.prepare("INSERT OR IGNORE INTO vectors (hash, vector) VALUES (?, ?)");

  return {
    get(text: string): Float32Array | undefined {
      const found = find.get(hashOf(text));
      return found && floatsOf(Row.parse(found).vector);
    },
    put(text: string, vector: Float32Array): void {
      insert.run(hashOf(text), new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    },
    /** Takes over vectors made beforehand; those of another model are left out. */
    prime({ model, vectors }: z.infer<typeof VectorsFile>, ours: string): void {
      if (model !== ours) return;
      database.exec("BEGIN");
      for (const [hash, base64] of Object.entries(vectors)) insert.run(hash, Buffer.from(base64, "base64"));
      database.exec("COMMIT");
    },
    close: () => database.close(),
  };
}
export type VectorCache = ReturnType<typeof openVectorCache>;

/** A copy, because the bytes may begin at any address. */
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
