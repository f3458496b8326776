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

const Record = z.object({
  revision: z.number().int(),
  seen: z.record(QuestionId, Line),
  mocks: z.record(AttemptId, z.number()),
});

export type LedgerStore = ReturnType<typeof ledgerStore>;

/** One item for each learner and exam: what the learner has seen of the bank. */
export const ledgerStore = (table: Table) => ({
  /** @returns the ledger, and the revision that a change of it must be based on */
  async get(userId: string, examId: string): Promise<{ ledger: Ledger; revision: number }> {
    const stored = await table.get(Record, key(userId, examId));
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
   * @param more at most 99 writes
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
    await table.transact([{ Update }, ...more]);
  },
});

const key = (userId: string, examId: string) => ({ pk: `USER#${userId}`, sk: `LEDGER#${examId}` });
