import { randomUUID } from "node:crypto";
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Discarded } from "./deliver.ts";
import type { StreamMapping } from "./mappings.ts";
import type { StreamRecord } from "./record.ts";

/**
 * What Lambda sends to a mapping's queue when it gives records up: where they are in the stream, not what they are
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html).
 */
export function failureMessage(
  mapping: StreamMapping,
  functionArn: string,
  shardId: string,
  records: readonly StreamRecord[],
  { condition, attempts }: Discarded,
  now: number,
) {
  const arrival = (record: StreamRecord | undefined) =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(records[0]),
      approximateArrivalOfLastRecord: arrival(records.at(-1)),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
}

/** Keeps a message of a queue: a line of `<directory>/<queue>.jsonl`. */
export async function sendToQueue(directory: string, queueName: string, body: unknown): Promise<void> {
  await mkdir(directory, { recursive: true });
  const message = { MessageId: randomUUID(), SentTimestamp: Date.now(), Body: JSON.stringify(body) };
  await appendFile(join(directory, `${queueName}.jsonl`), `${JSON.stringify(message)}\n`);
}
