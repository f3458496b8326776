import * as z from "zod";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { TimeZone } from "./contract/time-zone.ts";
import { DomainId, ExamId, TaskId } from "./exams.ts";
import { ItemReview, LearnerItem, Letter, QuestionId, Response } from "./questions.ts";
import { Progress } from "./readiness.ts";

export const AttemptId = id("att");
export const GroupMockId = id("gmk");

/**
 * A `quiz` has no time limit; a `drill` is strictly paced; a `mock` is assembled and timed like the exam, with items on
 * trial among the scored ones.
 */
export const Kind = z.enum(["quiz", "drill", "mock"]);
export type Kind = z.infer<typeof Kind>;

/** `practice` shows feedback after each item, `exam` only at the end. */
export const Mode = z.enum(["practice", "exam"]);
export type Mode = z.infer<typeof Mode>;

/** Numbers of domains and tasks that items are drawn from; empty for the whole exam. */
export const Scope = z.array(z.union([DomainId, TaskId])).max(30);

/**
 * What items are drawn from, by what the learner has done with them: never seen; got wrong the last time; flagged the
 * last time; of the tasks that the learner knows least.
 */
export const Only = z.enum(["unseen", "mistakes", "flagged", "weakest"]);
export type Only = z.infer<typeof Only>;

/** The most items of any attempt: what follows from one has to fit into one transaction of 100 writes. */
export const mostItems = 90;

const pool = {
  scope: Scope.default([]),
  only: Only.optional(),
};

/** Questions to be practised again, in place of a choice by scope. */
const QuestionIds = z.array(QuestionId).min(1).max(mostItems);

/** More time for those who need it, in per cent of the usual time. */
export const ExtraTime = z.number().int().min(0).max(200);

const wish = { id: AttemptId, examId: ExamId };

/** What is asked for when an attempt is started. The caller makes the id. */
const Wish = z.discriminatedUnion("kind", [
  z.object({
    ...wish,
    ...pool,
    kind: z.literal("quiz"),
    mode: Mode,
    count: z.number().int().min(1).max(mostItems),
    questionIds: QuestionIds.optional(),
  }),
  z.object({ ...wish, ...pool, kind: z.literal("drill"), extraTimePercent: ExtraTime.default(0) }),
  z.object({ ...wish, kind: z.literal("mock"), extraTimePercent: ExtraTime.default(0) }),
]);
export type Wish = z.infer<typeof Wish>;

/** How many answers were right, of how many items. Unanswered is wrong. */
const Score = z.object({ correct: z.number().int().min(0), total: z.number().int().min(0) });
export type Score = z.infer<typeof Score>;

/** What is stored of a result: counts over the scored items, and the share of right answers that passes. */
export const Tally = Score.extend({
  answered: z.number().int().min(0),
  byDomain: z.array(Score.extend({ domainId: DomainId })),
  cut: z.number().gt(0).lt(1),
});
export type Tally = z.infer<typeof Tally>;

const share = z.number().min(0).max(1);

/** A 95 % interval of the share that the learner would get right of very many such items. */
const interval = { low: share, high: share };

export const Competency = z.enum(["meets", "needs_improvement", "not_enough_evidence"]);
export type Competency = z.infer<typeof Competency>;

/** A mock's result on the exam's reporting scale: an estimate, with its 95 % band. */
const ScaledScore = z.object({
  score: z.number(),
  low: z.number(),
  high: z.number(),
  pass: z.number(),
  passed: z.boolean(),
});
export type ScaledScore = z.infer<typeof ScaledScore>;

export const Result = Tally.extend({
  byDomain: z.array(Score.extend({ domainId: DomainId, ...interval, competency: Competency })),
  /** Of a mock alone. */
  scaled: ScaledScore.optional(),
}).meta({ id: "Result" });
export type Result = z.infer<typeof Result>;

const base = {
  id: AttemptId,
  examId: ExamId,
  kind: Kind,
  mode: Mode,
  scope: Scope,
  only: Only.optional(),
  count: z.number().int(),
  startedAt: z.iso.datetime(),
  /** Of a cohort's mock: which one. */
  groupMock: z.object({ cohortId: CohortId, mockId: GroupMockId }).optional(),
};

const running = {
  ...base,
  state: z.literal("running"),
  /** When time is up, by the server's clock; absent where there is no limit. */
  deadline: z.iso.datetime().optional(),
  /** The server's clock when it replied. */
  now: z.iso.datetime(),
};
const submitted = {
  ...base,
  state: z.literal("submitted"),
  submittedAt: z.iso.datetime(),
  /** Whether the clock ended it. */
  timedOut: z.boolean(),
  result: Result,
  /** The result before keys were corrected; absent where none was. */
  before: z.object({ result: Result, changedAt: z.iso.datetime() }).optional(),
};
/** Submitted, while others may still sit the same form: nothing is told until then. */
const sealed = {
  ...base,
  state: z.literal("sealed"),
  submittedAt: z.iso.datetime(),
  timedOut: z.boolean(),
  resultsAt: z.iso.datetime(),
  /** The server's clock when it replied. */
  now: z.iso.datetime(),
};

