import type { FunctionName } from "./functions.ts";

/** What a function may do to the items whose partition keys match. */
interface Access {
  /** Without the prefix `dynamodb:`. A write in a transaction needs the permission of the same single write. */
  actions: readonly (
    | "GetItem"
    | "BatchGetItem"
    | "Query"
    | "PutItem"
    | "UpdateItem"
    | "DeleteItem"
    | "BatchWriteItem"
  )[];
  /** Partition keys, where `*` stands for anything: as the slices' stores make them. */
  partitions: readonly string[];
  /** The index and not the table; the partition keys are then the index's. */
  index?: "gsi1";
}

/**
 * All that each function may do with the table. `dynamodb:LeadingKeys` narrows it to partitions: the functions that
 * serve learners can't change the bank, and nothing but the attempts' own functions can read an attempt. It can't
 * narrow to one learner, because a function serves them all with one role: that is the stores' work.
 *
 * A store that begins to use another action or partition needs its line here.
 */
export const permissions: Readonly<Record<FunctionName, readonly Access[]>> = {
  health: [{ actions: ["GetItem"], partitions: ["HEALTH"] }],
  exams: [{ actions: ["GetItem", "Query"], partitions: ["EXAMS"] }],
  questions: [
    { actions: ["GetItem"], partitions: ["EXAMS", "QUESTION#*"] },
    { actions: ["BatchGetItem"], partitions: ["QUESTION#*"] },
    { actions: ["Query"], partitions: ["STATISTICS#*"] },
    { actions: ["Query"], partitions: ["BANK#*"], index: "gsi1" },
  ],
  attempts: [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    { actions: ["BatchGetItem"], partitions: ["QUESTION#*"] },
    { actions: ["Query"], partitions: ["STATISTICS#*"] },
    { actions: ["Query"], partitions: ["BANK#*"], index: "gsi1" },
    { actions: ["GetItem", "Query", "PutItem", "UpdateItem"], partitions: ["USER#*", "ATTEMPT#*"] },
  ],
  cohorts: [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    {
      actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      partitions: ["COHORT#*", "INVITE#*"],
    },
    { actions: ["GetItem", "Query"], partitions: ["BOARD#*"] },
    { actions: ["Query"], partitions: ["USER#*", "COHORT#*"], index: "gsi1" },
  ],
  account: [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    { actions: ["GetItem", "PutItem"], partitions: ["USER#*"] },
  ],
  "cohorts-consumer": [
    { actions: ["GetItem"], partitions: ["EXAMS", "USER#*"] },
    {
      actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"],
      partitions: ["COHORT#*", "BOARD#*", "INVITE#*"],
    },
    { actions: ["Query"], partitions: ["USER#*", "COHORT#*"], index: "gsi1" },
  ],
  "attempts-consumer": [
    { actions: ["GetItem", "Query"], partitions: ["ATTEMPT#*"] },
    { actions: ["GetItem", "Query", "UpdateItem"], partitions: ["USER#*"] },
    { actions: ["UpdateItem"], partitions: ["STATISTICS#*"] },
  ],
};
