import { Generation } from "@lyceum/shared/generation";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../aws/table.ts";
import { mostRunning } from "./rules.ts";

export const GenerationRecord = Generation.omit({ progress: true, usd: true }).extend({
  /** Billionths of a US dollar. */
  nanoUsd: z.number().default(0),
});
export type GenerationRecord = z.infer<typeof GenerationRecord>;

const Running = z.object({ ids: z.set(z.string()).default(new Set()) });

interface Ref {
  cohortId: string;
  id: string;
}

export type GenerationStore = ReturnType<typeof generationStore>;

/** Wishes for questions. Their candidates are apart, each by itself. */
export const generationStore = (table: Table) => ({
  get: (ref: Ref) => table.get(GenerationRecord, keyOf(ref)),

  /** The latest first. */
  list: (cohortId: string, page: { limit: number; cursor?: string | undefined }) =>
    table.query(GenerationRecord, { pk: partition(cohortId), prefix: "gen_", descending: true, ...page }),

  running: async (cohortId: string): Promise<ReadonlySet<string>> =>
    (await table.get(Running, runningKey(cohortId)))?.ids ?? new Set(),

  /** @throws Fault conflict where there is one with this id, or as many run as may */
  begin: (record: GenerationRecord): Promise<void> =>
    table.transact([
      {
        Update: {
          Key: runningKey(record.cohortId),
          UpdateExpression: "ADD ids :id",
          ConditionExpression: "attribute_not_exists(ids) OR size(ids) < :most",
          ExpressionAttributeValues: { ":id": new Set([record.id]), ":most": mostRunning },
        },
      },
      { Put: { Item: { ...keyOf(record), entity: "generation", ...record }, ...ifAbsent } },
    ]),

  /** @throws Fault conflict where it has ended before */
  end: (ref: Ref, state: "done" | "failed" | "cancelled", problem?: string): Promise<void> =>
    table.transact([
      {
        Update: {
          Key: keyOf(ref),
          UpdateExpression: `SET #state = :state${problem ? ", problem = :problem" : ""}`,
          ConditionExpression: "#state = :running",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: {
            ":state": state,
            ":running": "running",
            ...(problem && { ":problem": problem }),
          },
        },
      },
      {
        Update: {
          Key: runningKey(ref.cohortId),
          UpdateExpression: "DELETE ids :id",
          ExpressionAttributeValues: { ":id": new Set([ref.id]) },
        },
      },
    ]),

  /** Deletes those of a cohort. What still runs of them ends, because it finds none. */
  async purge(cohortId: string): Promise<void> {
    for (const prefix of ["gen_", "RUNNING"]) await table.deleteAll({ pk: partition(cohortId), prefix });
  },
});

/** In a transaction with what belongs to a generation that runs. */
export const whileRunning = (ref: Ref): TransactWrite => ({
  ConditionCheck: {
    Key: keyOf(ref),
    ConditionExpression: "#state = :running",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":running": "running" },
  },
});

/** Adds what a model has cost. */
export const addCost = (ref: Ref, nanoUsd: number): TransactWrite => ({
  Update: {
    Key: keyOf(ref),
    UpdateExpression: "ADD nanoUsd :nanos",
    ExpressionAttributeValues: { ":nanos": nanoUsd },
  },
});

const partition = (cohortId: string) => `GENERATION#${cohortId}`;
const keyOf = ({ cohortId, id }: Ref): Key => ({ pk: partition(cohortId), sk: id });
const runningKey = (cohortId: string): Key => ({ pk: partition(cohortId), sk: "RUNNING" });
