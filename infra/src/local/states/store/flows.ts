import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import * as z from "zod";
import { query } from "../../cognito/store/database.ts";

const Status = z.enum([
  /** Its state is to be begun. */
  "ready",
  /** Its task is being done; it is done again after a crash. */
  "running",
  /** Its task goes on when somebody sends the token. */
  "waiting",
  "sleeping",
  /** Its task is tried again at `wakeAt`. */
  "retrying",
  /** Its iterations or branches are under way. */
  "joining",
  /** What its state does is done: it is to be left. */
  "answered",
  "failing",
  /** It is an iteration or a branch that has ended, and waits for the others. */
  "done",
]);
export type FlowStatus = z.output<typeof Status>;

const Flow = z.object({
  id: z.number(),
  execution: z.number(),
  parent: z.number().nullable(),
  /** Its place among the iterations or branches. */
  position: z.number(),
  /** Raised by every change but a heartbeat. */
  revision: z.number(),
  state: z.string(),
  status: Status,
  jsonInput: z.string(),
  jsonVariables: z.string(),
  /** `{ Index, Value }` of the iteration that it is in; `null` in none. */
  jsonItem: z.string(),
  /** How often each Retry was used in this state. */
  jsonRetries: z.string(),
  /** Of a Map: its iterations' items and inputs. Of a Parallel: the same without items. */
  jsonItems: z.string().nullable(),
  /** How many iterations may be under way at once. */
  concurrency: z.number(),
  /** How many iterations or branches have been begun. */
  begun: z.number(),
  jsonResult: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  token: z.string().nullable(),
  enteredAt: z.number(),
  wakeAt: z.number().nullable(),
  timeoutAt: z.number().nullable(),
  heartbeatAt: z.number().nullable(),
  heartbeatSeconds: z.number().nullable(),
  lastEvent: z.number(),
});
export type Flow = z.output<typeof Flow>;
export type FlowChanges = Partial<Omit<Flow, "id" | "execution" | "parent" | "position" | "revision">>;

export type FlowStore = ReturnType<typeof flowStore>;

export function flowStore(database: DatabaseSync) {
  const Id = z.object({ id: z.number() });
  const Count = z.object({ count: z.number() });
  const byId = query(database, Flow, "SELECT * FROM flows WHERE id = ?");
  const byToken = query(database, Flow, "SELECT * FROM flows WHERE token = ?");
  const children = query(database, Flow, "SELECT * FROM flows WHERE parent = ? ORDER BY position");
  const undone = query(
    database,
    Count,
    "SELECT count(*) AS count FROM flows WHERE parent = ? AND status <> 'done'",
  );
  const ofExecution = query(database, Flow, "SELECT * FROM flows WHERE execution = ? ORDER BY id");
  const actionable = query(
    database,
    Id,
    "SELECT id FROM flows WHERE status IN ('ready', 'answered', 'failing') ORDER BY id",
  );
  const overdue = query(database, Id, "SELECT id FROM flows WHERE due <= ? ORDER BY due");
  const nextDue = query(
    database,
    z.object({ due: z.number().nullable() }),
    "SELECT min(due) AS due FROM flows WHERE due IS NOT NULL",
  );
  const usedToken = query(
    database,
    z.object({ execution: z.number() }),
    "SELECT execution FROM tokens WHERE token = ?",
  );
  const insert = query(
    database,
    Id,
    `INSERT INTO flows (execution, parent, position, revision, state, status, jsonInput, jsonVariables, jsonItem,
     jsonRetries, enteredAt, lastEvent) VALUES (?, ?, ?, 0, ?, 'ready', ?, ?, ?, '[]', ?, ?) RETURNING id`,
  );
  const restart = database.prepare(
    "UPDATE flows SET status = 'ready', revision = revision + 1 WHERE status = 'running'",
  );
  const beat = database.prepare("UPDATE flows SET heartbeatAt = ? WHERE id = ?");
  const removeChildren = database.prepare("DELETE FROM flows WHERE parent = ?");
  const removeAll = database.prepare("DELETE FROM flows WHERE execution = ?");
  const keepToken = database.prepare("INSERT INTO tokens (token, execution) VALUES (?, ?)");

  return {
    get: (id: number) => byId.get(id),
    waitingWith: (token: string) => byToken.get(token),
    /** Whether there ever was a task with this token. */
    wasToken: (token: string) => usedToken.get(token) !== undefined,
    keepToken: (token: string, execution: number) => void keepToken.run(token, execution),
    children: (parent: number) => children.all(parent),
    countUndone: (parent: number) => undone.get(parent)?.count ?? 0,
    ofExecution: (execution: number) => ofExecution.all(execution),
    add(flow: {
      execution: number;
      parent: number | null;
      position: number;
      state: string;
      jsonInput: string;
      jsonVariables: string;
      jsonItem: string;
      enteredAt: number;
      lastEvent: number;
    }): number {
      const { execution, parent, position, state, jsonInput, jsonVariables, jsonItem, enteredAt, lastEvent } =
        flow;
      const added = insert.get(
        ...[execution, parent, position, state, jsonInput, jsonVariables, jsonItem, enteredAt, lastEvent],
      );
      if (!added) throw new TypeError("nothing was inserted");
      return added.id;
    },
    /** Changes a flow, if it is still as it was read. @returns whether it was */
    update({ id, revision }: Flow, changes: FlowChanges): boolean {
      const columns = Object.keys(changes);
      const values: SQLInputValue[] = Object.values(changes);
      const set = ["revision = revision + 1", ...columns.map((column) => `${column} = ?`)].join(", ");
      const statement = database.prepare(`UPDATE flows SET ${set} WHERE id = ? AND revision = ?`);
      return statement.run(...values, id, revision).changes === 1;
    },
    beat: (id: number, until: number) => void beat.run(until, id),
    removeChildren: (parent: number) => void removeChildren.run(parent),
    removeAll: (execution: number) => void removeAll.run(execution),
    /** Lets tasks that were being done when the process ended be done again. */
    restart: () => void restart.run(),
    /** Those with which something is to be done at once. */
    actionable: () => actionable.all().map(({ id }) => id),
    overdue: (now: number) => overdue.all(now).map(({ id }) => id),
    nextDue: () => nextDue.get()?.due ?? undefined,
  };
}
