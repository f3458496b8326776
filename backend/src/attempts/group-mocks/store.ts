import { createHash } from "node:crypto";
import { AttemptId, GroupMockId } from "@lyceum/shared/attempts";
import type { AuditEntry } from "@lyceum/shared/cohorts";
import { CohortId } from "@lyceum/shared/contract/ids";
import { ExamId } from "@lyceum/shared/exams";
import { QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../../aws/table.ts";

export const GroupMockRecord = z.object({
  id: GroupMockId,
  cohortId: CohortId,
  examId: ExamId,
  name: z.string(),
  /** As `Date.toISOString` writes it, because the index sorts by it. */
  opensAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
  count: z.number().int(),
  minutes: z.number().int(),
  begun: z.number().int(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type GroupMockRecord = z.infer<typeof GroupMockRecord>;

/** The items that all who sit the mock are given, in this order. Never changed. */
const Form = z.object({
  places: z.array(z.object({ questionId: QuestionId, version: z.number().int(), scored: z.boolean() })),
});
export type FormPlace = z.infer<typeof Form>["places"][number];

/** That a member has begun, once and for all: also where the attempt was discarded then. */
export const Entry = z.object({
  mockId: GroupMockId,
  userId: z.string(),
  attemptId: AttemptId,
  closesAt: z.iso.datetime(),
});
export type Entry = z.infer<typeof Entry>;

/** What the store of cohorts writes in the transactions of this one. */
interface CohortWrites {
  /** Adds an entry to a cohort's log. */
  putAudit: (cohortId: string, entry: AuditEntry & { id: string }) => TransactWrite;
  /** Changes nothing, and fails where the cohort is not active. */
  whileActive: (cohortId: string) => TransactWrite;
}

type Audited = Parameters<CohortWrites["putAudit"]>[1];
type Page = { limit: number; cursor?: string | undefined };

export type GroupMockStore = ReturnType<typeof groupMockStore>;

/**
 * The mocks that cohorts sit together: a head, which is found by cohort through the index; the form; and an entry for
 * each member who has begun, which is found by member through the index.
 */
export function groupMockStore(table: Table, { putAudit, whileActive }: CohortWrites) {
  return {
    get: (mockId: string) => table.get(GroupMockRecord, headKey(mockId)),

    /** A cohort's mocks, those that open last first, through the index: one that has just been made may be missing. */
    list: (cohortId: string, page: Page) =>
      table.query(GroupMockRecord, {
        index: "gsi1",
        pk: cohort(cohortId),
        prefix: "MOCK#",
        descending: true,
        ...page,
      }),

    form: async (mockId: string): Promise<readonly FormPlace[]> =>
      (await table.get(Form, formKey(mockId)))?.places ?? [],

    /** @throws Fault conflict where there is one with this id, or the cohort is archived */
    schedule: (mock: GroupMockRecord, places: readonly FormPlace[], entry: Audited) =>
      table.transact([
        whileActive(mock.cohortId),
        {
          Put: {
            Item: {
              ...headKey(mock.id),
              gsi1pk: cohort(mock.cohortId),
              gsi1sk: `MOCK#${mock.opensAt}#${mock.id}`,
              entity: "groupMock",
              ...mock,
            },
            ...ifAbsent,
          },
        },
        { Put: { Item: { ...formKey(mock.id), entity: "groupMockForm", places } } },
        putAudit(mock.cohortId, entry),
      ]),

    /** @throws Fault conflict where it is not there, somebody has begun, or the cohort is archived */
    cancel: ({ id, cohortId }: GroupMockRecord, entry: Audited) =>
      table.transact([
        whileActive(cohortId),
        {
          Delete: {
            Key: headKey(id),
            ConditionExpression: "begun = :none",
            ExpressionAttributeValues: { ":none": 0 },
          },
        },
        { Delete: { Key: formKey(id) } },
        putAudit(cohortId, entry),
      ]),

    /** What is written with the attempt of a member who begins: fails where the mock is cancelled or was begun. */
    begin: (entry: Entry): TransactWrite[] => [
      {
        Update: {
          Key: headKey(entry.mockId),
          UpdateExpression: "ADD begun :one",
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: { ":one": 1 },
        },
      },
      {
        Put: {
          Item: {
            ...entryKey(entry.mockId, entry.userId),
            gsi1pk: `USER#${entry.userId}`,
            gsi1sk: `GROUPMOCK#${entry.closesAt}#${entry.mockId}`,
            entity: "groupMockEntry",
            ...entry,
          },
          ...ifAbsent,
        },
      },
    ],

    entry: (mockId: string, userId: string) => table.get(Entry, entryKey(mockId, userId)),

    /** A member's entries to these mocks, in no order. */
    entriesOf: (userId: string, mockIds: readonly string[]) =>
      table.getMany(
        Entry,
        mockIds.map((mockId) => entryKey(mockId, userId)),
      ),

    /** One page of a mock's entries. */
    entries: (mockId: string, page: Page) =>
      table.query(Entry, { pk: partition(mockId), prefix: "ENTRY#", ...page }),

    /** What a member has begun, of any cohort, those that close last first: through the index. */
    async latestEntries(userId: string): Promise<readonly Entry[]> {
      const page = { prefix: "GROUPMOCK#", descending: true, limit: 100 };
      return (await table.query(Entry, { index: "gsi1", pk: `USER#${userId}`, ...page })).items;
    },

    /** Deletes a cohort's mocks. The attempts stay with those who took them. */
    async purge(cohortId: string): Promise<void> {
      const page = { index: "gsi1", pk: cohort(cohortId), prefix: "MOCK#" } as const;
      // The heads last: by them the rest is found again where this is interrupted.
      for (const { id } of await table.queryAll(GroupMockRecord, page)) {
        for (const prefix of ["ENTRY#", "FORM"]) await table.deleteAll({ pk: partition(id), prefix });
      }
      await table.deleteAll(page);
    },
  };
}

const cohort = (cohortId: string) => `COHORT#${cohortId}`;
const partition = (mockId: string) => `GROUPMOCK#${mockId}`;
const headKey = (mockId: string): Key => ({ pk: partition(mockId), sk: "HEAD" });
const formKey = (mockId: string): Key => ({ pk: partition(mockId), sk: "FORM" });
/** Without who it is: a page's cursor is made of it. */
const entryKey = (mockId: string, userId: string): Key => ({
  pk: partition(mockId),
  sk: `ENTRY#${createHash("sha256").update(`${mockId}#${userId}`).digest("hex").slice(0, 32)}`,
});
