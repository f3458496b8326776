import { QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import type { Table } from "../../aws/table.ts";
import { type Counters, difference } from "./rules.ts";

const Stored = z
  .object({ questionId: QuestionId, version: z.number().int() })
  .catchall(z.unknown())
  .transform(({ questionId, version, ...rest }) => ({
    questionId,
    version,
    counters: Object.fromEntries(
      Object.entries(rest).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    ),
  }));
export type StoredStatistics = z.output<typeof Stored>;

interface VersionRef {
  questionId: string;
  version: number;
}

export type StatisticsStore = ReturnType<typeof statisticsStore>;

/** One item of counters for each version of a question, all of an exam together. */
export const statisticsStore = (table: Table) => ({
  /** `undefined` for a version that nobody has answered. */
  get: (examId: string, ref: VersionRef) => table.get(Stored, key(examId, ref)),

  /** In no order; without versions that nobody has answered. */
  many: (examId: string, refs: readonly VersionRef[]) =>
    table.getMany(
      Stored,
      refs.map((ref) => key(examId, ref)),
    ),

  ofExam: (examId: string, consistency: "strong" | "eventual" = "eventual"): Promise<StoredStatistics[]> =>
    table.queryAll(Stored, { pk: partition(examId), prefix: "que_", consistency }),

  page: (examId: string, page: { limit: number; cursor?: string | undefined }) =>
    table.query(Stored, { pk: partition(examId), prefix: "que_", ...page }),

  /**
   * Replaces the counters of a version.
   * @throws Fault conflict where they are not what they were
   */
  correct: (examId: string, ref: VersionRef, before: Counters, after: Counters): Promise<void> => {
    const { Update } = addTo(examId, ref, difference(before, after));
    const known = Object.entries(before);
    return table.transact([
      {
        Update: {
          ...Update,
          ConditionExpression:
            known.length > 0
              ? known.map((_, at) => `#k${at} = :k${at}`).join(" AND ")
              : "attribute_not_exists(pk)",
          ExpressionAttributeNames: {
            ...Update.ExpressionAttributeNames,
            ...Object.fromEntries(known.map(([name], at) => [`#k${at}`, name])),
          },
          ExpressionAttributeValues: {
            ...Update.ExpressionAttributeValues,
            ...Object.fromEntries(known.map(([, count], at) => [`:k${at}`, count])),
          },
        },
      },
    ]);
  },
});

/** A write that adds to the counters of a version, for somebody's transaction. `changes` has one name or more. */
export function addTo(examId: string, ref: VersionRef, changes: Counters) {
  const { questionId, version } = ref;
  const names = Object.keys(changes);
  return {
    Update: {
      Key: key(examId, ref),
      UpdateExpression: `SET entity = :entity, questionId = :questionId, version = :version ADD ${names
        .map((_, at) => `#n${at} :n${at}`)
        .join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#n${at}`, name])),
      ExpressionAttributeValues: {
        ":entity": "itemStatistics",
        ":questionId": questionId,
        ":version": version,
        ...Object.fromEntries(names.map((name, at) => [`:n${at}`, changes[name]])),
      },
    },
  };
}

const partition = (examId: string) => `STATISTICS#${examId}`;
const key = (examId: string, { questionId, version }: VersionRef) => ({
  pk: partition(examId),
  sk: `${questionId}#${String(version).padStart(4, "0")}`,
});
