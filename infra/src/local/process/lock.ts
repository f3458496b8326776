import { DatabaseSync } from "node:sqlite";

/** SQLite's code for a database that another process holds. */
const busy = 5;

/**
 * Takes a lock that the operating system lets go of when this process ends, however it ends: a lock file with a
 * process id in it would have to be judged stale or not.
 * @returns what releases it, or `undefined` where another process holds it
 */
export function tryLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec("BEGIN EXCLUSIVE");
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === busy) return undefined;
    throw error;
  }
}
