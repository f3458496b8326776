import * as z from "zod";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { ExamId, ItemType, TaskId } from "./exams.ts";
import { NoteId } from "./notes.ts";
import { Difficulty } from "./questions.ts";
import { CandidateSummary } from "./review.ts";

export const GenerationId = id("gen");

/** The most questions that are asked for at once. */
export const mostCandidates = 100;

/** Which questions are wanted. Tasks, types and difficulties are spread evenly over the questions. */
const Wish = z.object({
  taskIds: z.array(TaskId).min(1).max(30),
  itemTypes: z.array(ItemType).min(1).max(4),
  difficulties: z.array(Difficulty).min(1).max(3),
  count: z.number().int().min(1).max(mostCandidates),
  /** From which notes; empty for all of the group's own and those shared by the exam. */
  noteIds: z.array(NoteId).max(50).default([]),
  /** What the questions should be about or look like, in the instructor's words. */
  instructions: z.string().trim().max(1000).default(""),
});
export type GenerationWish = z.infer<typeof Wish>;

/** A wish for questions, and how far it is. */
export const Generation = z
  .object({
    id: GenerationId,
    cohortId: CohortId,
    examId: ExamId,
    /** Whose wish it is. */
    by: z.string(),
    at: z.iso.datetime(),
    wish: Wish,
    state: z.enum(["running", "done", "cancelled", "failed"]),
    /** Why it failed, and what to do. */
    problem: z.string().optional(),
    /** How many of the candidates are where; together they are `wish.count`. */
    progress: z.object({
      waiting: z.number().int(),
      writing: z.number().int(),
      checking: z.number().int(),
      /** Checked, and given to reviewers. */
      inReview: z.number().int(),
      /** A check failed three times: shown with what was found. */
      failed: z.number().int(),
      cancelled: z.number().int(),
    }),
    /** What the models have cost so far, in US dollars at list prices; 0 for a model that costs nothing. */
    usd: z.number().min(0),
  })
  .meta({ id: "Generation" });
export type Generation = z.infer<typeof Generation>;

/** What a group may spend on models and guardrails in a calendar month (UTC), and has spent. */
export const Budget = z
  .object({ month: z.string(), usd: z.number(), limitUsd: z.number() })
  .meta({ id: "Budget" });
export type Budget = z.infer<typeof Budget>;

const inCohort = { cohortId: CohortId };
const ofGeneration = z.object({ ...inCohort, generationId: GenerationId });

export const generation = {
  start: route({
    method: "POST",
    path: "/cohorts/{cohortId}/generations",
    access: "cohort:instructor",
    summary: "Have questions written from study notes. They are checked, and then people review each of them",
    status: 201,
    params: z.object(inCohort),
    body: Wish.extend({ id: GenerationId }),
    reply: Generation,
    faults: ["not_found", "conflict", "budget_spent", "too_many_requests"],
  }),
  list: route({
    method: "GET",
    path: "/cohorts/{cohortId}/generations",
    access: "cohort:instructor",
    summary: "Wishes for questions, the latest first",
    params: z.object(inCohort),
    query: z.object(pageQuery),
    reply: page(Generation),
    faults: [],
  }),
  get: route({
    method: "GET",
    path: "/cohorts/{cohortId}/generations/{generationId}",
    access: "cohort:instructor",
    summary: "A wish for questions, and how far it is",
    params: ofGeneration,
    reply: Generation,
    faults: ["not_found"],
  }),
  candidates: route({
    method: "GET",
    path: "/cohorts/{cohortId}/generations/{generationId}/candidates",
    access: "cohort:instructor",
    summary: "The questions of a wish, in their order, also those that failed",
    params: ofGeneration,
    query: z.object(pageQuery),
    reply: page(CandidateSummary),
    faults: ["not_found"],
  }),
  cancel: route({
    method: "POST",
    path: "/cohorts/{cohortId}/generations/{generationId}/cancel",
    access: "cohort:instructor",
    summary: "Stop writing questions. What is in review already stays there",
    params: ofGeneration,
    reply: Generation,
    faults: ["not_found", "conflict"],
  }),
  budget: route({
    method: "GET",
    path: "/cohorts/{cohortId}/budget",
    access: "cohort:instructor",
    summary: "What the group has spent on models and guardrails this month, and may spend",
    params: z.object(inCohort),
    reply: Budget.extend({
      /** By what it was spent for. */
      jobs: z.array(z.object({ job: z.string(), calls: z.number().int(), usd: z.number() })),
    }),
    faults: [],
  }),
};
