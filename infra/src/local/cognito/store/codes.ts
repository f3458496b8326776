import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query } from "./database.ts";

export type CodePurpose = "confirm" | "reset" | "verify";

const CodeRow = z
  .object({ hash: z.string(), target: z.string(), expires_at: z.number() })
  .transform((row) => ({
    hash: row.hash,
    /** The address that the code was sent to. */
    target: row.target,
    expiresAt: row.expires_at,
  }));
type Code = z.infer<typeof CodeRow>;

/** One-time codes: one per user and purpose, a new one replaces the one before. */
export function createCodes(database: DatabaseSync) {
  const find = query(database, CodeRow, "SELECT * FROM codes WHERE sub = ? AND purpose = ?");
  const put = database.prepare(
    "INSERT OR REPLACE INTO codes (sub, purpose, hash, target, expires_at) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM codes WHERE sub = ? AND purpose = ?");

  return {
    put(sub: string, purpose: CodePurpose, code: Code): void {
      put.run(sub, purpose, code.hash, code.target, code.expiresAt);
    },
    find: (sub: string, purpose: CodePurpose): Code | undefined => find.get(sub, purpose),
    remove: (sub: string, purpose: CodePurpose): void => {
      remove.run(sub, purpose);
    },
  };
}

export type Codes = ReturnType<typeof createCodes>;
