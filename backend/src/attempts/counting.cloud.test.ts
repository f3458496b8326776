import { setImmediate as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { publish } from "@lyceum/scripts/content/publish";
import { attemptHandlers } from "@lyceum/scripts/testing/attempt-handlers";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { startTable } from "@lyceum/scripts/testing/table";
import { type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { AuthorItem, Question } from "@lyceum/shared/questions";
import fc from "fast-check";
import { ulid } from "ulid";
import * as z from "zod";
import type { Table } from "../aws/table.ts";
import { examStore } from "../exams/store.ts";
import { putCorrection } from "../questions/corrections/store.ts";
import { statisticsStore } from "../questions/statistics/store.ts";
import { questionStore } from "../questions/store.ts";
import { countingOn } from "./composition.ts";
import { recounting } from "./recounting.ts";
import { scored, scoringRefs } from "./scored.ts";

// What is counted of attempts, under everything that a stream and a correction of keys may do: records that come twice,
// late and in any order, work that ends halfway, and keys that are corrected while attempts are on their way.

jest.setTimeout(240_000);

let server: Awaited<ReturnType<typeof startTable>>;
let exam: ExamProfile;
let questions: readonly Question[];

beforeAll(async () => {
  server = await startTable();
  const pack = await fullPack();
  exam = { ...pack.exam };
  questions = pack.questions;
  await publish(server.table, pack);
});
afterAll(() => server?.stop());

const learners = ["ada", "ben", "eve"] as const;
const none = { params: undefined, query: undefined, body: undefined };

/** A world of its own: an exam with some questions, learners, a clock and a stream. */
async function newWorld() {
  const { table } = server;
  const examId = `exam-${ulid().toLowerCase()}`;
  await examStore(table).put({ ...exam, id: examId });
  const own = questions
    .filter(({ item }) => item.type === "multiple_choice")
    .slice(0, 8)
    .map((question) => ({ ...question, id: `que_${ulid()}`, examId, version: 1, state: "scored" as const }));
  const bank = questionStore(table);
  for (const question of own) await bank.put(question);
  const people = Object.fromEntries(learners.map((name) => [name, `${name}-${ulid()}`]));
  let time = Date.parse("2026-03-01T09:00:00Z");
  const now = () => {
    time += 1000;
    return new Date(time).toISOString();
  };
  const ended: { userId: string; id: string }[] = [];

  const counting = (through: Table) => countingOn(through, now);

  return {
    examId,
    questions: own,
    people: Object.values(people),
    ended,
    counting,

    /** A learner takes some questions, answers some of them and submits, or checks one and discards. */
    async attempt({ who, picks, answered, discard, beforeEnd }: Taken) {
      const caller = { userId: people[who] ?? "", email: "", groups: [] };
      const platform = attemptHandlers(table, now);
      const questionIds = [...new Set(picks)].map((pick) => own[pick]?.id ?? "");
      const id = `att_${ulid()}`;
      const attempt = await platform.start({
        ...none,
        caller,
        body: {
          id,
          examId,
          kind: "quiz",
          mode: "practice",
          count: questionIds.length,
          questionIds,
          scope: [],
        },
      });
      if (attempt.state !== "running") throw new TypeError("a new attempt runs");
      for (const item of attempt.items.filter((_, index) => answered[index])) {
        const params = { attemptId: id, position: item.position };
        const body = { ...untouched, response: responseTo(item), seconds: 10 * item.position };
        if (discard) await platform.check({ ...none, caller, params, body });
        else await platform.save({ ...none, caller, params, body: { ...body, revision: 1 } });
      }
      await beforeEnd?.();
      const params = { attemptId: id };
      if (discard) await platform.discard({ ...none, caller, params });
      else await platform.submit({ ...none, caller, params });
      ended.push({ userId: caller.userId, id });
    },

    /** An instructor corrects a question's key. */
    async correct(pick: number) {
      const question = own[pick];
      if (question?.item.type !== "multiple_choice") throw new TypeError("no such question");
      const { item } = question;
      const other = item.options.find(({ id }) => id !== item.key.choice)?.id ?? "";
      await bank.put({
        ...question,
        version: 2,
        item: { ...item, key: { type: "multiple_choice", choice: other } },
      });
      await table.transact([
        putCorrection(examId, {
          questionId: question.id,
          from: 1,
          to: 2,
          answerId: `ans_${ulid()}`,
          text: "The key was wrong.",
          at: now(),
        }),
      ]);
    },
  };
}

interface Taken {
  who: (typeof learners)[number];
  picks: number[];
  answered: boolean[];
  discard: boolean;
  /** What happens when all is answered. */
  beforeEnd?: () => Promise<void>;
}

/** Always the option with the same text, so that a learner who meets an item again answers as before. */
function responseTo(item: RunningAttempt["items"][number]) {
  const [first] = [...item.item.options].sort((a, b) => (a.text < b.text ? -1 : 1));
  return item.item.type === "multiple_choice" && first
    ? ({ type: "multiple_choice", choice: first.id } as const)
    : someResponse(item);
}

const taken: fc.Arbitrary<Taken> = fc.record({
  who: fc.constantFrom(...learners),
  picks: fc.array(fc.nat(7), { minLength: 1, maxLength: 5 }),
  answered: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  discard: fc.boolean(),
});

type Step =
  | { do: "attempt"; taken: Taken }
  | { do: "deliver"; which: number; crash: "no" | "before" | "after" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("attempt" as const), taken }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("deliver" as const),
      which: fc.nat(),
      crash: fc.constantFrom("no", "no", "before", "after"),
    }),
  },
);

