import * as z from "zod";
import { DomainId, TaskId } from "./exams.ts";

const probability = z.number().min(0).max(1);
const count = z.number().int().min(0);

const NotEnoughEvidence = z.object({
  state: z.literal("not_enough_evidence"),
  /** Answers to new questions within the window, and how many it takes. */
  firstExposures: count,
  needed: count,
  mocks: count,
  /** Answers to new questions that are missing, and the full mocks of new questions that would bring them. */
  missing: z.object({ answers: count, mocks: count }),
});

const DomainEstimate = z.object({
  domainId: DomainId,
  /** Answers to new questions within the window. */
  answered: count,
  correct: count,
  /** The share of right answers to expect in the domain now, with a 95 % credible interval. */
  share: probability,
  low: probability,
  high: probability,
  state: z.enum(["estimated", "not_enough_evidence"]),
});

const Raise = z.object({
  domainId: DomainId,
  /** The weakest of the domain's tasks that have enough answers, if there is one. */
  taskId: TaskId.optional(),
  /** How many more items of a form would be right, on average, if a quarter of the domain's wrong ones came out right. */
  items: z.number().min(0),
  /** By how much the probability of passing would grow then. */
  probability,
});

const Estimated = z.object({
  state: z.literal("estimated"),
  firstExposures: count,
  /** Of passing a form of new questions now, with the values at the ends of a 95 % credible interval of the share. */
  probability,
  low: probability,
  high: probability,
  /** The share of right answers to expect in the whole form, and the one that passes. */
  expectedShare: probability,
  cut: probability,
  /** In the order of the profile. */
  domains: z.array(DomainEstimate),
  /** The domain with the most to gain first. */
  raise: z.array(Raise),
});

/** How ready a learner is, from answers to questions that were new: or what is missing to tell. */
export const Readiness = z
  .discriminatedUnion("state", [NotEnoughEvidence, Estimated])
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;

/** Where a learner stands with an exam's bank. */
export const Progress = z
  .object({
    readiness: Readiness,
    /** Questions seen; of these, those that were wrong the last time, and those that are flagged. */
    seen: count,
    mistakes: count,
    flagged: count,
    /** Tasks in which the learner has answered something: how many questions, and how many right the last time. */
    tasks: z.array(z.object({ taskId: TaskId, answered: count, right: count })),
    /** The tasks that the learner knows least, the weakest first; empty where too little is known. */
    weakest: z.array(TaskId),
    /** Days of the last twelve weeks with answers to new questions, oldest first. */
    days: z.array(z.object({ date: z.iso.date(), answered: count, right: count })),
  })
  .meta({ id: "Progress" });
export type Progress = z.infer<typeof Progress>;
