import * as z from "zod";
import { AttemptId, mostItems, Result } from "./attempts.ts";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { ExamId, ItemType, TaskId } from "./exams.ts";
import { DecidedBy, ItemStatistics, Letter, Question, QuestionId, Rationale, Response } from "./questions.ts";

export const AnswerId = id("ans");
export const NoticeId = id("ntc");

/** What a learner finds wrong with an item. */
export const DisputeReason = z.enum(["wrong_key", "two_right", "outdated", "unclear", "other"]);
export type DisputeReason = z.infer<typeof DisputeReason>;

const version = z.number().int().min(1);
const text = z.string().trim().min(10).max(2000);

/** What explains a key to learners: what decides, and why each option is right or wrong. */
const Explanation = z.object({
  decidedBy: DecidedBy,
  rationales: z.record(Letter, Rationale),
});

/** What an instructor says to all who dispute a version of a question. */
const Answer = z.object({
  id: AnswerId,
  at: z.iso.datetime(),
  text: z.string(),
  /** `key_corrected`: attempts with this version are scored anew. */
  decision: z.enum(["key_kept", "key_corrected"]),
});

/** A dispute as its learner sees it. */
export const Dispute = z
  .object({
    questionId: QuestionId,
    version,
    examId: ExamId,
    taskId: TaskId,
    /** Where the learner met the item. */
    attemptId: AttemptId,
    position: z.number().int().min(1).max(mostItems),
    reason: DisputeReason,
    text: z.string(),
    at: z.iso.datetime(),
    /** Absent while it is open. */
    answer: Answer.optional(),
  })
  .meta({ id: "Dispute" });
export type Dispute = z.infer<typeof Dispute>;

/** All that learners say about one version of a question. */
export const DisputeCase = z
  .object({
    questionId: QuestionId,
    version,
    examId: ExamId,
    taskId: TaskId,
    type: ItemType,
    stem: z.string(),
    state: z.enum(["open", "answered"]),
    /** How many learners have disputed it, ever. */
    disputes: z.number().int().min(0),
    /** When it was last disputed or answered. */
    changedAt: z.iso.datetime(),
  })
  .meta({ id: "DisputeCase" });
export type DisputeCase = z.infer<typeof DisputeCase>;

/** How far the work that follows from an answer has come: telling who disputed, and scoring anew. */
export const Rescoring = z.object({
  state: z.enum(["running", "done"]),
  /** Learners whose attempts were looked through; attempts scored anew; those of them with another result. */
  learners: z.number().int().min(0),
  attempts: z.number().int().min(0),
  changed: z.number().int().min(0),
  movedAt: z.iso.datetime(),
});
export type Rescoring = z.infer<typeof Rescoring>;

/** One version of a question with what is known of it. */
export const DisputedVersion = z
  .object({
    question: Question,
    /** The version that learners are given now. */
    currentVersion: version,
    statistics: ItemStatistics,
    /** Absent where nobody has disputed it. */
    case: DisputeCase.optional(),
    /** Latest first. */
    answers: z.array(
      Answer.extend({
        /** Whose it is: the id of an account. */
        by: z.string(),
        keyBefore: Response.optional(),
        keyAfter: Response.optional(),
        rescoring: Rescoring,
      }),
    ),
  })
  .meta({ id: "DisputedVersion" });
export type DisputedVersion = z.infer<typeof DisputedVersion>;

const notice = { id: NoticeId, at: z.iso.datetime(), attemptId: AttemptId, examId: ExamId, text: z.string() };

/** What somebody is told until it is dismissed. */
export const Notice = z
  .discriminatedUnion("kind", [
    z.object({
      ...notice,
      kind: z.literal("dispute_answered"),
      position: z.number().int(),
      decision: Answer.shape.decision,
    }),
    z.object({ ...notice, kind: z.literal("rescored"), before: Result, after: Result }),
    z.object({
      id: NoticeId,
      at: z.iso.datetime(),
      /** To reviewers of a group half-way to the owners being told; then to the owners. */
      kind: z.enum(["review_reminder", "review_escalation"]),
      cohortId: CohortId,
      cohortName: z.string(),
      /** How many questions are in review, at that time. */
      waiting: z.number().int(),
    }),
  ])
  .meta({ id: "Notice" });
export type Notice = z.infer<typeof Notice>;

const versionParams = z.object({
  questionId: QuestionId,
  version: z.coerce.number<string>().int().min(1).max(9999),
});

export const disputes = {
  dispute: route({
    method: "POST",
    path: "/attempts/{attemptId}/items/{position}/dispute",
    access: "learner",
    summary: "Dispute an item of a submitted attempt. A learner disputes a version of a question once",
    status: 201,
    params: z.object({
      attemptId: AttemptId,
      position: z.coerce.number<string>().int().min(1).max(mostItems),
    }),
    body: z.object({ reason: DisputeReason, text }),
    reply: Dispute,
    faults: ["not_found", "conflict"],
  }),
  mine: route({
    method: "GET",
    path: "/disputes",
    access: "learner",
    summary: "The caller's own disputes, the latest first",
    query: z.object(pageQuery),
    reply: page(Dispute),
    faults: [],
  }),
  cases: route({
    method: "GET",
    path: "/exams/{examId}/disputes",
    access: "instructor",
    summary:
      "Disputed questions of an exam: the open ones, longest open first, or the answered ones, latest first",
    params: z.object({ examId: ExamId }),
    query: z.object({ ...pageQuery, state: DisputeCase.shape.state.default("open") }),
    reply: page(DisputeCase),
    faults: ["not_found"],
  }),
  version: route({
    method: "GET",
    path: "/questions/{questionId}/versions/{version}",
    access: "instructor",
    summary: "A version of a question with its statistics, and what was answered to those who disputed it",
    params: versionParams,
    reply: DisputedVersion,
    faults: ["not_found"],
  }),
  disputes: route({
    method: "GET",
    path: "/questions/{questionId}/versions/{version}/disputes",
    access: "instructor",
    summary: "What learners say about a version of a question, without saying who they are",
    params: versionParams,
    query: z.object(pageQuery),
    reply: page(z.object({ reason: DisputeReason, text: z.string(), at: z.iso.datetime() })),
    faults: ["not_found"],
  }),
  answer: route({
    method: "POST",
    path: "/questions/{questionId}/versions/{version}/answers",
    access: "instructor",
    summary:
      "Answer those who dispute a version of a question. A corrected key makes a new version and scores anew what was answered with the old one",
    status: 201,
    params: versionParams,
    body: z.object({
      id: AnswerId,
      text,
      key: Response.optional().describe("the corrected key, if it is one"),
      explanation: Explanation.optional().describe(
        "what explains the corrected key; of options that are left out it stays",
      ),
    }),
    reply: DisputedVersion,
    faults: ["not_found", "conflict"],
  }),
  notices: route({
    method: "GET",
    path: "/notices",
    access: "learner",
    summary: "What the caller is told and has not dismissed, the latest first",
    query: z.object(pageQuery),
    reply: page(Notice),
    faults: [],
  }),
  dismiss: route({
    method: "DELETE",
    path: "/notices/{noticeId}",
    access: "learner",
    summary: "Dismiss a notice. One that is gone is dismissed",
    status: 204,
    params: z.object({ noticeId: NoticeId }),
    faults: [],
  }),
};