/** The same table, on which a process dies at its first write. */
const dyingAt = (table: Table, when: "before" | "after"): Table => ({
  ...table,
  async transact(writes) {
    if (when === "after") await table.transact(writes);
    throw new Error("the process ended");
  },
});

test("whatever the stream does, and whenever a key is corrected, what is counted is what attempts say", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 14 }),
      fc.nat(14),
      fc.nat(14),
      fc.nat(7),
      async (steps, correctAt, jobAfter, pick) => {
        const world = await newWorld();
        const { rescore, ledgers } = world.counting(server.table);
        const deliver = (key: { userId: string; id: string }, table = server.table) =>
          world
            .counting(table)
            .consume({ dynamodb: { NewImage: { id: { S: key.id }, userId: { S: key.userId } } } });
        const job = async () => {
          for (const userId of (await ledgers.learners(world.examId, { limit: 100 })).items) {
            await rescore(userId, world.examId);
          }
        };
        let running: Promise<void> = Promise.resolve();
        for (const [at, one] of steps.entries()) {
          if (at === correctAt) await world.correct(pick);
          if (at === correctAt + jobAfter) running = job();
          if (one.do === "attempt") {
            await world.attempt(one.taken);
            continue;
          }
          const key = world.ended[one.which % Math.max(1, world.ended.length)];
          if (!key) continue;
          const table = one.crash === "no" ? server.table : dyingAt(server.table, one.crash);
          await deliver(key, table).catch(() => pause());
        }
        if (correctAt >= steps.length) await world.correct(pick);
        if (correctAt + jobAfter >= steps.length) running = job();
        // In the end each record is delivered, the later ones first; and once more what scoring anew has written.
        for (const key of [...world.ended].reverse()) await deliver(key);
        await running;
        for (const key of world.ended) await deliver(key);

        await assertScored(world, pick);

        // From the attempts alone it is the same.
        const { store } = world.counting(server.table);
        const again = recounting({ store, ledgers, statistics: statisticsStore(server.table) });
        for (const userId of world.people) expect(await again.ledger(userId, world.examId)).toBe(false);
        expect(await again.statistics(world.examId)).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
});

type World = Awaited<ReturnType<typeof newWorld>>;

/** Every attempt in which the question was opened is scored by the corrected key, as if it had never been another. */
async function assertScored(world: World, pick: number): Promise<void> {
  const { store } = world.counting(server.table);
  const corrected = world.questions[pick]?.id;
  for (const key of world.ended) {
    const [record, places, sessions] = await Promise.all([
      store.get(key),
      store.form(key),
      store.sessions(key),
    ]);
    const position = places.findIndex(({ questionId }) => questionId === corrected) + 1;
    const session = sessions.find((one) => one.position === position);
    if (!record || !session) continue;
    const refs = scoringRefs(places, record.versions);
    expect(refs[position - 1]?.version).toBe(2);
    const questions = await questionStore(server.table).versions(refs);
    const { tally, right } = scored(exam, places, questions, sessions);
    if (record.state === "submitted") expect([record.tally, record.right]).toEqual([tally, right]);
    else expect(session.checked?.correct).toBe(right.has(position));
  }
}

