import { AnswerId, Dispute, DisputeCase, DisputedVersion, Rescoring } from "@lyceum/shared/disputes";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../aws/table.ts";
import type { Case } from "./rules.ts";

const DisputeRecord = Dispute.omit({ answer: true }).extend({ userId: z.string() });
export type DisputeRecord = z.infer<typeof DisputeRecord>;

/** Says when somebody has disputed a version, and with it where the dispute is. */
const Claim = z.object({ at: z.iso.datetime() });

const CaseRecord = DisputeCase.extend({ since: z.iso.datetime(), answer: Dispute.shape.answer });

/** Never changed: the record of who decided what, with the key before and after. */
const AnswerRecord = DisputedVersion.shape.answers.element.omit({ rescoring: true });
export type AnswerRecord = z.infer<typeof AnswerRecord>;

/**
 * The work that follows from an answer, done page by page: first all who disputed are told; then, where the key was
 * corrected, every learner's attempts are scored anew.
 */
const JobRecord = Rescoring.extend({
  id: AnswerId,
  ...Dispute.pick({ questionId: true, version: true, examId: true }).shape,
  ...AnswerRecord.pick({ at: true, text: true, decision: true }).shape,
  phase: z.enum(["disputers", "learners"]),
  /** Of the next page; absent for the first. */
  cursor: z.string().optional(),
  /** Pages done. */
  step: z.number().int(),
});
export type JobRecord = z.infer<typeof JobRecord>;

interface VersionRef {
  questionId: string;
  version: number;
}
type Page = { limit: number; cursor?: string | undefined };

export type DisputeStore = ReturnType<typeof disputeStore>;

/**
 * What learners dispute, and what was answered. All that happens to a version of a question changes its case on
 * condition that it is as it was read: so one thing happens after the other, and each at a time of its own.
 */
