import * as z from "zod";
import { id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { DomainId, ExamId, TaskId } from "./exams.ts";
import { ItemReview, LearnerItem, QuestionId, Response } from "./questions.ts";

export const AttemptId = id("att");

/** `practice` shows feedback after each item, `exam` only at the end. */
export const Mode = z.enum(["practice", "exam"]);
export type Mode = z.infer<typeof Mode>;

/** Numbers of domains and tasks that items are drawn from; empty for the whole exam. */
export const Scope = z.array(z.union([DomainId, TaskId])).max(30);

/** How many answers were right, of how many items. Unanswered is wrong. */
const Score = z.object({ correct: z.number().int().min(0), total: z.number().int().min(0) });
export type Score = z.infer<typeof Score>;

export const Result = Score.extend({
  answered: z.number().int().min(0),
  byDomain: z.array(Score.extend({ domainId: DomainId })),
}).meta({ id: "Result" });
export type Result = z.infer<typeof Result>;

const base = {
  id: AttemptId,
  examId: ExamId,
  mode: Mode,
  scope: Scope,
  startedAt: z.iso.datetime(),
};

const running = { ...base, state: z.literal("running"), count: z.number().int() };
const submitted = {
  ...base,
  state: z.literal("submitted"),
  count: z.number().int(),
  submittedAt: z.iso.datetime(),
  result: Result,
};

export const AttemptSummary = z.discriminatedUnion("state", [
  z.object({ ...running, answered: z.number().int() }),
  z.object(submitted),
]);
export type AttemptSummary = z.infer<typeof AttemptSummary>;

/** Where an item stands in its attempt, from 1. */
const Position = z.number().int().min(1).max(200);

const SavedResponse = z
  .object({
    /** `null` where a response was taken back. */
    response: Response.nullable(),
    /** Counts the changes of this response. The next one sent must be higher. */
    revision: z.number().int().min(1),
    savedAt: z.iso.datetime(),
  })
  .meta({ id: "SavedResponse" });
export type SavedResponse = z.infer<typeof SavedResponse>;

const RunningItem = z.object({
  position: Position,
  questionId: QuestionId,
  item: LearnerItem,
  saved: SavedResponse.optional(),
  /** Only in practice mode, once the learner has asked to check this item. */
  review: ItemReview.optional(),
});
export type RunningItem = z.infer<typeof RunningItem>;

const ReviewedItem = z.object({
  position: Position,
  questionId: QuestionId,
  taskId: TaskId,
  item: LearnerItem,
  response: Response.nullable(),
  review: ItemReview,
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

export const Attempt = z.discriminatedUnion("state", [RunningAttempt, SubmittedAttempt]);
export type Attempt = z.infer<typeof Attempt>;

const attemptParams = z.object({ attemptId: AttemptId });
const itemParams = z.object({
  attemptId: AttemptId,
  position: z.coerce.number<string>().int().min(1).max(200),
});

const ResponseBody = z.object({
  response: Response.nullable().describe("null takes the response back"),
  revision: z.number().int().min(1).max(1_000_000).describe("one more than the revision last known"),
});

export const attempts = {
  start: route({
    method: "POST",
    path: "/attempts",
    access: "learner",
    summary: "Start a quiz. The caller makes the id, so the request may be sent again",
    status: 201,
    body: z.object({
      id: AttemptId,
      examId: ExamId,
      mode: Mode,
      scope: Scope.default([]),
      count: z.number().int().min(1).max(75),
    }),
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
  get: route({
    method: "GET",
    path: "/attempts/{attemptId}",
    access: "learner",
    summary: "An attempt of the caller's: its items while it runs, its review once it is submitted",
    params: attemptParams,
    reply: Attempt,
    faults: ["not_found"],
  }),
  respond: route({
    method: "PUT",
    path: "/attempts/{attemptId}/items/{position}/response",
    access: "learner",
    summary: "Save the response to an item",
    params: itemParams,
    body: ResponseBody,
    reply: SavedResponse,
    faults: ["not_found", "conflict", "attempt_closed"],
  }),
  check: route({
    method: "POST",
    path: "/attempts/{attemptId}/items/{position}/check",
    access: "learner",
    summary: "Practice mode: settle the response to an item and see whether and why it is right",
    params: itemParams,
    body: z.object({ response: Response }),
    reply: z.object({ response: Response, review: ItemReview }),
    faults: ["not_found", "conflict", "attempt_closed"],
  }),
  submit: route({
    method: "POST",
    path: "/attempts/{attemptId}/submit",
    access: "learner",
    summary: "Submit an attempt to be scored. However often it is sent, it is scored once",
    params: attemptParams,
    reply: SubmittedAttempt,
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
