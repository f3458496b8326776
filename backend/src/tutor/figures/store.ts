import * as z from "zod";
import type { Table, TransactWrite } from "../../aws/table.ts";
import type { Counters } from "./rules.ts";

const Counted = z
  .object({ cohortId: z.string(), model: z.string() })
  .catchall(z.unknown())
  .transform(({ cohortId, model, ...rest }) => ({
    cohortId,
    model,
    counters: Object.fromEntries(
      Object.entries(rest).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    ),
  }));

type Page = { limit: number; cursor?: string | undefined };
interface Of {
  cohortId: string;
  model: string;
  /** Such as `2027-03`. */
  month: string;
}

export type FigureStore = ReturnType<typeof figureStore>;

/** How the tutor does: counters for each month, group and model. */
export function figureStore(table: Table) {
  return {
    /**
     * Adds to counters.
     * @param more what is written with it, so that nothing is counted twice
     * @throws Fault conflict where a condition of the other writes fails
     */
    add({ cohortId, model, month }: Of, counters: Counters, more: readonly TransactWrite[]): Promise<void> {
      const entries = Object.entries(counters).filter(([, count]) => count !== 0);
      return table.transact([
        ...more,
        {
          Update: {
            Key: { pk: partition(month), sk: `${cohortId}#${model}` },
            UpdateExpression: `SET entity = :entity, cohortId = :cohortId, #model = :model, gsi1pk = :group, gsi1sk = :place ADD ${entries.map(([name]) => `#${name} :${name}`).join(", ")}`,
            ExpressionAttributeNames: {
              "#model": "model",
              ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
            },
            ExpressionAttributeValues: {
              ":entity": "tutorFigures",
              ":cohortId": cohortId,
              ":model": model,
              ":group": ofGroup(cohortId),
              ":place": `${month}#${model}`,
              ...Object.fromEntries(entries.map(([name, count]) => [`:${name}`, count])),
            },
          },
        },
      ]);
    },

    /** A group's month, by model. There are as many as models. */
    of: (cohortId: string, month: string) =>
      table.queryAll(Counted, { pk: partition(month), prefix: `${cohortId}#` }),

    /** A month of all groups. */
    month: (month: string, page: Page) =>
      table.query(Counted, { pk: partition(month), prefix: "coh_", ...page }),

    /** Of all months, which all begin with a year. */
    purge: (cohortId: string): Promise<void> =>
      table.deleteAll({ index: "gsi1", pk: ofGroup(cohortId), prefix: "2" }),
  };
}

const partition = (month: string): string => `TUTORSTATS#${month}`;
const ofGroup = (cohortId: string): string => `TUTORSTATS#${cohortId}`;
