import * as z from "zod";
import type { StreamMapping } from "./mappings.ts";
import type { StreamRecord } from "./record.ts";

/** What a function answered to a batch: its reply, or why it failed. */
export type BatchResult = { ok: true; reply: string } | { ok: false; error: string };

export interface DeliveryDeps {
  invoke(records: readonly StreamRecord[]): Promise<BatchResult>;
  /** Everything up to and with this sequence number is done with, for good. */
  checkpoint(sequenceNumber: string): Promise<void>;
  /** Takes what no attempt could deliver. */
  discard(records: readonly StreamRecord[], reason: Discarded): Promise<void>;
  /** Resolves after so many milliseconds; rejects when the delivery is to stop. */
  pause(milliseconds: number): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Discarded {
  condition: "RetryAttemptsExhausted" | "MaximumRecordAgeExceeded";
  /** How often the function was called with it. */
  attempts: number;
}

const firstPause = 200;
const longestPause = 30_000;

/**
 * Hands a batch to the function until all of its records are done with: delivered, or given up as the mapping says.
 * Where item failures are reported, what comes before the first of them is done with, and the rest is tried anew. A
 * batch that makes no such progress is halved where the mapping bisects, which doesn't count as a retry, and tried
 * again as it is where it doesn't.
 */
export async function deliver(
  batch: readonly StreamRecord[],
  mapping: StreamMapping,
  deps: DeliveryDeps,
): Promise<void> {
  const parts: Part[] = [{ records: batch, attempts: 0 }];

  for (let part = parts.shift(); part; part = parts.shift()) {
    const { records, attempts } = part;
    const [first] = records;
    if (!first) continue;
    if (deps.now() - first.dynamodb.ApproximateCreationDateTime * 1000 > mapping.oldestRecord) {
      await giveUp([first], { condition: "MaximumRecordAgeExceeded", attempts }, deps);
      parts.unshift({ records: records.slice(1), attempts });
      continue;
    }

    const result = await deps.invoke(records);
    const failedAt = firstFailure(result, records, mapping);
    const lastDone = records[failedAt - 1];
    if (lastDone) await deps.checkpoint(lastDone.dynamodb.SequenceNumber);
    if (failedAt === records.length) continue;

    const left = records.slice(failedAt);
    if (lastDone) {
      parts.unshift({ records: left, attempts: 0 });
    } else if (mapping.bisects && left.length > 1) {
      const half = Math.ceil(left.length / 2);
      parts.unshift({ records: left.slice(0, half), attempts }, { records: left.slice(half), attempts });
    } else if (attempts >= mapping.retries) {
      await giveUp(left, { condition: "RetryAttemptsExhausted", attempts: attempts + 1 }, deps);
    } else {
      parts.unshift({ records: left, attempts: attempts + 1 });
      await deps.pause(Math.min(longestPause, firstPause * 2 ** attempts));
    }
  }
}

interface Part {
  records: readonly StreamRecord[];
  /** How often exactly these have failed. */
  attempts: number;
}

async function giveUp(
  records: readonly StreamRecord[],
  reason: Discarded,
  { discard, checkpoint }: DeliveryDeps,
): Promise<void> {
  await discard(records, reason);
  const last = records.at(-1);
  if (last) await checkpoint(last.dynamodb.SequenceNumber);
}

const Report = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
});

/** The index of the first record that is not done with; the number of records where all are. */
function firstFailure(
  result: BatchResult,
  records: readonly StreamRecord[],
  { reportsItemFailures }: StreamMapping,
): number {
  if (!result.ok) return 0;
  if (!reportsItemFailures) return records.length;
  const report = Report.nullable().safeParse(parseJson(result.reply));
  // A reply of another form counts as a failure of the whole batch; none at all as success.
  if (!report.success) return 0;
  const failures = report.data?.batchItemFailures ?? [];
  const indexes = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  // An identifier that isn't in the batch fails all of it, as with Lambda: its index is -1.
  return indexes.length === 0 ? records.length : Math.max(0, Math.min(...indexes));
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
