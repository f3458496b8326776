import * as z from "zod";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { ExamId, ItemType, TaskId } from "./exams.ts";
import { Citation } from "./notes.ts";

export const QuestionId = id("que");

/** A question of any state but `pilot` (unscored) and `scored` never reaches a learner. */
export const QuestionState = z.enum([
  "draft",
  "in_review",
  "changes_requested",
  "rejected",
  "approved",
  "pilot",
  "scored",
  "retired",
]);
export type QuestionState = z.infer<typeof QuestionState>;

/** Names an option or a prompt inside one item. */
export const Letter = z.string().regex(/^[a-j]$/, "must be a letter from a to j");

// ---- Responses. A key has the same form as a response, so scoring compares like with like.

const MultipleChoiceResponse = z.object({ type: z.literal("multiple_choice"), choice: Letter });
const MultipleResponseResponse = z.object({
  type: z.literal("multiple_response"),
  /** A set; order carries no meaning. */
  choices: z.array(Letter).min(1).max(10),
});
const OrderingResponse = z.object({
  type: z.literal("ordering"),
  /** First to last. */
  order: z.array(Letter).min(1).max(10),
});
const MatchingResponse = z.object({
  type: z.literal("matching"),
  /** Prompt to option. An option may serve more than one prompt. */
  pairs: z.record(Letter, Letter),
});

export const Response = z
  .discriminatedUnion("type", [
    MultipleChoiceResponse,
    MultipleResponseResponse,
    OrderingResponse,
    MatchingResponse,
  ])
  .meta({ id: "Response" });
export type Response = z.infer<typeof Response>;

// ---- Items as authors see them. Text is plain; a blank line starts a new paragraph.

/** Why an option is right or wrong here (for ordering: why it stands at its place). */
export const Rationale = z.string().min(1).max(2000);

/** The constraint of the stem that decides between the plausible options, in one sentence. */
export const DecidedBy = z.string().min(1).max(600);

const AuthorOption = z.object({ id: Letter, text: z.string().min(1).max(1000), rationale: Rationale });

const Prompt = z.object({ id: Letter, text: z.string().min(1).max(1000) });

const Reference = z.object({
  title: z.string().min(1).max(200),
  /** A public documentation page. */
  url: z.url({ protocol: /^https$/ }),
  /** The day on which what it proves was last compared with what it says. */
  checked: z.iso.date(),
});

/** How hard an item is meant to be. What it turns out to be is told by its statistics. */
export const Difficulty = z.enum(["easy", "medium", "hard"]);
export type Difficulty = z.infer<typeof Difficulty>;

/** What a stem may demand. Real scenarios have several of these, which pull in different directions. */
const Constraint = z.enum([
  "accuracy",
  "auditability",
  "availability",
  "compatibility",
  "compliance",
  "control",
  "cost",
  "deadline",
  "effort",
  "explainability",
  "freshness",
  "latency",
  "portability",
  "privacy",
  "residency",
  "scale",
  "security",
  "throughput",
]);

/**
 * A rating by the modified Angoff method: the share of just-qualified candidates who are expected to get the item
 * right. The mean over a form is its cut score.
 */
const Angoff = z.object({ rating: z.number().gt(0).lt(1), reason: z.string().min(1).max(300) });

/** What has made a text: a model, told what to do by a version of a prompt. */
export const MadeBy = z.object({
  model: z.string(),
  /** As `<name>@<version>`. */
  prompt: z.string(),
});
export type MadeBy = z.infer<typeof MadeBy>;

/** Where an item comes from. */
const Provenance = z.discriminatedUnion("origin", [
  z.object({ origin: z.literal("written"), by: z.string().min(1).max(100), on: z.iso.date() }),
  z.object({
    origin: z.literal("generated"),
    by: MadeBy,
    on: z.iso.date(),
    /** How many people have approved it. */
    approvals: z.number().int().min(1),
  }),
]);

