import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type * as z from "zod";

/** Times are milliseconds since the epoch, hashes are SHA-256 in hexadecimal. */
const schema = `
  CREATE TABLE IF NOT EXISTS installation (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sub TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    login TEXT NOT NULL UNIQUE,
    email_verified INTEGER NOT NULL,
    status TEXT NOT NULL,
    attributes TEXT NOT NULL,
    salt TEXT NOT NULL,
    verifier TEXT NOT NULL,
    password_expires_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS memberships (
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
    group_name TEXT NOT NULL,
    PRIMARY KEY (sub, group_name)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS sessions (
    origin_jti TEXT PRIMARY KEY,
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    refresh_hash TEXT NOT NULL UNIQUE,
    event_id TEXT NOT NULL,
    signed_in_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sessions_by_sub ON sessions (sub);

  CREATE TABLE IF NOT EXISTS codes (
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    hash TEXT NOT NULL,
    target TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (sub, purpose)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS challenges (
    hash TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS failures (
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Opens the pool's database and makes what is missing in it. Every commit is on disk before it returns,
 * so what was acknowledged survives a crash.
 * @throws when the file can't be written or is no database
 */
export function openDatabase(file: string): DatabaseSync {
  // It holds the signing key: for its owner's eyes only. SQLite gives its other files the same mode.
  closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  database.exec(schema);
  return database;
}

/** Prepares a query whose rows are checked with `row`. */
export function query<Row extends z.ZodType>(database: DatabaseSync, row: Row, sql: string) {
  const statement = database.prepare(sql);
  return {
    all: (...values: SQLInputValue[]): z.infer<Row>[] =>
      statement.all(...values).map((found) => row.parse(found)),
    get: (...values: SQLInputValue[]): z.infer<Row> | undefined => {
      const found = statement.get(...values);
      return found === undefined ? undefined : row.parse(found);
    },
  };
}

/** Runs `work` as one transaction: all of it is kept or nothing. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** A value made once per installation and kept. */
export function installationValue(database: DatabaseSync, name: string, make: () => string): string {
  const find = database.prepare("SELECT value FROM installation WHERE name = ?");
  const found = find.get(name);
  if (found) return String(found.value);
  const value = make();
  database.prepare("INSERT INTO installation (name, value) VALUES (?, ?)").run(name, value);
  return value;
}