export const AttemptSummary = z.discriminatedUnion("state", [
  z.object({ ...running, answered: z.number().int() }),
  z.object(sealed),
  z.object(submitted),
]);
export type AttemptSummary = z.infer<typeof AttemptSummary>;

/** Where an item stands in its attempt, from 1. */
export const Position = z.number().int().min(1).max(mostItems);

export const Confidence = z.enum(["guess", "unsure", "sure"]);
export type Confidence = z.infer<typeof Confidence>;

const mostHighlights = 50;

/** What a learner has done with one item: the response, and the marks that are the learner's own. */
export const ItemSession = z
  .object({
    /** `null` where there is none, or it was taken back. */
    response: Response.nullable(),
    /** What the response was when the learner first left the item. */
    initial: Response.nullable(),
    confidence: Confidence.nullable(),
    flagged: z.boolean(),
    /** Options that the learner has ruled out. */
    struck: z.array(Letter).max(10),
    note: z.string().max(1000),
    /** Marked passages of the stem, in UTF-16 code units from its beginning: from `from` up to, not including, `to`. */
    highlights: z
      .array(z.object({ from: z.number().int().min(0).max(4000), to: z.number().int().min(1).max(4000) }))
      .max(mostHighlights),
    /** How long the item has been open, in all. */
    seconds: z.number().int().min(0).max(100_000),
  })
  .meta({ id: "ItemSession" });
export type ItemSession = z.infer<typeof ItemSession>;

/** Of an item that nothing was done with. */
export const untouched: ItemSession = {
  response: null,
  initial: null,
  confidence: null,
  flagged: false,
  struck: [],
  note: "",
  highlights: [],
  seconds: 0,
};

const Receipt = {
  /** Counts the changes of this item. The next one sent must be higher. */
  revision: z.number().int().min(1),
  savedAt: z.iso.datetime(),
};

export const SavedSession = ItemSession.extend(Receipt).meta({ id: "SavedSession" });
export type SavedSession = z.infer<typeof SavedSession>;

const RunningItem = z.object({
  position: Position,
  questionId: QuestionId,
  item: LearnerItem,
  saved: SavedSession.optional(),
  /** Only in practice mode, once the learner has asked to check this item. */
  review: ItemReview.optional(),
});
export type RunningItem = z.infer<typeof RunningItem>;

const ReviewedItem = z.object({
  position: Position,
  questionId: QuestionId,
  version: z.number().int(),
  taskId: TaskId,
  /** `false` for an item on trial: it counts for nothing. */
  scored: z.boolean(),
  item: LearnerItem,
  session: ItemSession,
  /** Whether the initial response was right; `null` where there was none. */
  initialCorrect: z.boolean().nullable(),
  review: ItemReview,
  /** Whether the response was right by the key that was corrected later; absent where it was not corrected. */
  correctBefore: z.boolean().optional(),
});
export type ReviewedItem = z.infer<typeof ReviewedItem>;

export const RunningAttempt = z
  .object({ ...running, items: z.array(RunningItem) })
  .meta({ id: "RunningAttempt" });
export type RunningAttempt = z.infer<typeof RunningAttempt>;

export const SubmittedAttempt = z
  .object({ ...submitted, items: z.array(ReviewedItem) })
  .meta({ id: "SubmittedAttempt" });
export type SubmittedAttempt = z.infer<typeof SubmittedAttempt>;

export const SealedAttempt = z.object(sealed).meta({ id: "SealedAttempt" });
export type SealedAttempt = z.infer<typeof SealedAttempt>;

export const Attempt = z.discriminatedUnion("state", [RunningAttempt, SealedAttempt, SubmittedAttempt]);
export type Attempt = z.infer<typeof Attempt>;

/** A mock that a cohort sits together: the same items for all, begun and ended within a window. */
export const GroupMock = z
  .object({
    id: GroupMockId,
    examId: ExamId,
    name: z.string(),
    opensAt: z.iso.datetime(),
    closesAt: z.iso.datetime(),
    state: z.enum(["scheduled", "open", "closed"]),
    /** The server's clock when it replied. */
    now: z.iso.datetime(),
    count: z.number().int(),
    /** How long it takes, without extra time. */
    minutes: z.number().int(),
    /** How many members have begun. */
    begun: z.number().int(),
    /** The caller's own attempt, once there is one. */
    attemptId: AttemptId.optional(),
  })
  .meta({ id: "GroupMock" });
export type GroupMock = z.infer<typeof GroupMock>;

/** What one member has done in a group mock. */
export const GroupMockResult = z.object({
  pseudonym: z.string(),
  /** What the member is called, for instructors, where the member shares results with them. */
  name: z.string().optional(),
  me: z.boolean(),
  result: Result,
});
export type GroupMockResult = z.infer<typeof GroupMockResult>;

const groupMockParams = z.object({ cohortId: CohortId, mockId: GroupMockId });

