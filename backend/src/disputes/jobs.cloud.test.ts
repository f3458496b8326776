import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type Desk, openDesk } from "@lyceum/scripts/testing/disputes";
import type { Question } from "@lyceum/shared/questions";
import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { ulid } from "ulid";
import * as z from "zod";
import { inOrder } from "../stream.ts";
import { carryOut } from "./steps.ts";
import type { JobRecord } from "./store.ts";

// The work that follows from an answer, under whatever the stream does: on a table of the tests' own, with learners
// whose attempts are names in a set.

jest.setTimeout(120_000);

let desk: Desk;
let question: Question;
/** More than a page of each. */
const people = Array.from({ length: 27 }, (_, place) => `user-${String(place).padStart(2, "0")}`);

beforeAll(async () => {
  desk = await openDesk();
  question = await desk.newQuestion();
  for (const userId of people) await desk.dispute(userId, question);
});
afterAll(() => desk?.stop());

/** An answer, of which only the work is real that follows from it: the question stays as it is. */
async function newJob(
  decision: JobRecord["decision"] = "key_corrected",
  { id: questionId, version, examId }: Question = question,
): Promise<string> {
  const before = await desk.store.caseOf({ questionId, version });
  if (!before) throw new TypeError("it has been disputed");
  const at = desk.now();
  const answer = { id: `ans_${ulid()}`, at, text: "So it is.", decision };
  const progress = { state: "running", learners: 0, attempts: 0, changed: 0, movedAt: at } as const;
  const job: JobRecord = { ...progress, ...answer, questionId, version, examId, phase: "disputers", step: 0 };
  const after = { ...before, state: "answered", since: at, changedAt: at, answer } as const;
  await desk.store.answer({ ...answer, by: "iris" }, before, after, job, []);
  return job.id;
}

/**
 * The consumer, with what was scored anew, and the records that the stream would bring.
 * @param written called after each write
 * @param moving waited for before a job is moved on
 */
function consumer(written = () => {}, moving: Promise<void> = Promise.resolve()) {
  const rescored = new Set<string>();
  const told: string[] = [];
  const stream: string[] = [];
  const doing =
    <Args extends unknown[], T>(write: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const result = await write(...args);
      written();
      return result;
    };
  const carry = carryOut({
    store: {
      ...desk.store,
      moveJob: doing(async (job) => {
        await moving;
        await desk.store.moveJob(job);
        if (job.state === "running") stream.push(job.id);
      }),
    },
    notices: {
      ...desk.notices,
      tellAnswer: doing(async (userId, notice) => {
        told.push(userId);
        await desk.notices.tellAnswer(userId, notice);
      }),
    },
    learners: async (_, { limit, cursor }) => {
      const from = cursor ? people.indexOf(cursor) + 1 : 0;
      const items = people.slice(from, from + limit);
      const last = items.at(-1);
      return from + limit < people.length && last ? { items, cursor: last } : { items };
    },
    // Two attempts each, of which one has another result.
    rescore: doing(async (userId) => {
      if (rescored.has(userId)) return { attempts: 0, changed: 0 };
      rescored.add(userId);
      return { attempts: 2, changed: 1 };
    }),
    now: desk.now,
  });
  return { consume: inOrder(carry, () => {}), rescored, told, stream };
}

const record = (id: string): DynamoDBRecord => ({
  dynamodb: { SequenceNumber: ulid(), NewImage: { id: { S: id } } },
});

/** How many notices of an answer some have: of the first page, at its end, and of the last. */
async function noticesOf(job: JobRecord | undefined) {
  const some = people.filter((_, place) => [0, 12, 24, 26].includes(place));
  const all = await Promise.all(some.map((userId) => desk.noticesOf(userId)));
  return all.map((items) => items.filter(({ at }) => at === job?.at).length);
}

const done = { state: "done", learners: people.length };
const counted = { attempts: 2 * people.length, changed: people.length };

test("page by page, all who disputed are told and all learners are scored anew", async () => {
  const { consume, rescored, told, stream } = consumer();
  const id = await newJob();
  stream.push(id);
  let deliveries = 0;
  for (let next = stream.shift(); next; next = stream.shift()) {
    expect(await consume({ Records: [record(next)] })).toEqual({ batchItemFailures: [] });
    deliveries++;
  }
  // Two pages of those who disputed, six of those who learn.
  expect(deliveries).toBe(8);
  expect(told.toSorted()).toEqual(people);
  expect([...rescored].toSorted()).toEqual(people);
  const job = await desk.store.job(id);
  expect(job).toMatchObject({ ...done, ...counted });

  // Records that come again, now that it is done.
  for (const each of [record(id), record(id)]) await consume({ Records: [each] });
  expect(await desk.store.job(id)).toEqual(job);
  expect(told).toHaveLength(people.length);
});

test("where the key was kept nobody is scored anew", async () => {
  const { consume, rescored, told, stream } = consumer();
  const id = await newJob("key_kept");
  stream.push(id);
  for (let next = stream.shift(); next; next = stream.shift()) await consume({ Records: [record(next)] });
  expect([told.length, rescored.size]).toEqual([people.length, 0]);
  expect(await desk.store.job(id)).toMatchObject({ state: "done", learners: 0, attempts: 0, changed: 0 });
});

