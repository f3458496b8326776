import * as z from "zod";
import { AttemptId, Position } from "./attempts.ts";
import { CohortId, id } from "./contract/ids.ts";
import { page, pageQuery } from "./contract/page.ts";
import { route } from "./contract/route.ts";
import { TaskId } from "./exams.ts";
import { Citation, NoteId, Passage } from "./notes.ts";

export const ConversationId = id("cnv");
export const AnswerId = id("ans");
export const GapId = id("gap");

/** How much the tutor tells: a nudge, a question that leads on, or all of it. */
export const Help = z.enum(["hint", "guided", "full"]);
export type Help = z.infer<typeof Help>;

/** A decided item of one of the caller's own attempts, which a question is about. */
export const About = z.object({ attemptId: AttemptId, position: Position });
export type About = z.infer<typeof About>;

/** In which notes is looked; all of the group's and of the exam's where it says nothing. */
export const Within = z.object({
  noteIds: z.array(NoteId).max(20).optional(),
  taskIds: z.array(TaskId).max(30).optional(),
});
export type Within = z.infer<typeof Within>;

/**
 * `answering` -> `answered` | `not_in_notes` | `declined` | `stopped` | `failed`. `not_in_notes`: the notes don't answer
 * the question; the passages are the nearest there are. `declined`: a filter would not let the question or the answer
 * through. `stopped`: by the learner. `failed`: broken off; what was written until then is kept.
 */
export const AnswerState = z.enum(["answering", "answered", "not_in_notes", "declined", "stopped", "failed"]);
export type AnswerState = z.infer<typeof AnswerState>;

/** A passage that was found for a question. It is cited only where the text has its number in brackets. */
export const RetrievedPassage = Passage.extend({
  /** From 1: what `[1]` in the text means. */
  number: z.number().int().min(1),
}).meta({ id: "RetrievedPassage" });
export type RetrievedPassage = z.infer<typeof RetrievedPassage>;

/** The sentence of a cited passage that says what the answer says. */
export const AnswerCitation = Citation.extend({ number: z.number().int().min(1) }).meta({
  id: "AnswerCitation",
});
export type AnswerCitation = z.infer<typeof AnswerCitation>;

/** One statement of an answer, and what it rests on. */
export const Claim = z
  .object({
    /** As it stands in the text, without its numbers. */
    text: z.string(),
    /** The passages that it cites. */
    numbers: z.array(z.number().int().min(1)),
    /** `item`: the rationale of the item that is asked about. `unchecked`: nothing could check it. */
    support: z.enum(["notes", "item", "tool", "none", "unchecked"]),
    /** From 0 to 1: how well what it cites says the same; `null` where nothing has measured it. */
    score: z.number().min(0).max(1).nullable(),
  })
  .meta({ id: "Claim" });
export type Claim = z.infer<typeof Claim>;

/** A tool that the model has used on the way. */
export const ToolUse = z
  .object({
    name: z.enum(["calculate", "my_progress"]),
    /** JSON. */
    input: z.string(),
    /** JSON; a message where it failed. */
    output: z.string(),
    failed: z.boolean(),
  })
  .meta({ id: "ToolUse" });
export type ToolUse = z.infer<typeof ToolUse>;

/** Who wrote an answer. `quotes`: no model could, so it is the sentences of the notes that fit best. */
export const AnsweredBy = z.object({
  how: z.enum(["model", "quotes"]),
  /** Empty for `quotes`. */
  model: z.string(),
  /** As `<name>@<version>`. */
  prompt: z.string(),
});
export type AnsweredBy = z.infer<typeof AnsweredBy>;

export const AnswerUsage = z.object({
  inputTokens: z.number().int().min(0),
  outputTokens: z.number().int().min(0),
  /** US dollars at list prices, of models and of guardrails; 0 where they cost nothing. The tokens are those of models. */
  usd: z.number().min(0),
  /** From the request to the first text, in ms; `null` where there was none. */
  firstTextMs: z.number().int().min(0).nullable(),
  /** From the request to the end, in ms. */
  ms: z.number().int().min(0),
});
export type AnswerUsage = z.infer<typeof AnswerUsage>;

export const FeedbackReason = z.enum(["wrong", "not_supported", "not_helpful", "unclear", "other"]);

export const Feedback = z.object({
  thumb: z.enum(["up", "down"]),
  reason: FeedbackReason.optional(),
  text: z.string().trim().max(1000).optional(),
});
export type Feedback = z.infer<typeof Feedback>;

