import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query } from "./database.ts";

const FailuresRow = z
  .object({ count: z.number(), last_at: z.number() })
  .transform((row) => ({ count: row.count, lastAt: row.last_at }));

/** How often something failed in a row, and when last (milliseconds since the epoch). */
export type FailureCount = z.infer<typeof FailuresRow>;

/** Failures are forgotten after this many milliseconds without another, as Cognito does. */
export const forgottenAfter = 15 * 60 * 1000;

/** Failed attempts by what was attempted, such as `sign-in:ada@example.com`. */
export function createFailures(database: DatabaseSync) {
  const find = query(
    database,
    FailuresRow,
    "SELECT count, last_at FROM failures WHERE key = ? AND last_at > ?",
  );
  const count = database.prepare(
    `INSERT INTO failures (key, count, last_at) VALUES (?, 1, ?)
     ON CONFLICT (key) DO UPDATE SET count = count + 1, last_at = excluded.last_at`,
  );
  const prune = database.prepare("DELETE FROM failures WHERE last_at <= ?");
  const clear = database.prepare("DELETE FROM failures WHERE key = ?");

  return {
    of: (key: string, now: number): FailureCount =>
      find.get(key, now - forgottenAfter) ?? { count: 0, lastAt: 0 },
    add(key: string, now: number): void {
      prune.run(now - forgottenAfter);
      count.run(key, now);
    },
    clear: (key: string): void => {
      clear.run(key);
    },
  };
}

export type Failures = ReturnType<typeof createFailures>;
