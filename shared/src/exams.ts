import * as z from "zod";
import { route } from "./contract/route.ts";

/** The item types of professional certification exams. Which of them an exam uses is in its profile. */
export const ItemType = z.enum(["multiple_choice", "multiple_response", "ordering", "matching"]);
export type ItemType = z.infer<typeof ItemType>;

export const ExamId = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens");

export const DomainId = z.string().regex(/^[1-9]\d?$/, "must be a domain's number, such as 2");
export const TaskId = z.string().regex(/^[1-9]\d?\.[1-9]\d?$/, "must be a task's number, such as 2.3");

const Task = z.object({
  id: TaskId,
  title: z.string().min(1).max(200),
  /** What the task covers, in a sentence or two. */
  summary: z.string().min(1).max(600),
});

const Domain = z.object({
  id: DomainId,
  title: z.string().min(1).max(200),
  /** Share of the scored content, in per cent. */
  weight: z.number().min(0).max(100),
  tasks: z.array(Task).min(1),
});
export type Domain = z.infer<typeof Domain>;

/** An exam as data: all that the platform knows about it. */
export const ExamProfile = z
  .object({
    id: ExamId,
    /** The vendor's short code, as candidates say it. */
    code: z.string().min(1).max(20),
    title: z.string().min(1).max(200),
    vendor: z.string().min(1).max(100),
    description: z.string().min(1).max(2000),
    durationMinutes: z.number().int().positive(),
    /** Items that count, and items on trial that look the same and don't. */
    scoredItems: z.number().int().positive(),
    unscoredItems: z.number().int().min(0),
    /** The reporting scale and the scaled score that passes. */
    scale: z.object({ min: z.number(), max: z.number(), pass: z.number() }),
    /** The share of each item type in a form, in per cent. A type that is not named is not used. */
    itemTypes: z.partialRecord(ItemType, z.number().positive().max(100)),
    /** How candidates share out their time. */
    pacing: z.object({
      /** Kept at the end for looking at flagged items again. */
      reviewMinutes: z.number().min(0),
      /** For each item of a strictly paced drill. */
      drillSeconds: z.number().int().positive(),
    }),
    domains: z.array(Domain).min(1),
    /** The vendor's public page about the exam. */
    url: z.url({ protocol: /^https$/ }),
  })
  .refine((exam) => Math.abs(exam.domains.reduce((sum, domain) => sum + domain.weight, 0) - 100) < 1e-6, {
    path: ["domains"],
    message: "weights must sum to 100",
  })
  .refine((exam) => Math.abs(Object.values(exam.itemTypes).reduce((a, b) => a + b, 0) - 100) < 1e-6, {
    path: ["itemTypes"],
    message: "shares must sum to 100",
  })
  .refine((exam) => exam.pacing.reviewMinutes < exam.durationMinutes, {
    path: ["pacing", "reviewMinutes"],
    message: "must leave time for the items",
  })
  .refine(
    (exam) =>
      exam.domains.every((domain) => domain.tasks.every((task) => task.id.startsWith(`${domain.id}.`))),
    {
      path: ["domains"],
      message: "a task's id starts with its domain's",
    },
  );
export type ExamProfile = z.infer<typeof ExamProfile>;

const ExamSummary = z.object({
  id: ExamId,
  code: z.string(),
  title: z.string(),
  vendor: z.string(),
});

export const exams = {
  list: route({
    method: "GET",
    path: "/exams",
    access: "learner",
    summary: "The exams that can be prepared for",
    reply: z.object({ items: z.array(ExamSummary) }),
    faults: [],
  }),
  get: route({
    method: "GET",
    path: "/exams/{examId}",
    access: "learner",
    summary: "An exam's profile: facts, domains and tasks",
    params: z.object({ examId: ExamId }),
    reply: ExamProfile,
    faults: ["not_found"],
  }),
};
