import * as z from "zod";
import type { Table } from "../../aws/table.ts";

/** A learner's place in the list by last activity. */
const Activity = z.object({ userId: z.string(), lastDay: z.string() });
type Activity = z.infer<typeof Activity>;

const OwnTotals = z.object({ sk: z.string(), totals: z.record(z.string(), z.number().int()) });

export type DashboardStore = ReturnType<typeof dashboardStore>;

/** What dashboards read of standings, which are written with the boards (boards/store.ts). */
export function dashboardStore(table: Pick<Table, "getMany" | "query">) {
  return {
    /** A cohort's learners, who was active the longest time ago first. The cursor says nothing of who they are. */
    leastActive: (
      cohortId: string,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<{ items: Activity[]; cursor?: string }> =>
      table.query(Activity, { pk: cohort(cohortId), prefix: "ACTIVE#", ...page }),

    /** What these learners add to the cohort's totals, by their ids. */
    async ownTotals(
      cohortId: string,
      userIds: readonly string[],
    ): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
      const keys = userIds.map((userId) => ({ pk: cohort(cohortId), sk: `${standing}${userId}` }));
      const found = await table.getMany(OwnTotals, keys);
      return new Map(found.map(({ sk, totals }) => [sk.slice(standing.length), totals]));
    },
  };
}

const cohort = (cohortId: string) => `COHORT#${cohortId}`;
const standing = "STANDING#";
