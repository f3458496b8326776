import { access, constants, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, Problem } from "./problem.ts";
import { tryLock } from "./process/lock.ts";

export interface DataDirectory {
  path: string;
  logs: string;
  /** Lets other processes have it. */
  release(): void;
}

/** Marks a directory as one of ours, so that `--fresh` empties no other by mistake. */
const marker = "lyceum-data";
const lockFile = "lock";
/**
 * Says what form the data has. To be raised when stored items change so that what was stored before can't be read: there
 * is nothing yet that would rewrite them.
 */
const formatFile = "format";
const format = "2";

/**
 * Takes a data directory for this process alone, and makes it if it is not there.
 * @param fresh whether what is in it is deleted first
 * @throws Problem where it can't be written, is in use, holds data of another form, or is to be emptied and isn't one of
 * ours
 */
export async function openDataDirectory(path: string, fresh: boolean): Promise<DataDirectory> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
    const release = tryLock(join(path, lockFile));
    if (!release) {
      throw new Problem(
        `the platform is running on ${path} already; stop it, or choose another directory with --data`,
      );
    }
    if (fresh) await empty(path);
    await assertReadable(path);
    const logs = join(path, "logs");
    await mkdir(logs, { recursive: true });
    await writeFile(
      join(path, marker),
      "Data of a local Lyceum. Delete the whole directory to begin anew.\n",
    );
    await writeFile(join(path, formatFile), format);
    return { path, logs, release };
  } catch (error) {
    if (error instanceof Problem || codeOf(error) === undefined) throw error;
    throw new Problem(
      `the data directory ${path} can't be written (${codeOf(error)}); choose another with --data`,
      { cause: error },
    );
  }
}

async function assertReadable(path: string): Promise<void> {
  if (!(await readdir(path)).includes(marker)) return;
  const stored = await readFile(join(path, formatFile), "utf8").catch(() => "1");
  if (stored.trim() === format) return;
  throw new Problem(
    `the data in ${path} was written by another version of Lyceum, which this one can't read; begin anew with --fresh, or choose another directory with --data`,
  );
}

async function empty(path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => !name.startsWith(lockFile));
  if (names.length > 0 && !names.includes(marker)) {
    throw new Problem(`${path} is not a data directory of Lyceum; --fresh does not empty it`);
  }
  for (const name of names) await rm(join(path, name), { recursive: true, force: true });
}
