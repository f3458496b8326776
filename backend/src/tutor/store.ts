import { Fault } from "@lyceum/shared/contract/fault";
import { Conversation, type Feedback } from "@lyceum/shared/tutor";
import { ifAbsent, type Table, type TransactWrite } from "../aws/table.ts";
import { brokenOff, mostAnswers, newWords, titleOf } from "./history/rules.ts";
import {
  type AnswerKey,
  AnswerRecord,
  answerKey,
  answersPrefix,
  type ConversationKey,
  ConversationRecord,
  conversationKey,
  conversationPlace,
  keyOf,
  learnerPartition,
  StoredAnswer,
} from "./record.ts";

type Page = { limit: number; cursor?: string | undefined };

interface Writes {
  /** Fails a transaction where somebody is not a member of the group any more. */
  whileMember: (cohortId: string, userId: string) => TransactWrite;
}

export type AnswerStore = ReturnType<typeof answerStore>;

/** Questions and answers, each with its whole trace, keyed by whose they are: nobody else's id finds them. */
export function answerStore(table: Table, { whileMember }: Writes) {
  return {
    /**
     * Adds a question; the first write wins. Makes its conversation where there is none.
     * @throws Fault conflict where the answer is there, its conversation is full or was deleted, or the learner is not a
     *   member any more
     */
    async begin(record: AnswerRecord): Promise<void> {
      const key = keyOf(record);
      const before = await table.get(ConversationRecord, conversationKey(key));
      if (before?.removedAt) throw new Fault("conflict", "This conversation was deleted. Begin a new one.");
      if (before && before.answers >= mostAnswers) {
        throw new Fault("conflict", "This conversation has become too long. Begin a new one.");
      }
      await table.transact([
        { Put: { Item: answerItem(record), ...ifAbsent } },
        { Update: touched(record, newWords(record.question, before?.words ?? new Set())) },
        whileMember(key.cohortId, key.userId),
      ]);
    },

    get: (key: AnswerKey): Promise<StoredAnswer | undefined> => table.get(StoredAnswer, answerKey(key)),

    /** Of a conversation, the latest first. */
    async latest(of: ConversationKey, limit: number): Promise<StoredAnswer[]> {
      return (await this.list(of, { limit })).items;
    },

    /** Of a conversation, the latest first. */
    list: (of: ConversationKey, page: Page) =>
      table.query(StoredAnswer, {
        pk: learnerPartition(of),
        prefix: answersPrefix(of),
        descending: true,
        ...page,
      }),

    /** What is said so far. Says whether to stop; `undefined` where the answer is not `answering` any more. */
    beat: (
      key: AnswerKey,
      { text, at }: { text: string; at: string },
    ): Promise<{ stop: boolean } | undefined> =>
      table
        .updated(AnswerRecord.pick({ stopWanted: true }), {
          ...whileAnswering(key),
          UpdateExpression: "SET #text = :text, beatAt = :at",
          ExpressionAttributeNames: { "#state": "state", "#text": "text" },
          ExpressionAttributeValues: { ":answering": "answering", ":text": text, ":at": at },
        })
        .then(({ stopWanted }) => ({ stop: stopWanted }), unlessConflict),

    /**
     * Ends an answer.
     * @param memory of the conversation; kept where the learner has not changed it meanwhile
     * @throws Fault conflict where it is not `answering` any more: over, or deleted
     */
    async finish(record: AnswerRecord, memory?: { before: string; after: string }): Promise<void> {
      const { Key: _, ...condition } = whileAnswering(keyOf(record));
      await table.transact([{ Put: { Item: answerItem(record), ...condition } }]);
      if (!memory || memory.before === memory.after) return;
      await table
        .update({
          Key: conversationKey(keyOf(record)),
          UpdateExpression: "SET #memory = :after",
          ConditionExpression: "#memory = :before AND attribute_not_exists(removedAt)",
          ExpressionAttributeNames: { "#memory": "memory" },
          ExpressionAttributeValues: { ":before": memory.before, ":after": memory.after },
        })
        .catch(unlessConflict);
    },

    /** Wishes that an answer stops. Of one that is over, it changes nothing. */
    stop: (key: AnswerKey): Promise<void> =>
      table
        .update({
          ...whileAnswering(key),
          UpdateExpression: "SET stopWanted = :wanted",
          ExpressionAttributeValues: { ":answering": "answering", ":wanted": true },
        })
        .catch(unlessConflict),

    /** Ends an answer whose function is gone. */
    settle: ({ beatAt, ...record }: AnswerRecord): Promise<void> =>
      table
        .update({
          ...whileAnswering(keyOf(record)),
          UpdateExpression: "SET #state = :failed, notice = :notice",
          ConditionExpression: "#state = :answering AND beatAt = :beatAt",
          ExpressionAttributeValues: {
            ":answering": "answering",
            ":failed": "failed",
            ":notice": brokenOff,
            ":beatAt": beatAt,
          },
        })
        .catch(unlessConflict),

    /**
     * Keeps what the learner thinks of an answer, or that it is nothing.
     * @throws Fault conflict where it is not over yet, or deleted
     */
    rate: (key: AnswerKey, feedback: Feedback | undefined, at: string): Promise<void> =>
      table.update({
        Key: answerKey(key),
        ConditionExpression: "attribute_exists(pk) AND #state <> :answering",
        ExpressionAttributeNames: { "#state": "state" },
        ...(feedback
          ? {
              UpdateExpression: "SET feedback = :feedback, ratedAt = :at, gsi1pk = :rated, gsi1sk = :place",
              ExpressionAttributeValues: {
                ":answering": "answering",
                ":feedback": feedback,
                ":at": at,
                ":rated": ratedPartition(key.cohortId),
                ":place": `${feedback.thumb}#${at}#${key.answerId}`,
              },
            }
          : {
              UpdateExpression: "REMOVE feedback, ratedAt, gsi1pk, gsi1sk",
              ExpressionAttributeValues: { ":answering": "answering" },
            }),
      }),

    /** Of a group, the latest first, through the index. */
    rated: (cohortId: string, thumb: Feedback["thumb"], page: Page) =>
      table.query(StoredAnswer, {
        index: "gsi1",
        pk: ratedPartition(cohortId),
        prefix: `${thumb}#`,
        descending: true,
        ...page,
      }),

    /** What is kept in mind of a conversation. */
    async memory(of: ConversationKey): Promise<string> {
      return (await table.get(Conversation.pick({ memory: true }), conversationKey(of)))?.memory ?? "";
    },
  };
}

