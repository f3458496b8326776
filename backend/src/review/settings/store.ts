import * as z from "zod";
import type { Key, Table, TransactWrite } from "../../aws/table.ts";

const Settings = z.object({ quorum: z.number().int().optional() });

export type SettingsStore = ReturnType<typeof settingsStore>;

/** What a cohort's owners have said of its review. */
export const settingsStore = (table: Table) => ({
  /** `null` where they have said nothing. */
  quorum: async (cohortId: string): Promise<number | null> =>
    (await table.get(Settings, keyOf(cohortId)))?.quorum ?? null,

  /**
   * @param before as it was read
   * @param more what is written with it
   * @throws Fault conflict where it has changed since, or a condition of the other writes fails
   */
  change: (cohortId: string, before: number | null, after: number | null, more: readonly TransactWrite[]) =>
    table.transact([
      {
        Put: {
          Item: { ...keyOf(cohortId), entity: "reviewSettings", ...(after !== null && { quorum: after }) },
          ExpressionAttributeNames: { "#quorum": "quorum" },
          ...(before === null
            ? { ConditionExpression: "attribute_not_exists(#quorum)" }
            : { ConditionExpression: "#quorum = :before", ExpressionAttributeValues: { ":before": before } }),
        },
      },
      ...more,
    ]),
});

const keyOf = (cohortId: string): Key => ({ pk: `COHORT#${cohortId}`, sk: "REVIEW" });
