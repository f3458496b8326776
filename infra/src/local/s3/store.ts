import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

const ObjectRow = z.object({
  key: z.string(),
  /** A name in the directory of files. */
  file: z.string(),
  size: z.number(),
  /** MD5 in hexadecimal. */
  md5: z.string(),
  media_type: z.string(),
  /** ms since 1970. */
  modified_at: z.number(),
});
type ObjectRow = z.infer<typeof ObjectRow>;

export type ObjectStore = ReturnType<typeof openObjectStore>;

/**
 * Objects of buckets: what they are called is in one SQLite file, and what is in them in a file each, whose name says
 * nothing. An object is there when its row is, as a whole; a file without a row is nothing, and goes at the next start.
 */
export function openObjectStore(directory: string) {
  const files = join(directory, "files");
  mkdirSync(files, { recursive: true, mode: 0o700 });
  const databaseFile = join(directory, "objects.sqlite");
  closeSync(openSync(databaseFile, "a", 0o600));
  const database = new DatabaseSync(databaseFile, { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  database.exec(`
    CREATE TABLE IF NOT EXISTS objects (
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      file TEXT NOT NULL UNIQUE,
      size INTEGER NOT NULL,
      md5 TEXT NOT NULL,
      media_type TEXT NOT NULL,
      modified_at INTEGER NOT NULL,
      PRIMARY KEY (bucket, key)
    ) STRICT, WITHOUT ROWID;
  `);
  const one = database.prepare("SELECT * FROM objects WHERE bucket = ? AND key = ?");
  const following = database.prepare(
    "SELECT * FROM objects WHERE bucket = ? AND key >= ? AND key > ? ORDER BY key LIMIT ?",
  );
  const replace = database.prepare("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)");
  const forget = database.prepare("DELETE FROM objects WHERE bucket = ? AND key = ?");

  const known = new Set(
    database
      .prepare("SELECT file FROM objects")
      .all()
      .map(({ file }) => file),
  );
  for (const file of readdirSync(files)) if (!known.has(file)) rmSync(join(files, file));

  const find = (bucket: string, key: string): ObjectRow | undefined => {
    const row = one.get(bucket, key);
    return row && ObjectRow.parse(row);
  };
  const drop = async (row: ObjectRow | undefined): Promise<void> => {
    if (row) await rm(join(files, row.file), { force: true });
  };

  return {
    find,

    path: ({ file }: Pick<ObjectRow, "file">): string => join(files, file),

    /** The name of a file that is not there yet. */
    newFile: (): string => randomUUID(),

    discard: (file: string): Promise<void> => rm(join(files, file), { force: true }),

    /** Makes a file that has been written the object of a key. */
    async put(bucket: string, { key, file, size, md5, media_type, modified_at }: ObjectRow): Promise<void> {
      const before = find(bucket, key);
      replace.run(bucket, key, file, size, md5, media_type, modified_at);
      await drop(before);
    },

    /** One that is not there is no error. */
    async remove(bucket: string, key: string): Promise<void> {
      const before = find(bucket, key);
      forget.run(bucket, key);
      await drop(before);
    },

    /** Objects in the order of their keys' UTF-8 bytes, after a key. */
    list(bucket: string, { prefix, after, limit }: { prefix: string; after: string; limit: number }) {
      const rows = following.all(bucket, prefix, after, limit + 1).map((row) => ObjectRow.parse(row));
      const end = rows.findIndex(({ key }) => !key.startsWith(prefix));
      const found = end < 0 ? rows : rows.slice(0, end);
      return { objects: found.slice(0, limit), isTruncated: found.length > limit };
    },

    close: () => database.close(),
  };
}