const drafted = {
  stem: z.string().min(1).max(4000),
  options: z.array(AuthorOption),
  decidedBy: DecidedBy,
  references: z.array(Reference).max(5),
  /** The study notes that support it. */
  citations: z.array(Citation).max(5).optional(),
  difficulty: Difficulty,
  /** The kinds of constraints that the stem states. */
  constraints: z.array(Constraint).max(8),
};

const MultipleChoice = z.object({
  ...drafted,
  type: z.literal("multiple_choice"),
  options: drafted.options.length(4),
  key: MultipleChoiceResponse,
});

const MultipleResponse = z.object({
  ...drafted,
  type: z.literal("multiple_response"),
  options: drafted.options.min(5).max(8),
  key: MultipleResponseResponse.extend({ choices: z.array(Letter).min(2) }),
});

const Ordering = z.object({
  ...drafted,
  type: z.literal("ordering"),
  options: drafted.options.min(3).max(5),
  key: OrderingResponse,
});

const Matching = z.object({
  ...drafted,
  type: z.literal("matching"),
  prompts: z.array(Prompt).min(3).max(7),
  options: drafted.options.min(3).max(8),
  key: MatchingResponse,
});

/** What is asked and what is right, before people have rated and approved it. */
export const DraftItem = z
  .discriminatedUnion("type", [MultipleChoice, MultipleResponse, Ordering, Matching])
  .superRefine(checkItem);
export type DraftItem = z.infer<typeof DraftItem>;

const approved = { angoff: Angoff, provenance: Provenance };

/** What is asked and what is right: the content of one version of a question. Immutable once stored. */
export const AuthorItem = z
  .discriminatedUnion("type", [
    MultipleChoice.extend(approved),
    MultipleResponse.extend(approved),
    Ordering.extend(approved),
    Matching.extend(approved),
  ])
  .superRefine(checkItem);
export type AuthorItem = z.infer<typeof AuthorItem>;

interface Checked {
  key: Response;
  options: readonly { id: string }[];
  prompts?: readonly { id: string }[] | undefined;
  references: readonly unknown[];
  citations?: readonly unknown[] | undefined;
}

function checkItem(item: Checked, context: z.RefinementCtx): void {
  const problem = keyProblem(item);
  if (problem) context.addIssue({ code: "custom", path: ["key"], message: problem });
  if (item.references.length + (item.citations?.length ?? 0) === 0) {
    context.addIssue({
      code: "custom",
      path: ["references"],
      message: "must name a page or a note that proves it",
    });
  }
}

function keyProblem(item: Pick<Checked, "key" | "options" | "prompts">): string | undefined {
  const options = item.options.map((option) => option.id);
  const prompts = (item.prompts ?? []).map((prompt) => prompt.id);
  if (new Set(options).size < options.length || new Set(prompts).size < prompts.length)
    return "ids must be unique";
  const { key } = item;
  const named = namedOptions(key);
  if (named.some((letter) => !options.includes(letter))) return "names an option that is not there";
  switch (key.type) {
    case "multiple_choice":
      return undefined;
    case "multiple_response":
      if (new Set(named).size < named.length) return "names an option twice";
      return named.length < options.length ? undefined : "must leave at least one distractor";
    case "ordering":
      return named.length === options.length && new Set(named).size === named.length
        ? undefined
        : "must name every option once";
    case "matching":
      return prompts.length === Object.keys(key.pairs).length &&
        prompts.every((prompt) => prompt in key.pairs)
        ? undefined
        : "must give every prompt one option";
  }
}

/** The options that a response names, in its order, with repetitions. */
export function namedOptions(response: Response): string[] {
  switch (response.type) {
    case "multiple_choice":
      return [response.choice];
    case "multiple_response":
      return response.choices;
    case "ordering":
      return response.order;
    case "matching":
      return Object.values(response.pairs);
  }
}

// ---- Role views. What is not declared here cannot leave the server: replies are parsed.

const LearnerOption = z.object({ id: Letter, text: z.string() });

const learner = { stem: z.string(), options: z.array(LearnerOption) };