test("an attempt is scored anew once, with one notice, and keeps what it was at first", async () => {
  const world = await newWorld();
  const { rescore, store, consume, ledgers } = world.counting(server.table);
  await world.attempt(everything());
  const [key] = world.ended;
  if (!key) throw new TypeError("no attempt");
  const deliver = () => consume({ dynamodb: { NewImage: { id: { S: key.id }, userId: { S: key.userId } } } });
  await deliver();
  const before = await store.get(key);
  // Of a question that this learner had wrong by the first option, and would have right by the correction, if there is one.
  const flips = world.questions.findIndex(({ item }) => flipped(item));
  await world.correct(flips);
  const done = await Promise.all(Array.from({ length: 4 }, () => rescore(key.userId, world.examId)));
  expect(done.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(1);
  expect(done.reduce((sum, { changed }) => sum + changed, 0)).toBe(1);
  const after = await store.get(key);
  expect(after?.before).toEqual({ tally: before?.tally, right: before?.right });
  expect(after?.right).not.toEqual(before?.right);
  expect(Math.abs((after?.tally?.correct ?? 0) - (before?.tally?.correct ?? 0))).toBe(1);
  const notices = await server.table.queryAll(z.looseObject({ attemptId: z.string() }), {
    pk: `USER#${key.userId}`,
    prefix: "NOTICE#",
  });
  expect(notices).toHaveLength(1);
  expect(notices).toMatchObject([{ attemptId: key.id, kind: "rescored", text: "The key was wrong." }]);

  await deliver();
  await deliver();
  const question = world.questions[flips];
  const { ledger } = await ledgers.get(key.userId, world.examId);
  const right = after?.right.size ?? 0;
  expect([...ledger.seen.values()].filter(({ first }) => first === "right")).toHaveLength(right);
  // The statistics have gone over to the version that it is scored by.
  const statistics = await statisticsStore(server.table).ofExam(world.examId, "strong");
  const answers = statistics.filter(({ questionId }) => questionId === question?.id);
  expect(answers.map(({ version, counters }) => [version, counters.n])).toEqual([
    [1, 0],
    [2, 1],
  ]);
});

const everything = (): Taken => ({
  who: "ada",
  picks: [0, 1, 2, 3, 4, 5, 6, 7],
  answered: Array.from({ length: 8 }, () => true),
  discard: false,
});

test("a key that is corrected just before an attempt reaches the ledger reaches the attempt", async () => {
  const world = await newWorld();
  await world.attempt(everything());
  const { rescore, ledgers } = world.counting(server.table);
  const [key] = world.ended;
  if (!key) throw new TypeError("no attempt");
  let isFirst = true;
  const meanwhile: Table = {
    ...server.table,
    async transact(writes) {
      if (isFirst) {
        isFirst = false;
        await world.correct(0);
        // Who scores anew finds nobody: the ledger is not there yet.
        expect((await ledgers.learners(world.examId, { limit: 10 })).items).toEqual([]);
        expect(await rescore(key.userId, world.examId)).toEqual({ attempts: 0, changed: 0 });
      }
      await server.table.transact(writes);
    },
  };
  await world
    .counting(meanwhile)
    .consume({ dynamodb: { NewImage: { id: { S: key.id }, userId: { S: key.userId } } } });
  await assertScored(world, 0);
});

test("an attempt that runs while a key is corrected is scored once, by the corrected key", async () => {
  const world = await newWorld();
  await world.attempt({ ...everything(), beforeEnd: () => world.correct(0) });
  await assertScored(world, 0);
  const [key] = world.ended;
  expect(key && (await world.counting(server.table).store.get(key))?.before).toBeUndefined();
});

/** Whether the first option by its text is the key before or after a correction as above. */
function flipped(item: AuthorItem): boolean {
  if (item.type !== "multiple_choice") return false;
  const [first] = [...item.options].sort((a, b) => (a.text < b.text ? -1 : 1));
  const other = item.options.find(({ id }) => id !== item.key.choice);
  return first?.id === item.key.choice || first?.id === other?.id;
}
