import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { FunctionPool } from "../lambda/pool.ts";
import { messageOf } from "../problem.ts";
import { openCheckpoints } from "./checkpoints.ts";
import { type BatchResult, deliver } from "./deliver.ts";
import { failureMessage, sendToQueue } from "./destination.ts";
import type { StreamMapping } from "./mappings.ts";
import { type StreamRecord, toEventRecord } from "./record.ts";

export interface StreamConsumerDeps {
  client: DynamoDBStreamsClient;
  pool: FunctionPool;
  region: string;
  checkpointDirectory: string;
  queueDirectory: string;
  warn: (line: string) => void;
}

export interface StreamConsumer {
  /** Where the mapping would go on after a restart: the lowest over its shards. */
  position(): string | undefined;
  /** Resolves when nothing is being delivered any more; what was not done with comes again after a restart. */
  stop(): Promise<void>;
}

/** The checkpoint of a shard that had no records when a mapping began with the latest. */
const beforeAll = "0";
/** Records of one read. */
const largestRead = 1000;
/** Milliseconds between looks at a stream that had nothing new: each costs about a millisecond of processor time. */
const idlePause = 150;
/** Milliseconds before the next try when the table's server doesn't answer. */
const errorPause = 500;
/** Milliseconds between looks for new shards. */
const shardCheck = 10_000;

/** Reads a table's stream for a mapping, each shard in order, and hands what passes its filters to its function. */
export async function startStreamConsumer(
  mapping: StreamMapping,
  deps: StreamConsumerDeps,
): Promise<StreamConsumer> {
  const { client } = deps;
  const stopping = new AbortController();
  const warn = (line: string) => {
    if (!stopping.signal.aborted) deps.warn(line);
  };
  const streamArn = await currentStream(client, mapping.tableName);
  const checkpoints = await openCheckpoints(deps.checkpointDirectory, mapping.id, streamArn);
  const shards = new Map<string, Promise<void>>();

  async function readShard(shardId: string): Promise<void> {
    let iterator: string | undefined;
    let gathered: StreamRecord[] = [];
    let gatheredSince = 0;
    /** The newest record that was looked at, also of those that don't pass the filters. */
    let seen: string | undefined;
    // A mapping that starts with the latest record passes over what is there when it is made, once.
    let skipping = mapping.startingPosition === "LATEST" && checkpoints.get(shardId) === undefined;

    while (!stopping.signal.aborted) {
      try {
        iterator ??= await openIterator(shardId);
        if (iterator === undefined) return;
        const { Records = [], NextShardIterator } = await client.send(
          new GetRecordsCommand({ ShardIterator: iterator, Limit: largestRead }),
        );
        const records = Records.map((record) => toEventRecord(record, mapping.streamArn, deps.region));
        seen = records.at(-1)?.dynamodb.SequenceNumber ?? seen;
        if (skipping && records.length === 0) {
          skipping = false;
          await checkpoints.set(shardId, seen ?? beforeAll);
        }
        const passing = skipping ? [] : records.filter((record) => mapping.matches(record));
        if (gathered.length === 0) gatheredSince = Date.now();
        gathered.push(...passing);
        const isDue =
          gathered.length === 0 ||
          gathered.length >= mapping.batchSize ||
          Date.now() - gatheredSince >= mapping.window;
        if (isDue || NextShardIterator === undefined) {
          for (let i = 0; i < gathered.length; i += mapping.batchSize) {
            await deliverBatch(shardId, gathered.slice(i, i + mapping.batchSize));
          }
          gathered = [];
          if (seen !== undefined && seen !== checkpoints.get(shardId)) await checkpoints.set(shardId, seen);
        }
        if (NextShardIterator === undefined) return;
        iterator = NextShardIterator;
        if (records.length === 0) await wait(idlePause, undefined, { signal: stopping.signal });
      } catch (error) {
        if (stopping.signal.aborted) return;
        warn(`reading the stream of ${mapping.tableName} failed: ${messageOf(error)}`);
        iterator = undefined;
        gathered = [];
        seen = undefined;
        await wait(errorPause, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  async function openIterator(ShardId: string): Promise<string | undefined> {
    const SequenceNumber = checkpoints.get(ShardId);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId,
        ...(SequenceNumber === undefined || SequenceNumber === beforeAll
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber }),
      }),
    );
    return ShardIterator;
  }

  async function deliverBatch(shardId: string, batch: readonly StreamRecord[]): Promise<void> {
    await deliver(batch, mapping, {
      async invoke(records) {
        const result = await invoke(deps.pool, records);
        // A function that is cut short because the platform stops has not failed.
        stopping.signal.throwIfAborted();
        return result;
      },
      checkpoint: (sequenceNumber) => checkpoints.set(shardId, sequenceNumber),
      async discard(records, reason) {
        warn(
          `${mapping.functionName}: ${records.length} record(s) of ${mapping.tableName} are given up (${reason.condition})`,
        );
        if (mapping.onFailure === undefined) return;
        const { arn } = deps.pool.config;
        const message = failureMessage(mapping, arn, shardId, records, reason, Date.now());
        await sendToQueue(deps.queueDirectory, mapping.onFailure, message);
      },
      pause: (milliseconds) => wait(milliseconds, undefined, { signal: stopping.signal }),
      now: Date.now,
    });
  }

  async function watchShards(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
        const open = StreamDescription?.Shards ?? [];
        for (const { ShardId, ParentShardId } of open) {
          if (ShardId === undefined || shards.has(ShardId)) continue;
          // A child shard goes on where its parent ends.
          const parent = ParentShardId === undefined ? undefined : shards.get(ParentShardId);
          shards.set(
            ShardId,
            (parent ?? Promise.resolve()).then(() => readShard(ShardId)),
          );
        }
      } catch (error) {
        warn(`the stream of ${mapping.tableName} can't be read: ${messageOf(error)}`);
      }
      const pause = shards.size === 0 ? idlePause : shardCheck;
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const watching = watchShards();
  return {
    position() {
      const positions = [...shards.keys()].map((shardId) => BigInt(checkpoints.get(shardId) ?? 0));
      return positions
        .reduce((lowest, each) => (each < lowest ? each : lowest), positions[0] ?? 0n)
        .toString();
    },
    async stop() {
      stopping.abort();
      await Promise.all([watching, ...shards.values()]);
    },
  };
}

async function currentStream(client: DynamoDBStreamsClient, TableName: string): Promise<string> {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName }));
  const arn = Streams.at(-1)?.StreamArn;
  if (arn === undefined) throw new Error(`table ${TableName} has no stream`);
  return arn;
}

async function invoke(pool: FunctionPool, records: readonly StreamRecord[]): Promise<BatchResult> {
  const outcome = await pool.invoke(JSON.stringify({ Records: records }));
  if (!outcome.ok) return { ok: false, error: `${outcome.error.errorType}: ${outcome.error.errorMessage}` };
  try {
    return { ok: true, reply: await text(outcome.body) };
  } catch (error) {
    return { ok: false, error: messageOf(error) };
  }
}
