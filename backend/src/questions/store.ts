import { BankEntry, Question, type QuestionState } from "@lyceum/shared/questions";
import QuickLRU from "quick-lru";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../aws/table.ts";
import { faceOf, isPublished } from "./rules.ts";

/** Names a version of a question for ever: a version is never changed once it is stored. */
interface VersionRef {
  questionId: string;
  version: number;
}

/** About 5 kB each. */
const cachedVersions = 2000;

export type QuestionStore = ReturnType<typeof questionStore>;

/**
 * The bank. A question has a head, which says where it stands, shows its face and is found by exam and task through the
 * index, and an immutable item for each version. The faces are in the heads because a form is then chosen and shown
 * with one query: a query is charged by the sum of what it reads, single items by 4 kB each.
 */
export function questionStore(table: Table) {
  const versions = new QuickLRU<string, Question>({ maxSize: cachedVersions });

  return {
    /** One page of a bank, by task. */
    list: (
      examId: string,
      page: { taskId?: string | undefined; limit: number; cursor?: string | undefined },
    ) =>
      table.query(BankEntry, {
        index: "gsi1",
        pk: bank({ examId }),
        prefix: page.taskId ? `TASK#${page.taskId}#` : "TASK#",
        limit: page.limit,
        cursor: page.cursor,
      }),

    /** One page of a group's own questions, by task. */
    listOfCohort: (of: Bank, page: { limit: number; cursor?: string | undefined }) =>
      table.query(BankEntry, { index: "gsi1", pk: bank(of), prefix: "TASK#", ...page }),

    /**
     * Retires all of a group. Their versions stay, because attempts have pinned them.
     * @throws Fault conflict where one is changed meanwhile: to be begun again
     */
    async retireAll(of: Required<Bank>): Promise<void> {
      const heads = await table.queryAll(BankEntry.pick({ id: true, version: true, state: true }), {
        index: "gsi1",
        pk: bank(of),
        prefix: "TASK#",
      });
      for (const head of heads) {
        if (head.state !== "retired") await table.transact([stateWrite(head, "retired")]);
      }
    },

    /** All that may be given to a learner of these cohorts. */
    async published(examId: string, cohortIds: readonly string[] = []): Promise<BankEntry[]> {
      const banks = [{ examId }, ...cohortIds.map((cohortId) => ({ examId, cohortId }))];
      const all = await Promise.all(
        banks.map((of) => table.queryAll(BankEntry, { index: "gsi1", pk: bank(of), prefix: "TASK#" })),
      );
      return all.flat().filter((question) => isPublished(question.state));
    },

    head: (questionId: string) => table.get(BankEntry, headKey(questionId)),

    /** Where questions stand now, in no order. */
    states: (questionIds: readonly string[]) =>
      table.getMany(BankEntry.pick({ id: true, state: true }), questionIds.map(headKey)),

    /** The current version. */
    async get(questionId: string): Promise<Question | undefined> {
      const head = await table.get(BankEntry, headKey(questionId));
      if (!head) return undefined;
      const current = await table.get(Question, versionKey({ questionId, version: head.version }));
      return current && { ...current, state: head.state };
    },

    /** A version as it was stored: its state is that of its time. */
    find: (ref: VersionRef) => table.get(Question, versionKey(ref)),

    /** All versions of a question, from the first on. */
    history: (questionId: string) =>
      table.queryAll(Question, { pk: partition(questionId), prefix: "VERSION#" }),

    /**
     * Pinned versions, in the order asked for.
     * @throws TypeError where one is not there: versions are never deleted
     */
    async versions(refs: readonly VersionRef[]): Promise<readonly Question[]> {
      const known = new Map(
        refs.flatMap((ref) => {
          const question = versions.get(versionName(ref));
          return question ? [[versionName(ref), question] as const] : [];
        }),
      );
      for (const consistency of ["eventual", "strong"] as const) {
        const missing = refs.filter((ref) => !known.has(versionName(ref)));
        if (missing.length === 0) break;
        for (const question of await table.getMany(Question, missing.map(versionKey), consistency)) {
          const name = versionName({ questionId: question.id, version: question.version });
          known.set(name, question);
          versions.set(name, question);
        }
      }
      return refs.map((ref) => {
        const question = known.get(versionName(ref));
        if (!question) throw new TypeError(`${versionName(ref)} is not in the bank`);
        return question;
      });
    },

    /**
     * Stores a new version and makes it the current one.
     * @throws Fault conflict where that version is stored already
     */
    put: (question: Question): Promise<void> => table.transact(versionWrites(question)),
  };
}

/** What a head was read as: whoever changes it later than somebody else reads it again. */
type Head = Pick<BankEntry, "id" | "version" | "state">;

/**
 * The writes that store a new version and make it the current one, for somebody's transaction.
 * @param before the head as it was read, where it must still be so
 */
export function versionWrites(question: Question, before?: Head): TransactWrite[] {
  const { item, ...head } = question;
  const ref = { questionId: question.id, version: question.version };
  return [
    { Put: { Item: { ...versionKey(ref), entity: "questionVersion", ...question }, ...ifAbsent } },
    {
      Put: {
        Item: {
          ...headKey(question.id),
          gsi1pk: bank(question),
          gsi1sk: `TASK#${question.taskId}#${question.id}`,
          entity: "question",
          ...head,
          face: faceOf(item),
        },
        ...(before && whileAs(before)),
      },
    },
  ];
}

/** A write that moves a question to another state, where it is still as it was read. Its version stays. */
export const stateWrite = (before: Head, to: QuestionState): TransactWrite => {
  const { ExpressionAttributeValues, ...condition } = whileAs(before);
  return {
    Update: {
      Key: headKey(before.id),
      UpdateExpression: "SET #state = :to",
      ...condition,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ":to": to },
    },
  };
};

const whileAs = ({ version, state }: Head) => ({
  ConditionExpression: "#version = :version AND #state = :state",
  ExpressionAttributeNames: { "#version": "version", "#state": "state" },
  ExpressionAttributeValues: { ":version": version, ":state": state },
});

const versionName = ({ questionId, version }: VersionRef) => `${questionId}@${version}`;

/** Whose questions: those that all who prepare for an exam meet, or those that only a group's members do. */
interface Bank {
  examId: string;
  cohortId?: string | undefined;
}

/** A group's own are in a partition of their own: who asks for the exam's can't come by them. */
const bank = ({ examId, cohortId }: Bank) => (cohortId ? `BANK#${examId}#${cohortId}` : `BANK#${examId}`);
const partition = (questionId: string) => `QUESTION#${questionId}`;
const headKey = (questionId: string): Key => ({ pk: partition(questionId), sk: "HEAD" });
const versionKey = ({ questionId, version }: VersionRef): Key => ({
  pk: partition(questionId),
  sk: `VERSION#${String(version).padStart(4, "0")}`,
});
