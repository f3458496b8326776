import * as z from "zod";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { ExamId, ItemType, TaskId } from "./exams.ts";
import { Passage } from "./notes.ts";
import {
  AuthorItem,
  Difficulty,
  DraftItem,
  ItemStatistics,
  MadeBy,
  QuestionId,
  QuestionState,
  Response,
} from "./questions.ts";

export const VoteId = id("vot");
export const EditId = id("edt");

/** The most rounds of changes that are asked for. */
export const mostRounds = 3;

/**
 * Where a question of a group stands before it is in the bank:
 * `draft` (being written and checked) -> `in_review` | `failed`; `in_review` -> `changes_requested` (being written anew)
 * -> `in_review`; `in_review` -> `approved` (in the bank, whose state is told from then on) | `rejected` | `expired`.
 * A question in any of these but `approved` never reaches a learner.
 */
export const CandidateState = z.enum([
  "draft",
  "failed",
  "in_review",
  "changes_requested",
  "approved",
  "rejected",
  "expired",
  "cancelled",
]);
export type CandidateState = z.infer<typeof CandidateState>;

export const CheckName = z.enum(["schema", "grounded", "key", "duplicate", "lint", "scope", "safety"]);
export type CheckName = z.infer<typeof CheckName>;

/** What one check says of one version, with what it is based on. `unknown`: it could not be made, and says why. */
export const Check = z
  .object({
    name: CheckName,
    verdict: z.enum(["passed", "failed", "warning", "unknown"]),
    /** A sentence or two for the reviewer. */
    message: z.string(),
    /** Of `grounded`: each claim of key and rationales, and the sentence of a passage that supports it. */
    claims: z
      .array(
        z.object({
          text: z.string(),
          supported: z.boolean(),
          /** An index of the version's passages. */
          passage: z.number().int().nullable(),
          sentence: z.string().nullable(),
        }),
      )
      .optional(),
    /** Of `duplicate`: the nearest questions of the bank and of the queue, the most similar first. */
    similar: z
      .array(z.object({ questionId: QuestionId, stem: z.string(), similarity: z.number().min(0).max(1) }))
      .optional(),
    /** Of `key`: what another model answers that has not seen the key. */
    answer: z.object({ response: Response, reason: z.string() }).optional(),
    by: MadeBy.optional(),
  })
  .meta({ id: "Check" });
export type Check = z.infer<typeof Check>;

const Person = z.object({ userId: z.string(), name: z.string() });

export const RejectReason = z.enum([
  "wrong",
  "not_in_notes",
  "out_of_scope",
  "duplicate",
  "trivial",
  "unclear",
  "two_right",
  "other",
]);
export type RejectReason = z.infer<typeof RejectReason>;

const version = z.number().int().min(1);
const words = z.string().trim().min(3).max(2000);

/** The share of just-qualified candidates who are expected to get it right (modified Angoff method). */
const AngoffRating = z.number().gt(0).lt(1);

const Verdict = z.discriminatedUnion("vote", [
  z.object({ vote: z.literal("approve"), angoff: AngoffRating, comment: words.optional() }),
  z.object({ vote: z.literal("request_changes"), instructions: words }),
  z.object({ vote: z.literal("reject"), reason: RejectReason, comment: words }),
]);

/** What a reviewer says of one version. A vote on the same version replaces the reviewer's own before. */
export const Vote = z
  .object({ id: VoteId, at: z.iso.datetime(), by: Person, version, verdict: Verdict })
  .meta({ id: "Vote" });
export type Vote = z.infer<typeof Vote>;

/** One version of a candidate: how it came to be, what it was made from, what the checks say. Never changed. */
export const CandidateVersion = z
  .object({
    version,
    at: z.iso.datetime(),
    item: DraftItem,
    made: z.discriminatedUnion("how", [
      z.object({
        how: z.literal("generated"),
        by: MadeBy,
        /** What it was told to make otherwise: of a reviewer, or what the checks had found. */
        instructions: z.string().optional(),
      }),
      z.object({ how: z.literal("edited"), by: Person, comment: z.string() }),
    ]),
    passages: z.array(Passage),
    checks: z.array(Check),
  })
  .meta({ id: "CandidateVersion" });