const ratedPartition = (cohortId: string): string => `RATED#${cohortId}`;

/** Remembers that the instructors were told of an answer's question. Fails where the answer is not over, or not there. */
export const markReported = (key: AnswerKey): TransactWrite => ({
  Update: {
    Key: answerKey(key),
    UpdateExpression: "SET reported = :reported",
    ConditionExpression: "attribute_exists(pk) AND #state <> :answering",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":answering": "answering", ":reported": true },
  },
});

/** Remembers what the figures have of an answer. Fails where they have something else of it meanwhile, or it is gone. */
export const markCounted = (
  answer: StoredAnswer,
  counted: NonNullable<StoredAnswer["counted"]>,
): TransactWrite => ({
  Update: {
    Key: answerKey(keyOf(answer)),
    UpdateExpression: "SET counted = :counted",
    ConditionExpression: `attribute_exists(pk) AND ${answer.counted ? "counted = :before" : "attribute_not_exists(counted)"}`,
    ExpressionAttributeValues: {
      ":counted": counted,
      ...(answer.counted && { ":before": answer.counted }),
    },
  },
});

const answerItem = (record: AnswerRecord) => ({
  ...answerKey(keyOf(record)),
  entity: "tutorAnswer",
  ...record,
});

const whileAnswering = (key: AnswerKey) => ({
  Key: answerKey(key),
  ConditionExpression: "#state = :answering",
  ExpressionAttributeNames: { "#state": "state" },
  ExpressionAttributeValues: { ":answering": "answering" },
});

/** A conversation with one more question. */
function touched({ question, askedAt, ...record }: AnswerRecord, words: readonly string[]) {
  const key = keyOf(record);
  return {
    Key: conversationKey(key),
    UpdateExpression: [
      "SET entity = :entity, id = :id, title = if_not_exists(title, :title)",
      "createdAt = if_not_exists(createdAt, :at), changedAt = :at",
      "#memory = if_not_exists(#memory, :none), gsi1pk = :partition, gsi1sk = :place",
    ]
      .join(", ")
      .concat(` ADD answers :one${words.length > 0 ? ", words :words" : ""}`),
    ConditionExpression: "attribute_not_exists(removedAt)",
    ExpressionAttributeNames: { "#memory": "memory" },
    ExpressionAttributeValues: {
      ":entity": "conversation",
      ":id": key.conversationId,
      ":title": titleOf(question),
      ":at": askedAt,
      ":none": "",
      ":partition": learnerPartition(key),
      ":place": conversationPlace({ changedAt: askedAt, id: key.conversationId }),
      ":one": 1,
      ...(words.length > 0 && { ":words": new Set(words) }),
    },
  };
}

function unlessConflict(error: unknown): undefined {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}
