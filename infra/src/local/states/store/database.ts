import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/**
 * Times are milliseconds since the epoch by the engine's clock. What begins with `json` is JSON.
 *
 * A flow is one line of work: an execution's own, or that of an iteration of a Map or a branch of a Parallel. It is in one
 * state at a time. `due` is when something has to be done with it even if nothing else happens.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;

  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    machineArn TEXT NOT NULL,
    definition TEXT NOT NULL REFERENCES definitions (hash),
    status TEXT NOT NULL,
    input TEXT NOT NULL,
    output TEXT,
    error TEXT,
    cause TEXT,
    startedAt INTEGER NOT NULL,
    stoppedAt INTEGER,
    due INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machineArn, id);
  CREATE INDEX IF NOT EXISTS executions_by_status ON executions (status, id);
  CREATE INDEX IF NOT EXISTS executions_by_due ON executions (due) WHERE due IS NOT NULL;

  CREATE TABLE IF NOT EXISTS flows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    parent INTEGER REFERENCES flows (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    status TEXT NOT NULL,
    jsonInput TEXT NOT NULL,
    jsonVariables TEXT NOT NULL,
    jsonItem TEXT NOT NULL,
    jsonRetries TEXT NOT NULL,
    jsonItems TEXT,
    concurrency INTEGER NOT NULL DEFAULT 0,
    begun INTEGER NOT NULL DEFAULT 0,
    jsonResult TEXT,
    error TEXT,
    cause TEXT,
    token TEXT,
    enteredAt INTEGER NOT NULL,
    wakeAt INTEGER,
    timeoutAt INTEGER,
    heartbeatAt INTEGER,
    heartbeatSeconds INTEGER,
    lastEvent INTEGER NOT NULL,
    due INTEGER GENERATED ALWAYS AS (nullif(min(ifnull(wakeAt, 9000000000000000),
      ifnull(timeoutAt, 9000000000000000), ifnull(heartbeatAt, 9000000000000000)), 9000000000000000)) STORED
  ) STRICT;
  CREATE INDEX IF NOT EXISTS flows_by_execution ON flows (execution);
  CREATE INDEX IF NOT EXISTS flows_by_parent ON flows (parent, position) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS flows_by_status ON flows (status);
  CREATE INDEX IF NOT EXISTS flows_by_due ON flows (due) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS flows_by_token ON flows (token) WHERE token IS NOT NULL;

  CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokens_by_execution ON tokens (execution);

  CREATE TABLE IF NOT EXISTS events (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    jsonDetails TEXT NOT NULL,
    PRIMARY KEY (execution, id)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Opens the engine's journal and makes what is missing in it. A commit outlives this process at once, and the machine
 * with the next commit that is acknowledged: waiting for the disk after every step would take most of the time.
 * @throws when the file can't be written or is no database
 */
export function openJournal(file: string): DatabaseSync {
  // Its tokens let tasks go on: for its owner's eyes only. SQLite gives its other files the same mode.
  closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
  database.exec(schema);
  return database;
}