/** An item as a learner sees it before it may be reviewed: no key, no rationale, nothing to infer them from. */
export const LearnerItem = z
  .discriminatedUnion("type", [
    z.object({ ...learner, type: z.literal("multiple_choice") }),
    z.object({
      ...learner,
      type: z.literal("multiple_response"),
      /** How many options to choose, as the real exam tells. */
      select: z.number().int(),
    }),
    z.object({ ...learner, type: z.literal("ordering") }),
    z.object({ ...learner, type: z.literal("matching"), prompts: z.array(Prompt) }),
  ])
  .meta({ id: "LearnerItem" });
export type LearnerItem = z.infer<typeof LearnerItem>;

/** What a learner may see once an item is decided. Letters are those of the learner's own item. */
export const ItemReview = z
  .object({
    correct: z.boolean(),
    key: Response,
    rationales: z.record(Letter, z.string()),
    decidedBy: z.string(),
    difficulty: Difficulty,
    references: z.array(Reference),
    citations: z.array(Citation).optional(),
  })
  .meta({ id: "ItemReview" });
export type ItemReview = z.infer<typeof ItemReview>;

/** A question as instructors see it. */
export const Question = z
  .object({
    id: QuestionId,
    examId: ExamId,
    taskId: TaskId,
    state: QuestionState,
    /** Starts at 1; a changed item is a new version. */
    version: z.number().int().min(1),
    /** Only this group's members meet it: it was made from the group's notes. Absent where all do. */
    cohortId: CohortId.optional(),
    item: AuthorItem,
  })
  .meta({ id: "Question" });
export type Question = z.infer<typeof Question>;

const QuestionSummary = Question.omit({ item: true }).extend({ type: ItemType, stem: z.string() });

/**
 * A question with what may be shown of it before it is decided, in its own letters: enough to choose it for a form and
 * to show it, without a key.
 */
export const BankEntry = Question.omit({ item: true }).extend({ face: LearnerItem });
export type BankEntry = z.infer<typeof BankEntry>;

/** What learners' first answers say about a version of a question. */
export const ItemStatistics = z
  .object({
    /** Answers, one from each learner. */
    n: z.number().int().min(0),
    /** Too few for the figures to say much. */
    lowN: z.boolean(),
    /** The share of right answers. */
    facility: z.number().min(0).max(1).nullable(),
    /** Moodle's discrimination index, from -100 to 100. */
    discrimination: z.number().min(-100).max(100).nullable(),
    /** How many responses name each option. */
    choices: z.array(z.object({ option: Letter, count: z.number().int().min(0) })),
    medianSeconds: z.number().min(0).nullable(),
    /** What is worth a look: facility outside .25 to .95, discrimination under 20, a distractor chosen more than the key. */
    flags: z.array(z.enum(["too_hard", "too_easy", "low_discrimination", "distractor_over_key"])),
  })
  .meta({ id: "ItemStatistics" });
export type ItemStatistics = z.infer<typeof ItemStatistics>;

const QuestionStatistics = z.object({
  questionId: QuestionId,
  version: z.number().int(),
  taskId: TaskId,
  type: ItemType,
  stem: z.string(),
  statistics: ItemStatistics,
});

export const questions = {
  list: route({
    method: "GET",
    path: "/exams/{examId}/questions",
    access: "instructor",
    summary: "The questions of an exam's bank, by task",
    params: z.object({ examId: ExamId }),
    query: z.object({ ...pageQuery, taskId: TaskId.optional() }),
    reply: page(QuestionSummary),
    faults: ["not_found"],
  }),
  statistics: route({
    method: "GET",
    path: "/exams/{examId}/statistics",
    access: "instructor",
    summary: "Item statistics of an exam's questions, as far as they have been answered",
    params: z.object({ examId: ExamId }),
    query: z.object(pageQuery),
    reply: page(QuestionStatistics),
    faults: ["not_found"],
  }),
  get: route({
    method: "GET",
    path: "/questions/{questionId}",
    access: "instructor",
    summary: "A question with its key and rationales",
    params: z.object({ questionId: QuestionId }),
    reply: Question,
    faults: ["not_found"],
  }),
};
