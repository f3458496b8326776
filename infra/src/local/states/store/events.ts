import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { query } from "../../cognito/store/database.ts";

const Event = z.object({
  id: z.number(),
  previous: z.number(),
  /** As in GetExecutionHistory. */
  type: z.string(),
  at: z.number(),
  jsonDetails: z.string(),
});
export type StoredEvent = z.output<typeof Event>;

export type EventStore = ReturnType<typeof eventStore>;

/** What happened in an execution, in order. */
export function eventStore(database: DatabaseSync) {
  const insert = query(
    database,
    z.object({ id: z.number() }),
    `INSERT INTO events (execution, id, previous, type, at, jsonDetails)
     VALUES (?1, (SELECT ifnull(max(id), 0) + 1 FROM events WHERE execution = ?1), ?2, ?3, ?4, ?5) RETURNING id`,
  );
  const forward = query(
    database,
    Event,
    "SELECT * FROM events WHERE execution = ? AND id > ? ORDER BY id LIMIT ?",
  );
  const backward = query(
    database,
    Event,
    "SELECT * FROM events WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?",
  );
  return {
    /** @returns its number in the execution, from 1 */
    add(execution: number, event: { previous: number; type: string; at: number; details?: object }): number {
      const { previous, type, at, details = {} } = event;
      const added = insert.get(execution, previous, type, at, JSON.stringify(details));
      if (!added) throw new TypeError("nothing was inserted");
      return added.id;
    },
    /** From the first on, after the one with this number. */
    after: (execution: number, id: number, limit: number) => forward.all(execution, id, limit),
    /** From the last on, before the one with this number. */
    before: (execution: number, id: number, limit: number) => backward.all(execution, id, limit),
  };
}