export type CandidateVersion = z.infer<typeof CandidateVersion>;

/** Who works on it, so that nobody else does unknowingly. */
const Lease = z.object({ by: Person, until: z.iso.datetime() });

export const CandidateSummary = z
  .object({
    /** It keeps this id in the bank. */
    id: QuestionId,
    cohortId: CohortId,
    examId: ExamId,
    taskId: TaskId,
    type: ItemType,
    difficulty: Difficulty,
    state: CandidateState,
    /** What happens to a draft now. */
    step: z.enum(["waiting", "writing", "checking"]).optional(),
    /** Of the wish that it was made for. */
    generationId: z.string(),
    /** 0 while there is none. */
    version: z.number().int().min(0),
    /** Empty while there is no version. */
    stem: z.string(),
    /** Since when it is in this state. */
    since: z.iso.datetime(),
    /** How often changes were asked for. */
    round: z.number().int().min(0),
    /** Of the current version; the names of the checks by verdict. */
    failed: z.array(CheckName),
    warned: z.array(CheckName),
    votes: z.object({ approve: z.number().int(), reject: z.number().int(), quorum: z.number().int() }),
    lease: Lease.optional(),
    /** The caller's own vote on the current version. */
    myVote: z.enum(["approve", "reject"]).optional(),
    /** Why there is no question, where it failed. */
    problem: z.string().optional(),
    escalated: z.boolean(),
  })
  .meta({ id: "CandidateSummary" });
export type CandidateSummary = z.infer<typeof CandidateSummary>;

/** All that reviewers know of a candidate. */
export const Candidate = CandidateSummary.extend({
  /** The current version; absent while there is none. */
  current: CandidateVersion.optional(),
  /** On the current version, the earliest first. */
  currentVotes: z.array(Vote),
  /** Why the caller's approval alone would not do, though the quorum is 1; absent where it would. */
  approvalNeedsOther: z.string().optional(),
  /** When reviewers are reminded, the owner is told, and it expires; while it is in review. */
  due: z
    .object({ reminder: z.iso.datetime(), escalation: z.iso.datetime(), expiry: z.iso.datetime() })
    .optional(),
  /** What has become of it in the bank, where it was approved. */
  question: z.object({ state: QuestionState, version }).optional(),
}).meta({ id: "Candidate" });
export type Candidate = z.infer<typeof Candidate>;

/** One event in the life of a question of a group. Never changed, and kept when the question is gone. */
export const LifeEvent = z
  .object({
    at: z.iso.datetime(),
    questionId: QuestionId,
    action: z.enum([
      "wished",
      "version_made",
      "checked",
      "failed",
      "sent_to_review",
      "edited",
      "voted",
      "changes_requested",
      "approved",
      "rejected",
      "reminded",
      "escalated",
      "expired",
      "cancelled",
      "admitted",
      "promoted",
      "signed_off",
      "back_to_review",
      "retired",
      "key_corrected",
    ]),
    /** A person's name as it was then; absent for what happens by itself. */
    actor: z.string().optional(),
    actorId: z.string().optional(),
    version: version.optional(),
    /** In words: a comment, instructions, a reason, what checks have found, statistics. */
    detail: z.string().optional(),
    by: MadeBy.optional(),
  })
  .meta({ id: "LifeEvent" });
export type LifeEvent = z.infer<typeof LifeEvent>;

/** A question of a group in the bank, with what may happen to it next. */
export const GroupQuestion = z
  .object({
    id: QuestionId,
    taskId: TaskId,
    type: ItemType,
    stem: z.string(),
    version,
    state: QuestionState,
    statistics: ItemStatistics,
    openDispute: z.boolean(),
    /** What a pilot still lacks to count by itself; empty where nothing is. */
    lacks: z.array(z.enum(["answers", "facility", "discrimination", "dispute_open"])),
  })
  .meta({ id: "GroupQuestion" });