/** A question and its answer. `[1]` in the text cites a passage; `[?]` follows what nothing supports. */
export const Answer = z
  .object({
    id: AnswerId,
    conversationId: ConversationId,
    askedAt: z.iso.datetime(),
    /** As asked, personal data masked. */
    question: z.string(),
    help: Help,
    about: About.optional(),
    within: Within.optional(),
    state: AnswerState,
    /** The question that was looked for: one that needs no conversation to be understood. Empty until it is known. */
    searched: z.string(),
    passages: z.array(RetrievedPassage),
    tools: z.array(ToolUse),
    /** Markdown. While `answering`, what is written so far; it may be some seconds behind the stream. */
    text: z.string(),
    claims: z.array(Claim),
    citations: z.array(AnswerCitation),
    by: AnsweredBy.optional(),
    usage: AnswerUsage.optional(),
    /** For people: why it was declined, or has failed, and what to do. */
    notice: z.string().optional(),
    feedback: Feedback.optional(),
    /** Whether the learner has told the instructors that the notes lack it. */
    reported: z.boolean(),
  })
  .meta({ id: "Answer" });
export type Answer = z.infer<typeof Answer>;

/**
 * What comes while a question is answered, in this order: `passages`; `tool` and `text` as they come; `citations`, whose
 * text replaces what has come; `usage`; `end`. A `fault` ends it at any place. A declined question has no passages.
 */
export const TutorEvent = z
  .discriminatedUnion("event", [
    z.object({ event: z.literal("passages"), searched: z.string(), passages: z.array(RetrievedPassage) }),
    z.object({ event: z.literal("tool"), tool: ToolUse }),
    z.object({ event: z.literal("text"), text: z.string() }),
    z.object({
      event: z.literal("citations"),
      text: z.string(),
      claims: z.array(Claim),
      citations: z.array(AnswerCitation),
    }),
    z.object({ event: z.literal("usage"), by: AnsweredBy, usage: AnswerUsage }),
    z.object({ event: z.literal("end"), state: AnswerState, notice: z.string().optional() }),
    z.object({ event: z.literal("fault"), code: z.string(), message: z.string() }),
  ])
  .meta({ id: "TutorEvent" });
export type TutorEvent = z.infer<typeof TutorEvent>;

const title = z.string().trim().min(1).max(120);

/** A learner's conversation with the tutor of a group. Nobody else can read it. */
export const Conversation = z
  .object({
    id: ConversationId,
    title: z.string(),
    createdAt: z.iso.datetime(),
    /** The last question. */
    changedAt: z.iso.datetime(),
    answers: z.number().int().min(0),
    /** What the tutor keeps in mind of it, in a few sentences; the learner may change it. */
    memory: z.string(),
  })
  .meta({ id: "Conversation" });
export type Conversation = z.infer<typeof Conversation>;

/** Something that learners asked and the notes don't answer. */
export const Gap = z
  .object({
    id: GapId,
    /** As the first learner asked it. */
    question: z.string(),
    /** How many learners have asked it, or nearly the same. */
    learners: z.number().int().min(1),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
    state: z.enum(["open", "added", "dismissed"]),
    /** The note that was nearest, if any. */
    nearest: Passage.pick({ noteId: true, noteTitle: true, cohortId: true }).optional(),
  })
  .meta({ id: "Gap" });
export type Gap = z.infer<typeof Gap>;

/** What a learner thought of an answer, with the answer, for instructors. Not who it was. */
export const RatedAnswer = z
  .object({
    at: z.iso.datetime(),
    feedback: Feedback,
    answer: Answer.omit({ feedback: true, reported: true, about: true, conversationId: true }),
  })
  .meta({ id: "RatedAnswer" });
export type RatedAnswer = z.infer<typeof RatedAnswer>;

const count = z.number().int().min(0);

/** What a group's answers by one model come to, in a month. */
export const TutorFigures = z.object({
  cohortId: CohortId,
  /** Empty for quotes without a model. */
  model: z.string(),
  answers: count,
  /** Of these, by how they ended. */
  states: z.partialRecord(AnswerState, count),
  claims: count,
  unsupported: count,
  thumbsUp: count,
  thumbsDown: count,
  inputTokens: count,
  outputTokens: count,
  usd: z.number().min(0),
  /** ms; from a histogram, so it is the upper end of a class. `null` where there is none. */
  firstTextMs: z.object({ p50: count, p95: count }).nullable(),
  ms: z.object({ p50: count, p95: count }).nullable(),
});
export type TutorFigures = z.infer<typeof TutorFigures>;

/** The same for those who run the platform, who know no group by its id. */
export const GroupFigures = TutorFigures.extend({
  /** Absent where the group is deleted. */
  cohortName: z.string().optional(),
});
export type GroupFigures = z.infer<typeof GroupFigures>;

/** A model that is let alone for a while because it failed, or was. */
export const BreakerState = z.object({
  model: z.string(),
  state: z.enum(["closed", "open", "half_open"]),
  since: z.iso.datetime(),
});
export type BreakerState = z.infer<typeof BreakerState>;

const inCohort = { cohortId: CohortId };
const ofConversation = z.object({ ...inCohort, conversationId: ConversationId });
const ofAnswer = z.object({ ...inCohort, conversationId: ConversationId, answerId: AnswerId });

