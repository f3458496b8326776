import { Fault } from "@lyceum/shared/contract/fault";
import type { Key, Table } from "../../aws/table.ts";
import { mailsPerDay } from "./rules.ts";

export type MailStore = ReturnType<typeof mailStore>;

/** How many mails a cohort sends in a day. */
export function mailStore(table: Table) {
  return {
    /**
     * Counts a mail, where there may be one more on that day.
     * @param ends when the day ends and the count may go, as an ISO time
     */
    async count(cohortId: string, day: string, ends: string): Promise<boolean> {
      try {
        await table.update({
          Key: countKey(cohortId, day),
          UpdateExpression: "ADD mails :one SET entity = :entity, expiresAt = :expiresAt",
          ConditionExpression: "attribute_not_exists(pk) OR mails < :most",
          ExpressionAttributeValues: {
            ":one": 1,
            ":most": mailsPerDay,
            ":entity": "mails",
            ":expiresAt": Math.floor(Date.parse(ends) / 1000),
          },
        });
        return true;
      } catch (error) {
        if (error instanceof Fault && error.code === "conflict") return false;
        throw error;
      }
    },

    /** Takes back what was counted for a mail that was not sent. */
    uncount: (cohortId: string, day: string): Promise<void> =>
      table.update({
        Key: countKey(cohortId, day),
        UpdateExpression: "ADD mails :less",
        ExpressionAttributeValues: { ":less": -1 },
      }),
  };
}

const countKey = (cohortId: string, day: string): Key => ({ pk: `COHORT#${cohortId}`, sk: `MAILS#${day}` });