export type GroupQuestion = z.infer<typeof GroupQuestion>;

/** How the review works, over the last twelve weeks. */
export const ReviewQuality = z
  .object({
    weeks: z.array(
      z.object({
        /** A Monday, in the group's time zone. */
        from: z.iso.date(),
        approved: z.number().int(),
        rejected: z.number().int(),
        changesRequested: z.number().int(),
        expired: z.number().int(),
      }),
    ),
    /** In review now, by how many days they have been. */
    queue: z.object({
      open: z.number().int(),
      ages: z.array(z.object({ fromDays: z.number().int(), count: z.number().int() })),
      oldest: z.iso.datetime().optional(),
    }),
    /** Decided ones by the prompt that wrote the first version, and by task. */
    acceptance: z.array(
      z.object({ prompt: z.string(), taskId: TaskId, approved: z.number().int(), decided: z.number().int() }),
    ),
    /** Over versions on which two reviewers or more have voted: pairs of the first two votes. */
    agreement: z.object({
      pairs: z.number().int(),
      same: z.number().int(),
      /** Cohen's kappa; `null` where chance alone would always agree, or there are no pairs. */
      kappa: z.number().nullable(),
    }),
    /** Approved ones with 30 first answers or more, and how many of them have bad statistics. */
    later: z.object({ known: z.number().int(), bad: z.number().int() }),
  })
  .meta({ id: "ReviewQuality" });
export type ReviewQuality = z.infer<typeof ReviewQuality>;

export const ReviewSettings = z
  .object({
    /** How many must approve; `null` for 2 where there are two instructors or more, and else 1. */
    quorum: z.number().int().min(1).max(5).nullable(),
    /** What that is now. */
    effective: z.number().int().min(1).max(5),
  })
  .meta({ id: "ReviewSettings" });
export type ReviewSettings = z.infer<typeof ReviewSettings>;

const inCohort = { cohortId: CohortId };
const ofCandidate = z.object({ ...inCohort, questionId: QuestionId });

