import { CohortId } from "@lyceum/shared/contract/ids";
import { ExamId } from "@lyceum/shared/exams";
import { Answer, Conversation } from "@lyceum/shared/tutor";
import * as z from "zod";

/** Whose an answer is. Another learner's id, or another group's, finds nothing. */
export interface AnswerKey {
  cohortId: string;
  userId: string;
  conversationId: string;
  answerId: string;
}

/**
 * An answer with its whole trace: what was retrieved, which version of which prompt and which model wrote it, and what
 * the checks said of it.
 */
export const AnswerRecord = Answer.extend({
  cohortId: CohortId,
  examId: ExamId,
  userId: z.string(),
  /** When it was last written to while `answering`: one that is silent for long is broken off. */
  beatAt: z.iso.datetime(),
  /** The learner wants it to stop. */
  stopWanted: z.boolean(),
  trace: z.object({
    /** What a filter found in the question or the answer, in words for people. */
    blocked: z.array(z.string()),
    /** How sure the search is that the notes answer the question, from 0 to 1, and from where on it says so. */
    answerable: z.object({ score: z.number(), threshold: z.number() }).optional(),
    /** Why no model answered, as a fault's code. */
    withoutModel: z.string().optional(),
  }),
});
export type AnswerRecord = z.infer<typeof AnswerRecord>;

/** An answer with what came after it. */
export const StoredAnswer = AnswerRecord.extend({
  ratedAt: z.iso.datetime().optional(),
  /** What the figures have of it. */
  counted: z.object({ thumb: z.enum(["up", "down"]).optional() }).optional(),
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;

export const ConversationRecord = Conversation.extend({
  /** Those of its questions, as they are searched. */
  words: z.set(z.string()).default(() => new Set<string>()),
  /** From then on it is not there for anybody: what is late must not bring it back. */
  removedAt: z.iso.datetime().optional(),
});
export type ConversationRecord = z.infer<typeof ConversationRecord>;

export type ConversationKey = Omit<AnswerKey, "answerId">;
export type LearnerKey = Pick<AnswerKey, "cohortId" | "userId">;

export const keyOf = ({
  cohortId,
  userId,
  conversationId,
  id: answerId,
}: Pick<AnswerRecord, "cohortId" | "userId" | "conversationId" | "id">): AnswerKey => ({
  cohortId,
  userId,
  conversationId,
  answerId,
});

// The table's keys.

export const learnerPartition = ({ cohortId, userId }: LearnerKey): string => `TUTOR#${cohortId}#${userId}`;

export const conversationKey = (key: ConversationKey) => ({
  pk: learnerPartition(key),
  sk: `CNV#${key.conversationId}`,
});

export const answersPrefix = ({ conversationId }: ConversationKey): string => `ANS#${conversationId}#`;

export const answerKey = (key: AnswerKey) => ({
  pk: learnerPartition(key),
  sk: `${answersPrefix(key)}${key.answerId}`,
});

/** Where a conversation stands in the index: by its last question. */
export const conversationPlace = ({ changedAt, id }: { changedAt: string; id: string }): string =>
  `CNV#${changedAt}#${id}`;
