import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type BatchResult, type Discarded, deliver } from "./deliver.ts";
import type { StreamMapping } from "./mappings.ts";
import type { StreamRecord } from "./record.ts";

const mapping: StreamMapping = {
  id: "Mapping",
  tableName: "Table",
  streamArn: "arn",
  functionName: "consumer",
  batchSize: 100,
  window: 0,
  startingPosition: "TRIM_HORIZON",
  matches: () => true,
  reportsItemFailures: false,
  bisects: false,
  retries: 2,
  oldestRecord: Number.POSITIVE_INFINITY,
  onFailure: undefined,
};

const records = (count: number, createdAt = 0): StreamRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    eventID: String(index),
    eventName: "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "eu-west-1",
    eventSourceARN: "arn",
    dynamodb: {
      ApproximateCreationDateTime: createdAt,
      Keys: {},
      SequenceNumber: String(index),
      SizeBytes: 1,
      StreamViewType: "KEYS_ONLY",
    },
  }));

const numbersOf = (batch: readonly StreamRecord[]) =>
  batch.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));

/** Delivers to a function, and keeps what happened. */
async function delivered(
  batch: readonly StreamRecord[],
  settings: Partial<StreamMapping>,
  consume: (numbers: number[]) => BatchResult,
  now = 0,
) {
  const calls: number[][] = [];
  const checkpoints: number[] = [];
  const discarded: { numbers: number[]; reason: Discarded }[] = [];
  await deliver(
    batch,
    { ...mapping, ...settings },
    {
      invoke: async (given) => {
        calls.push(numbersOf(given));
        return consume(numbersOf(given));
      },
      checkpoint: async (sequenceNumber) => void checkpoints.push(Number(sequenceNumber)),
      discard: async (given, reason) => void discarded.push({ numbers: numbersOf(given), reason }),
      pause: async () => {},
      now: () => now,
    },
  );
  return { calls, checkpoints, discarded };
}

const done: BatchResult = { ok: true, reply: "null" };
const failed: BatchResult = { ok: false, error: "failed" };
const report = (...identifiers: (number | string)[]): BatchResult => ({
  ok: true,
  reply: JSON.stringify({
    batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier: String(itemIdentifier) })),
  }),
});

test("tries a batch that fails again as a whole, and gives it up at the end", async () => {
  const { calls, discarded, checkpoints } = await delivered(records(3), {}, () => failed);
  expect(calls).toEqual([
    [0, 1, 2],
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect(discarded).toEqual([
    { numbers: [0, 1, 2], reason: { condition: "RetryAttemptsExhausted", attempts: 3 } },
  ]);
  expect(checkpoints).toEqual([2]);
});

test("keeps what comes before the lowest reported failure, and tries the rest anew", async () => {
  let calledBefore = false;
  const { calls, checkpoints } = await delivered(records(5), { reportsItemFailures: true }, () => {
    if (calledBefore) return report();
    calledBefore = true;
    return report(3, 2);
  });
  expect(calls).toEqual([
    [0, 1, 2, 3, 4],
    [2, 3, 4],
  ]);
  expect(checkpoints).toEqual([1, 4]);
});

test.each([
  ["an unknown identifier", report("x")],
  ["an empty identifier", report("")],
  ["a reply of another form", { ok: true, reply: '{"batchItemFailures":[{}]}' }],
] as const)("%s fails the whole batch", async (_, reply) => {
  const { discarded } = await delivered(records(2), { reportsItemFailures: true, retries: 0 }, () => reply);
  expect(discarded.map(({ numbers }) => numbers)).toEqual([[0, 1]]);
});

test.each([["null"], [""], ["{}"], ['{"batchItemFailures":null}'], ['{"batchItemFailures":[]}']])(
  "the reply %j means that all is well",
  async (reply) => {
    const { calls } = await delivered(records(2), { reportsItemFailures: true }, () => ({ ok: true, reply }));
    expect(calls).toHaveLength(1);
  },
);

test("gives up records that are too old, one after the other", async () => {
  const { calls, discarded } = await delivered(records(2), { oldestRecord: 1000 }, () => done, 1001);
  expect(calls).toEqual([]);
  expect(discarded.map(({ numbers, reason }) => [numbers, reason.condition])).toEqual([
    [[0], "MaximumRecordAgeExceeded"],
    [[1], "MaximumRecordAgeExceeded"],
  ]);
});

test("bisecting delivers every good record in order, once, and gives up exactly the bad ones", async () => {
  const count = 40;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: count }),
      fc.uniqueArray(fc.nat(count - 1)),
      fc.boolean(),
      async (size, poison, reportsItemFailures) => {
        const consumed: number[] = [];
        const { checkpoints, discarded } = await delivered(
          records(size),
          { bisects: true, reportsItemFailures, retries: 1 },
          (numbers) => {
            const bad = numbers.find((number) => poison.includes(number));
            if (bad !== undefined && !reportsItemFailures) return failed;
            consumed.push(...numbers.slice(0, bad === undefined ? numbers.length : numbers.indexOf(bad)));
            return bad === undefined ? report() : report(bad);
          },
        );
        const all = [...Array(size).keys()];
        expect(consumed).toEqual(all.filter((number) => !poison.includes(number)));
        expect(discarded.flatMap(({ numbers }) => numbers)).toEqual(
          all.filter((number) => poison.includes(number)),
        );
        expect(checkpoints).toEqual([...new Set(checkpoints)].sort((a, b) => a - b));
        expect(checkpoints.at(-1)).toBe(size - 1);
      },
    ),
  );
});
