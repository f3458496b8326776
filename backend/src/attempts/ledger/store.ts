import { AttemptId } from "@lyceum/shared/attempts";
import { TaskId } from "@lyceum/shared/exams";
import { QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import type { Table, TransactWrite } from "../../aws/table.ts";
import { emptyLedger, type Ledger } from "./rules.ts";

const Outcome = z.enum(["right", "wrong", "skipped"]);

/**
 * One question's line, without names: a write costs a unit for each kilobyte, and a full bank has hundreds of lines.
 * The order is that of `line` below.
 */
const Line = z.tuple([
  TaskId,
  z.boolean(),
  z.number(),
  Outcome,
  z.boolean(),
  z.number(),
  Outcome,
  z.boolean(),
]);

const LedgerRecord = z.object({
  revision: z.number().int(),
  seen: z.record(QuestionId, Line),
  mocks: z.record(AttemptId, z.number()),
});

/** Positions. An empty set can't be stored, so it is left out. */
const Positions = z.set(z.number()).default(new Set<number>());

/** By position, the version that an item is scored by where that is not the one its place names. */
const Versions = z.record(z.string(), z.number().int());

const CountedRecord = z.object({ positions: Positions, right: Positions, versions: Versions });
type CountedRecord = z.infer<typeof CountedRecord>;

const LearnerRecord = z.object({ sk: z.string() });

interface AttemptKey {
  userId: string;
  id: string;
}

export type LedgerStore = ReturnType<typeof ledgerStore>;

/**
 * One item for each learner and exam: what the learner has seen of the bank. With it, for each attempt that is entered,
 * what the items' statistics count of it; and who has a ledger, by exam.
 */
export const ledgerStore = (table: Table) => ({
  /** @returns the ledger, and the revision that a change of it must be based on */
  async get(userId: string, examId: string): Promise<{ ledger: Ledger; revision: number }> {
    const stored = await table.get(LedgerRecord, key(userId, examId));
    if (!stored) return { ledger: emptyLedger, revision: 0 };
    const seen = Object.entries(stored.seen).map(
      ([questionId, [taskId, scored, firstAt, first, fast, lastAt, last, flagged]]) =>
        [questionId, { taskId, scored, firstAt, first, fast, lastAt, last, flagged }] as const,
    );
    return {
      ledger: { seen: new Map(seen), mocks: new Map(Object.entries(stored.mocks)) },
      revision: stored.revision,
    };
  },

  /**
   * Stores the ledger together with what else follows from the same attempt.
   * @param more at most 98 writes
   * @throws Fault conflict where the stored revision is another
   */
  async put(
    userId: string,
    examId: string,
    { seen, mocks }: Ledger,
    revision: number,
    more: readonly TransactWrite[],
  ): Promise<void> {
    const lines = [...seen].map(([questionId, one]) => [
      questionId,
      [one.taskId, one.scored, one.firstAt, one.first, one.fast, one.lastAt, one.last, one.flagged],
    ]);
    const Update = {
      Key: key(userId, examId),
      UpdateExpression: "SET entity = :entity, seen = :seen, mocks = :mocks, revision = :next",
      ConditionExpression: "attribute_not_exists(pk) OR revision = :revision",
      ExpressionAttributeValues: {
        ":entity": "ledger",
        ":seen": Object.fromEntries(lines),
        ":mocks": Object.fromEntries(mocks),
        ":next": revision + 1,
        ":revision": revision,
      },
    };
    await table.transact([{ Update }, putLearner(userId, examId), ...more]);
  },

  /** What is counted of an attempt; `undefined` where it has not been entered. */
  counted: (attempt: AttemptKey): Promise<CountedRecord | undefined> =>
    table.get(CountedRecord, countedKey(attempt)),

  /** One page of the learners who have a ledger of an exam, by their ids. */
  async learners(
    examId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<{ items: string[]; cursor?: string }> {
    const { items, ...rest } = await table.query(LearnerRecord, {
      pk: learners(examId),
      prefix: "",
      ...page,
    });
    return { ...rest, items: items.map(({ sk }) => sk) };
  },
});

/** A write that says what is counted of an attempt, for a transaction with its ledger. */
export const putCounted = (
  attempt: AttemptKey,
  {
    positions,
    right,
    versions,
  }: { positions: ReadonlySet<number>; right: ReadonlySet<number>; versions: z.infer<typeof Versions> },
): TransactWrite => ({
  Put: {
    Item: {
      ...countedKey(attempt),
      entity: "counted",
      ...(positions.size > 0 && { positions }),
      ...(right.size > 0 && { right }),
      versions,
    },
  },
});

/** A write that lists a learner among those of an exam. */
const putLearner = (userId: string, examId: string): TransactWrite => ({
  Put: { Item: { pk: learners(examId), sk: userId, entity: "learner", userId, examId } },
});

const key = (userId: string, examId: string) => ({ pk: `USER#${userId}`, sk: `LEDGER#${examId}` });
const countedKey = ({ userId, id }: AttemptKey) => ({ pk: `ATTEMPT#${userId}#${id}`, sk: "COUNTED" });
const learners = (examId: string) => `LEARNERS#${examId}`;
