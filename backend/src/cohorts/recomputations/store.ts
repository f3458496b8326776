import * as z from "zod";
import type { Key, Table } from "../../aws/table.ts";

const Recomputation = z.object({
  cohortId: z.string(),
  /** Another one after every write: what was begun again is never taken for what it was before. */
  revision: z.string(),
  /** Of the next page of members; absent for the first. */
  cursor: z.string().optional(),
});
type Recomputation = z.infer<typeof Recomputation>;

export type RecomputationStore = ReturnType<typeof recomputationStore>;

/**
 * How far the standings of all of a cohort's members have been looked at: one item while it is under way. Each write of
 * it comes back through the stream, and brings the next page.
 */
export const recomputationStore = (table: Pick<Table, "get" | "put" | "transact">) => ({
  /** Where it is under way, it begins again from the first page. */
  begin: (cohortId: string) => table.put(itemOf(cohortId, undefined)),

  get: (cohortId: string) => table.get(Recomputation, keyOf(cohortId)),

  /**
   * @param cursor of the next page of members; without one it is done
   * @throws Fault conflict where it has come further or was begun again meanwhile
   */
  advance({ cohortId, revision }: Recomputation, cursor: string | undefined): Promise<void> {
    const condition = {
      ConditionExpression: "revision = :revision",
      ExpressionAttributeValues: { ":revision": revision },
    };
    return table.transact([
      cursor
        ? { Put: { Item: itemOf(cohortId, cursor), ...condition } }
        : { Delete: { Key: keyOf(cohortId), ...condition } },
    ]);
  },
});

const keyOf = (cohortId: string): Key => ({ pk: `COHORT#${cohortId}`, sk: "RECOMPUTE" });

const itemOf = (cohortId: string, cursor: string | undefined) => ({
  ...keyOf(cohortId),
  entity: "recomputation",
  cohortId,
  revision: crypto.randomUUID(),
  cursor,
});
