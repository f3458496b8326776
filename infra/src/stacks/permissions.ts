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
    | "ConditionCheckItem"
  )[];
  /** Partition keys, where `*` stands for anything: as the slices' stores make them. */
  partitions: readonly string[];
  /** The index and not the table; the partition keys are then the index's. */
  index?: "gsi1";
}

/** What is spent on models is counted with each call, and it is told when one is let alone. */
const asksModels: readonly Access[] = [
  { actions: ["Query", "UpdateItem"], partitions: ["SPEND#*"] },
  { actions: ["PutItem"], partitions: ["BREAKERS"] },
];
const searches: readonly Access[] = [{ actions: ["GetItem"], partitions: ["INDEX#*"] }];

/** What writing and checking a candidate needs, beside its own partition. */
const writesCandidates: readonly Access[] = [
  ...asksModels,
  ...searches,
  { actions: ["GetItem"], partitions: ["EXAMS"] },
  { actions: ["BatchGetItem"], partitions: ["CANDIDATE#*", "QUESTION#*"] },
  { actions: ["Query", "BatchWriteItem"], partitions: ["VECTORS#*"] },
  { actions: ["GetItem", "UpdateItem", "ConditionCheckItem"], partitions: ["GENERATION#*"] },
  { actions: ["Query"], partitions: ["BANK#*"], index: "gsi1" },
];

/**
 * All that each function may do with the table. `dynamodb:LeadingKeys` narrows it to partitions: of the functions that
 * serve learners, the disputes' alone can change the bank, because instructors correct keys with it; and nothing but it,
 * the attempts' own functions and the tutor's, which explains items, can read an attempt. It can't narrow to one learner,
 * because a function serves them all with one role: that is the stores' work.
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
    { actions: ["PutItem"], partitions: ["CORRECTIONS#*", "CANDIDATE#*"] },
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
    {
      actions: ["Query", "BatchWriteItem"],
      partitions: [
        ...["GROUPMOCK#*", "GENERATION#*", "CANDIDATE#*", "SPEND#*"],
        // Of groups' vectors alone: those of an exam are `VECTORS#<exam>`.
        "VECTORS#*#*",
        ...["TUTOR#*", "TUTORUSE#*", "GAPS#*"],
      ],
    },
    { actions: ["UpdateItem"], partitions: ["QUESTION#*"] },
    { actions: ["BatchWriteItem"], partitions: ["TUTORSTATS#*"] },
    {
      actions: ["Query"],
      partitions: ["USER#*", "COHORT#*", "REVIEW#*", "TRAIL#*", "BANK#*", "TUTORSTATS#*"],
      index: "gsi1",
    },
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
    { actions: ["GetItem", "UpdateItem"], partitions: ["TUTOR#*"] },
    { actions: ["UpdateItem"], partitions: ["TUTORSTATS#*"] },
  ],
  notes: [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    { actions: ["GetItem", "UpdateItem", "PutItem"], partitions: ["COHORT#*"] },
    { actions: ["Query"], partitions: ["USER#*"] },
    { actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"], partitions: ["NOTES#*"] },
    { actions: ["Query"], partitions: ["NOTES#*"], index: "gsi1" },
  ],
  generation: [
    { actions: ["Query"], partitions: ["SPEND#*"] },
    { actions: ["GetItem"], partitions: ["EXAMS", "NOTES#*"] },
    { actions: ["GetItem", "Query"], partitions: ["COHORT#*"] },
    { actions: ["GetItem", "Query", "PutItem", "UpdateItem"], partitions: ["GENERATION#*"] },
    { actions: ["GetItem", "BatchGetItem", "PutItem"], partitions: ["CANDIDATE#*"] },
  ],
  review: [
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    { actions: ["GetItem", "Query", "PutItem", "UpdateItem"], partitions: ["COHORT#*"] },
    { actions: ["GetItem", "BatchGetItem", "Query", "PutItem"], partitions: ["CANDIDATE#*"] },
    { actions: ["PutItem"], partitions: ["UNSENT"] },
    { actions: ["GetItem", "BatchGetItem", "UpdateItem"], partitions: ["QUESTION#*"] },
    { actions: ["BatchGetItem"], partitions: ["STATISTICS#*"] },
    { actions: ["DeleteItem"], partitions: ["PILOTS"] },
    { actions: ["Query"], partitions: ["BANK#*", "REVIEW#*", "TRAIL#*"], index: "gsi1" },
  ],
  tutor: [
    { actions: ["GetItem", "BatchGetItem", "UpdateItem"], partitions: ["COHORT#*"] },
    { actions: ["Query"], partitions: ["USER#*", "BREAKERS", "TUTORSTATS#*"] },
    { actions: ["GetItem", "Query", "UpdateItem", "BatchWriteItem"], partitions: ["TUTOR#*"] },
    { actions: ["GetItem", "Query", "PutItem"], partitions: ["GAPS#*"] },
    { actions: ["Query"], partitions: ["TUTOR#*", "RATED#*", "GAPS#*", "OPENGAPS"], index: "gsi1" },
  ],
  "tutor-stream": [
    ...asksModels,
    ...searches,
    { actions: ["GetItem"], partitions: ["EXAMS"] },
    { actions: ["GetItem", "ConditionCheckItem"], partitions: ["COHORT#*"] },
    // The caller's attempts: whether an exam is being sat, and the item that a question is about.
    { actions: ["GetItem", "Query"], partitions: ["USER#*", "ATTEMPT#*"] },
    { actions: ["BatchGetItem"], partitions: ["QUESTION#*"] },
    { actions: ["GetItem", "Query", "PutItem", "UpdateItem"], partitions: ["TUTOR#*"] },
    { actions: ["GetItem", "BatchGetItem", "UpdateItem"], partitions: ["TUTORUSE#*"] },
  ],
  "notes-worker": [
    ...asksModels,
    { actions: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"], partitions: ["INDEX#*"] },
    {
      actions: ["GetItem", "Query", "PutItem", "UpdateItem", "BatchWriteItem"],
      partitions: ["NOTES#*"],
    },
  ],
  "generation-worker": [
    ...writesCandidates,
    { actions: ["GetItem", "PutItem"], partitions: ["CANDIDATE#*"] },
  ],
  "review-worker": [
    ...writesCandidates,
    { actions: ["GetItem", "Query", "PutItem"], partitions: ["CANDIDATE#*"] },
    { actions: ["PutItem", "DeleteItem"], partitions: ["UNSENT"] },
    { actions: ["PutItem"], partitions: ["PILOTS", "USER#*"] },
    { actions: ["GetItem", "PutItem", "UpdateItem"], partitions: ["QUESTION#*"] },
    { actions: ["GetItem", "Query"], partitions: ["COHORT#*"] },
    { actions: ["Query"], partitions: ["REVIEW#*"], index: "gsi1" },
  ],
  "review-sweeper": [
    { actions: ["Query", "PutItem", "DeleteItem"], partitions: ["UNSENT"] },
    { actions: ["Query", "DeleteItem"], partitions: ["PILOTS"] },
    { actions: ["GetItem", "PutItem"], partitions: ["CANDIDATE#*"] },
    { actions: ["GetItem", "BatchGetItem", "UpdateItem"], partitions: ["QUESTION#*"] },
    { actions: ["BatchGetItem"], partitions: ["STATISTICS#*"] },
  ],
};
