import { QuestionId } from "@lyceum/shared/questions";
import * as z from "zod";
import type { Table, TransactWrite } from "../../aws/table.ts";
import type { Counters } from "./rules.ts";

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
  ofExam: (examId: string): Promise<StoredStatistics[]> =>
    table.queryAll(Stored, { pk: partition(examId), prefix: "que_", consistency: "eventual" }),

  page: (examId: string, page: { limit: number; cursor?: string | undefined }) =>
    table.query(Stored, { pk: partition(examId), prefix: "que_", ...page }),
});

/** A write that adds to the counters of a version, for somebody's transaction. `changes` has one name or more. */
export function addTo(examId: string, { questionId, version }: VersionRef, changes: Counters): TransactWrite {
  const names = Object.keys(changes);
  return {
    Update: {
      Key: { pk: partition(examId), sk: `${questionId}#${String(version).padStart(4, "0")}` },
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
