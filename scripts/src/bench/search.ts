import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { quantile, rounded } from "./statistics.ts";

export interface SearchRow {
  bench: "search";
  chunks: number;
  /** Milliseconds of a whole hybrid search without the making of its vector: words, vectors, fusion, five passages. */
  p50: number;
  p95: number;
  /** The same with a filter by task, which leaves a twentieth of the chunks. */
  filteredP50: number;
  filteredP95: number;
  /** Milliseconds to open the index, of which all vectors are read. */
  openMs: number;
  /** What the index takes in memory after the searches, over the same process before it was opened; MB of 10^6 bytes. */
  residentMB: number;
  /** Size of the index's file, in MB. */
  fileMB: number;
}

const sizes = [1_000, 10_000, 100_000];
const memory = "--max-old-space-size=4096";

const Measured = z.object({
  openMs: z.number(),
  residentMB: z.number(),
  all: z.array(z.number()),
  filtered: z.array(z.number()),
});

/** Search in indexes of made-up chunks. Each is made and searched in processes of their own, so that memory is its own. */
export async function* searchRows(): AsyncGenerator<SearchRow> {
  const directory = await mkdtemp(join(tmpdir(), "lyceum-bench-"));
  try {
    for (const chunks of sizes) {
      const file = join(directory, `${chunks}.sqlite`);
      await inProcess("search-make.ts", String(chunks), file);
      const { openMs, residentMB, all, filtered } = Measured.parse(
        JSON.parse(await inProcess("search-ask.ts", file)),
      );
      yield {
        bench: "search",
        chunks,
        p50: rounded(quantile(all, 0.5)),
        p95: rounded(quantile(all, 0.95)),
        filteredP50: rounded(quantile(filtered, 0.5)),
        filteredP95: rounded(quantile(filtered, 0.95)),
        openMs: rounded(openMs, 0),
        residentMB: rounded(residentMB, 0),
        fileMB: rounded((await stat(file)).size / 1e6, 0),
      };
      await rm(file);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** @returns what it said */
async function inProcess(script: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [memory, "--expose-gc", path, ...args], {
    env,
  });
  return stdout;
}
