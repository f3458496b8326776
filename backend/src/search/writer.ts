import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Files } from "../aws/files.ts";
import { fileOf, folderOf, numberOf, versionAfter } from "./rules.ts";
import type { Entry, IndexWriter, Library } from "./search.ts";
import { writeIndex } from "./sqlite.ts";
import type { PointerStore } from "./store.ts";

interface Deps {
  pointers: PointerStore;
  files: Pick<Files, "write" | "list" | "remove" | "removeAll">;
  /** ISO time. */
  now(): string;
  /** Another text each time, for the names of files. */
  unique(): string;
}

/** Others who change the same library at once: each round, one of them gets through. */
const mostTries = 20;

/**
 * Makes new versions of indexes. A version is a file of its own; readers see the old one until the pointer is switched,
 * and the new one from then on. It may be ended anywhere and begun again.
 */
export function indexWriter({ pointers, files, now, unique }: Deps): IndexWriter {
  async function bytesOf(model: string, entries: readonly Entry[]): Promise<Uint8Array> {
    const directory = await mkdtemp(join(tmpdir(), "lyceum-index-"));
    try {
      const path = join(directory, "index.sqlite");
      writeIndex(path, model, entries);
      return await readFile(path);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /**
   * Deletes the versions before one. A reader who was about to fetch one of them asks again which is current. What has
   * the same number or a higher one is let be: it may be about to be switched to.
   */
  async function removeBefore(library: Library, version: string): Promise<void> {
    const folder = folderOf(library);
    const keys = await files.list(folder);
    await files.remove(keys.filter((key) => numberOf(key.slice(folder.length)) < numberOf(version)));
  }

  return {
    async publish(library, model, entriesOf) {
      for (let tries = 1; tries <= mostTries; tries++) {
        const before = (await pointers.get(library))?.version;
        const entries = await entriesOf();
        const version = versionAfter(before, unique());
        const file = fileOf(library, version);
        await files.write(file, await bytesOf(model, entries), "application/vnd.sqlite3");
        try {
          const pointer = { version, model, chunks: entries.length, switchedAt: now() };
          await pointers.switch(library, before, pointer);
        } catch (error) {
          // The file is left to the next version, which deletes it: it might have been switched to, and the answer lost.
          if (error instanceof Fault && error.code === "conflict") continue;
          throw error;
        }
        await removeBefore(library, version);
        return;
      }
      throw new Fault(
        "unavailable",
        "These notes are being changed by others right now. Try again in a moment.",
      );
    },

    async remove(library) {
      await pointers.remove(library);
      await files.removeAll(folderOf(library));
    },
  };
}
