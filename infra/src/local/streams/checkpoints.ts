import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

/** How far a mapping has come: the last sequence number that is done with, by shard. */
export interface Checkpoints {
  get(shardId: string): string | undefined;
  /** Kept when it resolves, whatever happens to this process then. */
  set(shardId: string, sequenceNumber: string): Promise<void>;
}

const Saved = z.object({ stream: z.string(), shards: z.record(z.string(), z.string()) });

/**
 * The checkpoints of one mapping in a file of its own.
 * @param stream the identity of the stream: those of another one don't count
 */
export async function openCheckpoints(
  directory: string,
  mappingId: string,
  stream: string,
): Promise<Checkpoints> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, `${mappingId}.json`);
  const saved = await readFile(file, "utf8").then(
    (text) => Saved.safeParse(JSON.parse(text)).data,
    () => undefined,
  );
  const shards = new Map(saved?.stream === stream ? Object.entries(saved.shards) : []);

  return {
    get: (shardId) => shards.get(shardId),
    async set(shardId, sequenceNumber) {
      shards.set(shardId, sequenceNumber);
      // A rename is all or nothing: a file cut off in the middle would lose the place.
      await writeFile(`${file}.new`, JSON.stringify({ stream, shards: Object.fromEntries(shards) }));
      await rename(`${file}.new`, file);
    },
  };
}
