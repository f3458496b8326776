import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query } from "../../cognito/store/database.ts";

export const executionStatuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;
const Status = z.enum(executionStatuses);
export type ExecutionStatus = z.output<typeof Status>;

const Execution = z.object({
  id: z.number(),
  arn: z.string(),
  name: z.string(),
  machineArn: z.string(),
  /** Hash of the definition that it began with. */
  definition: z.string(),
  status: Status,
  /** JSON, as it was given. */
  input: z.string(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  startedAt: z.number(),
  stoppedAt: z.number().nullable(),
});
export type Execution = z.output<typeof Execution>;

/** How an execution ended. */
export interface Ending {
  status: ExecutionStatus;
  at: number;
  output?: string;
  error?: string | undefined;
  cause?: string | undefined;
}

export interface ListOptions {
  machineArn?: string | undefined;
  status?: ExecutionStatus | undefined;
  /** Only those that began before the one with this id. */
  before?: number | undefined;
  limit: number;
}

export type ExecutionStore = ReturnType<typeof executionStore>;

export function executionStore(database: DatabaseSync) {
  const byId = query(database, Execution, "SELECT * FROM executions WHERE id = ?");
  const byArn = query(database, Execution, "SELECT * FROM executions WHERE arn = ?");
  const list = query(
    database,
    Execution,
    `SELECT * FROM executions WHERE (?1 IS NULL OR machineArn = ?1) AND (?2 IS NULL OR status = ?2)
     AND id < ?3 ORDER BY id DESC LIMIT ?4`,
  );
  const text = query(database, z.object({ text: z.string() }), "SELECT text FROM definitions WHERE hash = ?");
  const Id = z.object({ id: z.number() });
  const overdue = query(database, Id, "SELECT id FROM executions WHERE due <= ?");
  const nextDue = query(
    database,
    z.object({ due: z.number().nullable() }),
    "SELECT min(due) AS due FROM executions WHERE due IS NOT NULL",
  );
  const insert = query(
    database,
    Id,
    `INSERT INTO executions (arn, name, machineArn, definition, status, input, startedAt, due)
     VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, ?) RETURNING id`,
  );
  const close = database.prepare(
    `UPDATE executions SET status = ?, stoppedAt = ?, output = ?, error = ?, cause = ?, due = NULL WHERE id = ?`,
  );
  const keep = database.prepare("INSERT OR IGNORE INTO definitions (hash, text) VALUES (?, ?)");
  const forget = database.prepare("DELETE FROM executions WHERE stoppedAt < ?");

  return {
    get: (id: number) => byId.get(id),
    find: (arn: string) => byArn.get(arn),
    /** Newest first. */
    list: ({ machineArn, status, before = Number.MAX_SAFE_INTEGER, limit }: ListOptions) =>
      list.all(machineArn ?? null, status ?? null, before, limit),
    definition: (hash: string) => text.get(hash)?.text,
    /** Keeps a definition for as long as it may be needed. @returns its hash */
    keepDefinition(definition: string): string {
      const hash = createHash("sha256").update(definition).digest("hex");
      keep.run(hash, definition);
      return hash;
    },
    add(execution: {
      arn: string;
      name: string;
      machineArn: string;
      definition: string;
      input: string;
      startedAt: number;
      due: number | null;
    }): number {
      const { arn, name, machineArn, definition, input, startedAt, due } = execution;
      const added = insert.get(arn, name, machineArn, definition, input, startedAt, due);
      if (!added) throw new TypeError("nothing was inserted");
      return added.id;
    },
    end(id: number, { status, at, output, error, cause }: Ending): void {
      close.run(status, at, output ?? null, error ?? null, cause ?? null, id);
    },
    /** Those whose time as a whole is up. */
    overdue: (now: number) => overdue.all(now).map(({ id }) => id),
    nextDue: () => nextDue.get()?.due ?? undefined,
    /** Forgets what ended before a point in time, with all that belongs to it. */
    forget: (before: number) => void forget.run(before),
  };
}