export const review = {
  queue: route({
    method: "GET",
    path: "/cohorts/{cohortId}/candidates",
    access: "cohort:instructor",
    summary: "A group's candidates in one state, those longest in it first",
    params: z.object(inCohort),
    query: z.object({
      ...pageQuery,
      state: CandidateState.default("in_review"),
      taskId: TaskId.optional(),
      type: ItemType.optional(),
      /** Only those where this check failed or warns. */
      check: CheckName.optional(),
      /** Only those that are longer in this state than as many days. */
      olderThanDays: z.coerce.number<string | number>().int().min(1).max(30).optional(),
      /** `todo`: the caller has not voted on and nobody else works on; `leased`: the caller works on. */
      mine: z.enum(["todo", "leased"]).optional(),
    }),
    reply: page(CandidateSummary),
    faults: [],
  }),
  candidate: route({
    method: "GET",
    path: "/cohorts/{cohortId}/candidates/{questionId}",
    access: "cohort:instructor",
    summary: "All about a candidate: its current version, passages, checks and votes",
    params: ofCandidate,
    reply: Candidate,
    faults: ["not_found"],
  }),
  versions: route({
    method: "GET",
    path: "/cohorts/{cohortId}/candidates/{questionId}/versions",
    access: "cohort:instructor",
    summary: "All versions of a candidate, the first first",
    params: ofCandidate,
    query: z.object(pageQuery),
    reply: page(CandidateVersion),
    faults: ["not_found"],
  }),
  life: route({
    method: "GET",
    path: "/cohorts/{cohortId}/candidates/{questionId}/life",
    access: "cohort:instructor",
    summary: "What has happened to a question since it was wished for, the first first",
    params: ofCandidate,
    query: z.object(pageQuery),
    reply: page(LifeEvent),
    faults: ["not_found"],
  }),
  lease: route({
    method: "PUT",
    path: "/cohorts/{cohortId}/candidates/{questionId}/lease",
    access: "cohort:instructor",
    summary: "Work on a candidate for 30 minutes from now, so that nobody else does unknowingly",
    params: ofCandidate,
    reply: Candidate,
    faults: ["not_found", "conflict"],
  }),
  release: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/candidates/{questionId}/lease",
    access: "cohort:instructor",
    summary: "Stop working on a candidate. Somebody else's lease stays",
    status: 204,
    params: ofCandidate,
    faults: [],
  }),
  edit: route({
    method: "POST",
    path: "/cohorts/{cohortId}/candidates/{questionId}/versions",
    access: "cohort:instructor",
    summary:
      "Make an edited version of a candidate in review. It is checked by rule, and votes on the version before no longer count",
    status: 201,
    params: ofCandidate,
    body: z.object({ id: EditId, basedOn: version, item: DraftItem, comment: words }),
    reply: Candidate,
    faults: ["not_found", "conflict"],
  }),
  vote: route({
    method: "POST",
    path: "/cohorts/{cohortId}/candidates/{questionId}/votes",
    access: "cohort:instructor",
    summary:
      "Approve, reject or have changed. Approvals and rejections decide when as many agree as the quorum; where votes differ, an owner's decides. A request for changes does at once",
    status: 201,
    params: ofCandidate,
    body: z.object({ id: VoteId, version, verdict: Verdict }),
    reply: Candidate,
    faults: ["not_found", "conflict"],
  }),
  settings: route({
    method: "GET",
    path: "/cohorts/{cohortId}/review-settings",
    access: "cohort:instructor",
    summary: "How many must approve a question",
    params: z.object(inCohort),
    reply: ReviewSettings,
    faults: [],
  }),
  changeSettings: route({
    method: "PUT",
    path: "/cohorts/{cohortId}/review-settings",
    access: "cohort:owner",
    summary: "Say how many must approve a question. It holds for what is decided from then on",
    params: z.object(inCohort),
    body: ReviewSettings.pick({ quorum: true }),
    reply: ReviewSettings,
    faults: ["conflict"],
  }),
  quality: route({
    method: "GET",
    path: "/cohorts/{cohortId}/review-quality",
    access: "cohort:instructor",
    summary:
      "How the review works: throughput, ages, acceptance, agreement, and what became of what was approved",
    params: z.object(inCohort),
    reply: ReviewQuality,
    faults: [],
  }),
  trail: route({
    method: "GET",
    path: "/cohorts/{cohortId}/review-trail",
    access: "cohort:instructor",
    summary: "Everything that has happened to any of the group's questions, the latest first",
    params: z.object(inCohort),
    query: z.object(pageQuery),
    reply: page(LifeEvent),
    faults: [],
  }),
  questions: route({
    method: "GET",
    path: "/cohorts/{cohortId}/questions",
    access: "cohort:instructor",
    summary: "The group's own questions in the bank, by task, with their statistics",
    params: z.object(inCohort),
    query: z.object(pageQuery),
    reply: page(GroupQuestion),
    faults: [],
  }),
  question: route({
    method: "GET",
    path: "/cohorts/{cohortId}/questions/{questionId}",
    access: "cohort:instructor",
    summary: "One of the group's own questions as it is in the bank",
    params: ofCandidate,
    reply: GroupQuestion.extend({ item: AuthorItem }),
    faults: ["not_found"],
  }),
  changeState: route({
    method: "POST",
    path: "/cohorts/{cohortId}/questions/{questionId}/state",
    access: "cohort:instructor",
    summary:
      "Sign a pilot off so that it counts, though too few have answered it; or retire a question. Attempts keep what they were given",
    params: ofCandidate,
    body: z.object({ version, to: z.enum(["scored", "retired"]), comment: words }),
    reply: GroupQuestion,
    faults: ["not_found", "conflict"],
  }),
};