test("who disputes after the answer is not told", async () => {
  const mine = await desk.newQuestion();
  const [ada, grace] = [ulid(), ulid()];
  await desk.dispute(ada, mine);
  const id = await newJob("key_kept", mine);
  await desk.dispute(grace, mine);
  const { consume, told } = consumer();
  await consume({ Records: [record(id)] });
  expect(told).toEqual([ada]);
});

/** Two pages that tell, six that score anew, each with a write that moves the job on; and none of them. */
const pages = [25, 1, 2, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 2, 1];
const writes = pages.reduce((a, b) => a + b);
const crashes = [1, 2, 24, 25, 26, 27, 28, 29, 30, 31, 53, 54, 55, 56, 57, 58, writes + 1];

test("cut short after any write, it goes on and is done once", async () => {
  for (const crashAt of crashes) {
    let written = 0;
    const { consume, rescored, stream } = consumer(() => {
      if (++written === crashAt) throw new Error("cut short");
    });
    const id = await newJob();
    stream.push(id);
    let failures = 0;
    for (let next = stream.shift(); next; next = stream.shift()) {
      const { batchItemFailures } = await consume({ Records: [record(next)] });
      failures += batchItemFailures.length;
      if (batchItemFailures.length > 0) stream.push(next);
    }
    const job = await desk.store.job(id);
    expect(job).toMatchObject(done);
    expect(rescored.size).toBe(people.length);
    expect(await noticesOf(job)).toEqual([1, 1, 1, 1]);
    // What the page had done that was cut short is not counted, and nothing is counted twice.
    const { attempts = 0, changed = 0 } = job ?? {};
    expect(attempts).toBe(2 * changed);
    expect(changed).toBeLessThanOrEqual(counted.changed);
    expect(changed).toBeGreaterThanOrEqual(counted.changed - 5);
    expect(failures).toBe(crashAt > writes ? 0 : 1);
    if (failures === 0) expect(job).toMatchObject(counted);
  }
});

test("delivered in any order, several times and at the same time, it is done once", async () => {
  const schedule = fc.array(fc.record({ again: fc.nat(3), together: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(schedule, fc.infiniteStream(fc.nat()), async (deliveries, random) => {
      const { consume, rescored, stream } = consumer();
      const ids = [await newJob(), await newJob("key_kept"), await newJob()];
      stream.push(...ids);
      for (let step = 0; stream.length > 0; step++) {
        const { again, together } = deliveries[step % deliveries.length] ?? { again: 0, together: 1 };
        const place = random.next().value % stream.length;
        const [next = ""] = stream.splice(place, 1);
        // For a while some come again, also of jobs that have gone on since.
        if (step < 12) stream.push(...ids.slice(0, again));
        await Promise.all(Array.from({ length: together }, () => consume({ Records: [record(next)] })));
      }
      for (const id of ids) {
        const job = await desk.store.job(id);
        expect(job?.state).toBe("done");
        expect(job?.learners).toBe(job?.decision === "key_kept" ? 0 : people.length);
        expect(await noticesOf(job)).toEqual([1, 1, 1, 1]);
      }
      expect(rescored.size).toBe(people.length);
    }),
    { numRuns: 4 },
  );
});

test("who is overtaken moves nothing back", async () => {
  const { promise: overtaken, resolve } = Promise.withResolvers<void>();
  const [slow, fast] = [consumer(undefined, overtaken), consumer()];
  const id = await newJob();
  const late = slow.consume({ Records: [record(id)] });
  fast.stream.push(id);
  for (let next = fast.stream.shift(); next; next = fast.stream.shift()) {
    await fast.consume({ Records: [record(next)] });
  }
  const job = await desk.store.job(id);
  resolve();
  expect(await late).toEqual({ batchItemFailures: [] });
  expect(slow.stream).toEqual([]);
  expect(job).toMatchObject({ ...done, ...counted });
  expect(await desk.store.job(id)).toEqual(job);
});

test("the same answer again brings work back that stands still, and leaves alone what is done", async () => {
  const mine = await desk.newQuestion();
  await desk.dispute("user-00", mine);
  const id = `ans_${ulid()}`;
  const { answers } = await desk.answer(mine, { id });
  const stored = () =>
    desk.table.get(z.object({ touchedAt: z.string().optional() }), { pk: `JOB#${id}`, sk: "JOB" });
  expect((await stored())?.touchedAt).toBeUndefined();
  expect((await desk.answer(mine, { id })).answers).toEqual(answers);
  const touched = (await stored())?.touchedAt;
  expect(touched).toBeDefined();
  await desk.answer(mine, { id });
  expect((await stored())?.touchedAt).not.toBe(touched);

  await consumer().consume({ Records: [record(id)] });
  const after = await desk.answer(mine, { id });
  expect(after.answers[0]?.rescoring.state).toBe("done");
  expect((await stored())?.touchedAt).toBeUndefined();
});
