import { Fault } from "@lyceum/shared/contract/fault";
import type { Key, Table } from "../../aws/table.ts";
import { mailsPerDay } from "./rules.ts";

export type MailStore = ReturnType<typeof mailStore>;

/** How many mails a person sends in a day, of whatever cohort: anybody can make cohorts. */
export function mailStore(table: Table) {
  return {
    /**
     * Counts a mail, where there may be one more on that day.
     * @param ends when the day ends and the count may go, as an ISO time
     */
    async count(userId: string, day: string, ends: string): Promise<boolean> {
      try {
        await table.update({
          Key: countKey(userId, day),
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
    uncount: (userId: string, day: string): Promise<void> =>
      table.update({
        Key: countKey(userId, day),
        UpdateExpression: "ADD mails :less",
        ExpressionAttributeValues: { ":less": -1 },
      }),
  };
}

const countKey = (userId: string, day: string): Key => ({ pk: `INVITE#MAILS#${userId}`, sk: `MAILS#${day}` });
