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
 * All that each function may do with the table. `dynamodb:LeadingKeys` narrows it to partitions: of the functions that
 * serve learners, the disputes' alone can change the bank, because instructors correct keys with it; and nothing but it
 * and the attempts' own functions can read an attempt. It can't narrow to one learner, because a function serves them
 * all with one role: that is the stores' work.
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
    { actions: ["Query"], partitions: ["STATISTICS#*", "CORRECTIONS#*"] },
    { actions: ["Query"], partitions: ["BANK#*"], index: "gsi1" },
    { actions: ["GetItem", "Query", "PutItem", "UpdateItem"], partitions: ["USER#*", "ATTEMPT#*"] },
    { actions: ["BatchGetItem"], partitions: ["USER#*", "COHORT#*", "GROUPMOCK#*"] },
    {
      actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      partitions: ["GROUPMOCK#*"],
    },
    { actions: ["GetItem", "PutItem", "UpdateItem"], partitions: ["COHORT#*"] },
    { actions: ["Query"], partitions: ["USER#*", "COHORT#*"], index: "gsi1" },
  ],
  cohorts: [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    {
      actions: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      partitions: ["COHORT#*", "INVITE#*"],
    },
    { actions: ["BatchGetItem"], partitions: ["COHORT#*"] },
    { actions: ["PutItem"], partitions: ["AUDIT"] },
    { actions: ["GetItem", "Query"], partitions: ["BOARD#*"] },
    { actions: ["Query"], partitions: ["USER#*", "COHORT#*"], index: "gsi1" },
  ],
  disputes: [
    { actions: ["GetItem"], partitions: ["EXAMS", "STATISTICS#*", "ATTEMPT#*"] },
    { actions: ["GetItem", "BatchGetItem", "Query", "PutItem"], partitions: ["QUESTION#*"] },
    { actions: ["GetItem", "Query", "PutItem", "DeleteItem"], partitions: ["USER#*"] },
    { actions: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"], partitions: ["JOB#*"] },
    { actions: ["PutItem"], partitions: ["CORRECTIONS#*"] },
    { actions: ["Query"], partitions: ["USER#*", "DISPUTES#*"], index: "gsi1" },
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
    { actions: ["Query", "BatchWriteItem"], partitions: ["GROUPMOCK#*"] },
    { actions: ["Query"], partitions: ["USER#*", "COHORT#*"], index: "gsi1" },
  ],
  "attempts-consumer": [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    { actions: ["BatchGetItem", "Query"], partitions: ["QUESTION#*"] },
    { actions: ["Query"], partitions: ["CORRECTIONS#*"] },
    { actions: ["Query", "PutItem"], partitions: ["LEARNERS#*"] },
    { actions: ["GetItem", "Query", "PutItem"], partitions: ["ATTEMPT#*"] },
    { actions: ["GetItem", "Query", "PutItem", "UpdateItem"], partitions: ["USER#*"] },
    { actions: ["UpdateItem"], partitions: ["STATISTICS#*"] },
    { actions: ["GetItem", "PutItem"], partitions: ["JOB#*"] },
  ],
};