/** Group mocks are attempts: the same function serves both. */
const groupMocks = {
  scheduleMock: route({
    method: "POST",
    path: "/cohorts/{cohortId}/mocks",
    access: "cohort:instructor",
    summary:
      "Schedule a mock with the same form for all members. The form is chosen now and told to nobody before",
    status: 201,
    params: z.object({ cohortId: CohortId }),
    body: z.object({
      id: GroupMockId,
      name: z.string().trim().min(1).max(80),
      opensAt: z.iso.datetime(),
      closesAt: z.iso.datetime(),
    }),
    reply: GroupMock,
    faults: ["conflict", "bank_too_small"],
  }),
  mocks: route({
    method: "GET",
    path: "/cohorts/{cohortId}/mocks",
    access: "cohort:learner",
    summary: "A cohort's mocks, the latest first",
    params: z.object({ cohortId: CohortId }),
    query: z.object(pageQuery),
    reply: page(GroupMock),
    faults: [],
  }),
  mock: route({
    method: "GET",
    path: "/cohorts/{cohortId}/mocks/{mockId}",
    access: "cohort:learner",
    summary: "A cohort's mock",
    params: groupMockParams,
    reply: GroupMock,
    faults: [],
  }),
  cancelMock: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/mocks/{mockId}",
    access: "cohort:instructor",
    summary: "Cancel a mock that nobody has begun",
    status: 204,
    params: groupMockParams,
    faults: ["conflict"],
  }),
  beginMock: route({
    method: "POST",
    path: "/cohorts/{cohortId}/mocks/{mockId}/attempts",
    access: "cohort:learner",
    summary: "Begin a cohort's mock while its window is open. Its time ends with the window at the latest",
    status: 201,
    params: groupMockParams,
    body: z.object({ id: AttemptId, extraTimePercent: ExtraTime.default(0) }),
    reply: Attempt,
    faults: ["conflict"],
  }),
  mockResults: route({
    method: "GET",
    path: "/cohorts/{cohortId}/mocks/{mockId}/results",
    access: "cohort:learner",
    summary:
      "The results of a mock whose window is over, side by side: the caller's own, and those of members on the boards",
    params: groupMockParams,
    query: z.object(pageQuery),
    reply: page(GroupMockResult),
    faults: ["conflict"],
  }),
};

const attemptParams = z.object({ attemptId: AttemptId });
const itemParams = z.object({
  attemptId: AttemptId,
  position: z.coerce.number<string>().int().min(1).max(mostItems),
});

const revision = z.number().int().min(1).max(1_000_000).describe("one more than the revision last known");

export const attempts = {
  ...groupMocks,
  start: route({
    method: "POST",
    path: "/attempts",
    access: "learner",
    summary: "Start a quiz, a drill or a mock. The caller makes the id, so the request may be sent again",
    status: 201,
    body: Wish,
    reply: Attempt,
    faults: ["not_found", "conflict", "bank_too_small"],
  }),
  list: route({
    method: "GET",
    path: "/attempts",
    access: "learner",
    summary: "The caller's own attempts, newest first",
    query: z.object(pageQuery),
    reply: page(AttemptSummary),
    faults: [],
  }),
  progress: route({
    method: "GET",
    path: "/exams/{examId}/progress",
    access: "learner",
    summary: "Where the caller stands with an exam: readiness, and what there is to practise",
    params: z.object({ examId: ExamId }),
    query: z.object({ timeZone: TimeZone.default("UTC").describe("Where days begin and end") }),
    reply: Progress,
    faults: ["not_found"],
  }),
  get: route({
    method: "GET",
    path: "/attempts/{attemptId}",
    access: "learner",
    summary: "An attempt of the caller's: its items while it runs, its review once it is submitted",
    params: attemptParams,
    reply: Attempt,
    faults: ["not_found"],
  }),
  save: route({
    method: "PUT",
    path: "/attempts/{attemptId}/items/{position}",
    access: "learner",
    summary: "Save the response to an item, with the learner's marks on it",
    params: itemParams,
    body: ItemSession.extend({ revision }),
    /** `now`: the server's clock when it replied, which is later than `savedAt` where the request came again. */
    reply: z.object({ ...Receipt, now: z.iso.datetime() }),
    faults: ["not_found", "conflict", "attempt_closed"],
  }),
  check: route({
    method: "POST",
    path: "/attempts/{attemptId}/items/{position}/check",
    access: "learner",
    summary: "Practice mode: settle the response to an item and see whether and why it is right",
    params: itemParams,
    body: ItemSession.extend({ response: Response }),
    reply: z.object({ saved: SavedSession, review: ItemReview }),
    faults: ["not_found", "conflict", "attempt_closed"],
  }),
  submit: route({
    method: "POST",
    path: "/attempts/{attemptId}/submit",
    access: "learner",
    summary: "Submit an attempt to be scored. However often it is sent, it is scored once",
    params: attemptParams,
    reply: z.discriminatedUnion("state", [SubmittedAttempt, SealedAttempt]),
    faults: ["not_found", "attempt_closed"],
  }),
  discard: route({
    method: "DELETE",
    path: "/attempts/{attemptId}",
    access: "learner",
    summary: "Discard a running attempt. It can't be resumed and counts nowhere",
    status: 204,
    params: attemptParams,
    faults: ["not_found", "attempt_closed"],
  }),
};