export function disputeStore(table: Table) {
  return {
    caseOf: (ref: VersionRef) => table.get(CaseRecord, caseKey(ref)),

    /** In no order; without those that are not there. */
    casesOf: (refs: readonly VersionRef[]) => table.getMany(CaseRecord, refs.map(caseKey)),

    /** Of an exam: the open ones by how long they have been so, the answered ones with the latest first. */
    cases: (examId: string, state: Case["state"], page: Page) =>
      table.query(CaseRecord, {
        index: "gsi1",
        pk: casesPartition(examId),
        prefix: `${state}#`,
        descending: state === "answered",
        ...page,
      }),

    /** Somebody's dispute of a version. */
    async disputeBy(userId: string, ref: VersionRef): Promise<DisputeRecord | undefined> {
      const claim = await table.get(Claim, claimKey(userId, ref));
      return claim && table.get(DisputeRecord, disputeKey(ref, claim.at));
    },

    /** The latest first. */
    disputesBy: (userId: string, page: Page) =>
      table.query(DisputeRecord, {
        index: "gsi1",
        pk: user(userId),
        prefix: "DISPUTE#",
        descending: true,
        ...page,
      }),

    /** In the order of time. */
    disputesOf: (ref: VersionRef, page: Page & { descending: boolean }) =>
      table.query(DisputeRecord, { pk: partition(ref), prefix: `DISPUTE#${padded(ref.version)}#`, ...page }),

    /**
     * @param before the case as it was read
     * @throws Fault conflict where it has changed since, or the learner has disputed this version already
     */
    dispute: (dispute: DisputeRecord, before: Case | undefined, after: Case) =>
      table.transact([
        putCase(before, after),
        {
          Put: {
            Item: { ...claimKey(dispute.userId, dispute), entity: "disputeClaim", at: dispute.at },
            ...ifAbsent,
          },
        },
        {
          Put: {
            Item: {
              ...disputeKey(dispute, dispute.at),
              gsi1pk: user(dispute.userId),
              gsi1sk: `DISPUTE#${dispute.at}#${dispute.questionId}#${padded(dispute.version)}`,
              entity: "dispute",
              ...dispute,
            },
          },
        },
      ]),

    answerOf: (ref: VersionRef, answerId: string) => table.get(AnswerRecord, answerKey(ref, answerId)),

    /** All answers to a version, in no order. */
    answersOf: (ref: VersionRef) =>
      table.queryAll(AnswerRecord, { pk: partition(ref), prefix: `ANSWER#${padded(ref.version)}#` }),

    /**
     * Stores an answer and begins the work that follows from it.
     * @param before the case as it was read
     * @param more what corrects the key
     * @throws Fault conflict where the case has changed since, there is an answer with this id, or a write of `more`
     *   meets a condition that fails
     */
    answer: (
      answer: AnswerRecord,
      before: Case | undefined,
      after: Case,
      job: JobRecord,
      more: readonly TransactWrite[],
    ) =>
      table.transact([
        putCase(before, after),
        {
          Put: { Item: { ...answerKey(after, answer.id), entity: "disputeAnswer", ...answer }, ...ifAbsent },
        },
        { Put: { Item: { ...jobKey(job.id), entity: "rescoring", ...job }, ...ifAbsent } },
        ...more,
      ]),

    job: (answerId: string) => table.get(JobRecord, jobKey(answerId)),

    /** In no order. */
    jobs: (answerIds: readonly string[]) => table.getMany(JobRecord, answerIds.map(jobKey)),

    /**
     * Stores how far a job has come. While it runs, the table's stream brings it again.
     * @param after one step further
     * @throws Fault conflict where somebody else has done this step
     */
    moveJob: (after: JobRecord) =>
      table.transact([
        {
          Put: {
            Item: { ...jobKey(after.id), entity: "rescoring", ...after },
            ConditionExpression: "step = :step",
            ExpressionAttributeValues: { ":step": after.step - 1 },
          },
        },
      ]),

    /**
     * Brings a job through the table's stream again.
     * @throws Fault conflict where it is done
     */
    touchJob: (answerId: string, at: string) =>
      table.update({
        Key: jobKey(answerId),
        UpdateExpression: "SET touchedAt = :at",
        ConditionExpression: "#state = :running",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":at": at, ":running": "running" },
      }),
  };
}

/** Cases that nobody has disputed are in no list. */
const putCase = (before: Case | undefined, after: Case): TransactWrite => ({
  Put: {
    Item: {
      ...caseKey(after),
      ...(after.disputes > 0 && {
        gsi1pk: casesPartition(after.examId),
        gsi1sk: `${after.state}#${after.since}#${after.questionId}#${padded(after.version)}`,
      }),
      entity: "disputeCase",
      ...after,
    },
    ...(before
      ? {
          ConditionExpression: "changedAt = :before",
          ExpressionAttributeValues: { ":before": before.changedAt },
        }
      : ifAbsent),
  },
});

const padded = (version: number) => String(version).padStart(4, "0");
const user = (userId: string) => `USER#${userId}`;
const casesPartition = (examId: string) => `DISPUTES#${examId}`;
const partition = ({ questionId }: VersionRef) => `QUESTION#${questionId}`;
const caseKey = (ref: VersionRef): Key => ({ pk: partition(ref), sk: `CASE#${padded(ref.version)}` });
const claimKey = (userId: string, { questionId, version }: VersionRef): Key => ({
  pk: user(userId),
  sk: `DISPUTE#${questionId}#${padded(version)}`,
});
/** Without who it is: an instructor's cursor is made of it. */
const disputeKey = (ref: VersionRef, at: string): Key => ({
  pk: partition(ref),
  sk: `DISPUTE#${padded(ref.version)}#${at}`,
});
const answerKey = (ref: VersionRef, answerId: string): Key => ({
  pk: partition(ref),
  sk: `ANSWER#${padded(ref.version)}#${answerId}`,
});
const jobKey = (answerId: string): Key => ({ pk: `JOB#${answerId}`, sk: "JOB" });
