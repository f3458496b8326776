import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import QuickLRU from "quick-lru";
import type { Files } from "../aws/files.ts";
import { fileOf, nameOf } from "./rules.ts";
import type { Library, SearchIndex } from "./search.ts";
import { openIndex } from "./sqlite.ts";
import type { PointerStore } from "./store.ts";

interface Opened {
  version: string;
  index: Promise<SearchIndex | undefined>;
}

/** Indexes that a function holds open: 70 MB each at 10,000 passages. */
const mostOpen = 6;

/** A version can be switched and deleted between reading which it is and reading it; that often in a row, hardly. */
const mostTries = 5;

/**
 * The current version of each library's index, on local disk. A version never changes, so it is fetched once and held;
 * whether it still is the current one is asked each time.
 */
export function indexReader(deps: { pointers: Pick<PointerStore, "get">; files: Pick<Files, "read"> }) {
  // What falls out is not closed here, because somebody may be searching it: it closes when it is collected.
  const opened = new QuickLRU<string, Opened>({ maxSize: mostOpen });

  async function load(library: Library, version: string): Promise<SearchIndex | undefined> {
    const bytes = await deps.files.read(fileOf(library, version));
    if (!bytes) return undefined;
    const directory = await mkdtemp(join(tmpdir(), "lyceum-index-"));
    try {
      const path = join(directory, "index.sqlite");
      await writeFile(path, bytes);
      return openIndex(path, version);
    } finally {
      // An open file needs no name, and takes up no space once it is closed. Windows keeps it: temporary files go there.
      await rm(directory, { recursive: true, force: true }).catch(() => {});
    }
  }

  return {
    /** `undefined` where the library has no index. */
    async current(library: Library): Promise<SearchIndex | undefined> {
      for (let tries = 1; tries <= mostTries; tries++) {
        const pointer = await deps.pointers.get(library);
        if (!pointer) {
          opened.delete(nameOf(library));
          return undefined;
        }
        const { version } = pointer;
        const known = opened.get(nameOf(library));
        const one = known?.version === version ? known : { version, index: load(library, version) };
        opened.set(nameOf(library), one);
        const index = await one.index.catch((error: unknown) => {
          opened.delete(nameOf(library));
          throw error;
        });
        if (index) return index;
        opened.delete(nameOf(library));
      }
      throw new Error(`the index of ${nameOf(library)} has no file`);
    },
  };
}