export const tutor = {
  ask: route({
    method: "POST",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers",
    access: "cohort:learner",
    summary:
      "Ask, in a new conversation or a further one. The answer comes as server-sent events. Sent again, what is stored of it comes",
    params: ofConversation,
    body: z.object({
      id: AnswerId,
      question: z.string().trim().min(1).max(2000),
      help: Help.default("full"),
      about: About.optional(),
      within: Within.optional(),
    }),
    stream: TutorEvent,
    // `conflict`: while the caller sits the exam, while the same question is being answered, in an archived group.
    faults: ["not_found", "conflict", "too_many_requests", "budget_spent"],
  }),
  answers: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers",
    access: "cohort:learner",
    summary: "The caller's questions of a conversation with their answers, newest first",
    params: ofConversation,
    query: z.object(pageQuery),
    reply: page(Answer),
    faults: ["not_found", "conflict"],
  }),
  answer: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}",
    access: "cohort:learner",
    summary: "One answer, as far as it is stored: for who has lost its stream",
    params: ofAnswer,
    reply: Answer,
    faults: ["not_found", "conflict"],
  }),
  stop: route({
    method: "POST",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/stop",
    access: "cohort:learner",
    summary: "Stop answering. What is written stays. Of an answer that is over, it changes nothing",
    status: 204,
    params: ofAnswer,
    faults: ["not_found"],
  }),
  rate: route({
    method: "PUT",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback",
    access: "cohort:learner",
    summary:
      "Say what you think of an answer. The group's instructors see it with question and answer, without your name",
    params: ofAnswer,
    body: Feedback,
    reply: Answer,
    faults: ["not_found", "conflict"],
  }),
  unrate: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback",
    access: "cohort:learner",
    summary: "Take back what you thought of an answer",
    status: 204,
    params: ofAnswer,
    faults: ["not_found"],
  }),
  report: route({
    method: "POST",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/gap",
    access: "cohort:learner",
    summary: "Tell the instructors that the notes don't answer this question, without your name",
    params: ofAnswer,
    reply: Answer,
    faults: ["not_found", "conflict", "too_many_requests"],
  }),
  conversations: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/conversations",
    access: "cohort:learner",
    summary: "The caller's conversations, the latest changed first",
    params: z.object(inCohort),
    query: z.object({
      ...pageQuery,
      /** Words that titles or questions must have. */
      search: z.string().trim().max(100).optional(),
    }),
    reply: page(Conversation),
    faults: [],
  }),
  conversation: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}",
    access: "cohort:learner",
    summary: "A conversation of the caller's",
    params: ofConversation,
    reply: Conversation,
    faults: ["not_found"],
  }),
  changeConversation: route({
    method: "PATCH",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}",
    access: "cohort:learner",
    summary: "Rename a conversation, or change or clear what the tutor keeps in mind of it",
    params: ofConversation,
    body: z.object({ title: title.optional(), memory: z.string().trim().max(2000).optional() }),
    reply: Conversation,
    faults: ["not_found"],
  }),
  removeConversation: route({
    method: "DELETE",
    path: "/cohorts/{cohortId}/tutor/conversations/{conversationId}",
    access: "cohort:learner",
    summary: "Delete a conversation with all its answers",
    status: 204,
    params: ofConversation,
    faults: [],
  }),
  gaps: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/gaps",
    access: "cohort:instructor",
    summary: "What learners asked and the notes don't answer, asked by most first",
    params: z.object(inCohort),
    query: z.object({ ...pageQuery, state: Gap.shape.state.default("open") }),
    reply: page(Gap),
    faults: [],
  }),
  changeGap: route({
    method: "PATCH",
    path: "/cohorts/{cohortId}/tutor/gaps/{gapId}",
    access: "cohort:instructor",
    summary: "Say that a gap is filled, or none, or open again",
    params: z.object({ ...inCohort, gapId: GapId }),
    body: z.object({ state: Gap.shape.state }),
    reply: Gap,
    faults: ["not_found", "conflict"],
  }),
  rated: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/feedback",
    access: "cohort:instructor",
    summary: "What learners thought of answers, newest first",
    params: z.object(inCohort),
    query: z.object({ ...pageQuery, thumb: Feedback.shape.thumb.default("down") }),
    reply: page(RatedAnswer),
    // While the caller sits the exam.
    faults: ["conflict"],
  }),
  figures: route({
    method: "GET",
    path: "/cohorts/{cohortId}/tutor/figures",
    access: "cohort:instructor",
    summary: "How the tutor of a group does in a month, by model",
    params: z.object(inCohort),
    query: z.object({ month: z.string().regex(/^\d{4}-\d{2}$/, "must be a month such as 2027-03") }),
    reply: z.object({ models: z.array(TutorFigures) }),
    faults: [],
  }),
  operations: route({
    method: "GET",
    path: "/operations/tutor",
    access: "operator",
    summary:
      "How the tutor does in a month, by group and model, and which models are let alone because they fail",
    query: z.object({
      ...pageQuery,
      month: z.string().regex(/^\d{4}-\d{2}$/, "must be a month such as 2027-03"),
    }),
    reply: page(GroupFigures).extend({
      breakers: z.array(BreakerState),
      /** Open ones, of all groups. */
      gaps: count,
    }),
    faults: [],
  }),
};
