import { Fault } from "@lyceum/shared/contract/fault";
import { indexCursor, type Table } from "../../aws/table.ts";
import { isFound } from "../history/rules.ts";
import {
  answersPrefix,
  type ConversationKey,
  ConversationRecord,
  conversationKey,
  conversationPlace,
  type LearnerKey,
  learnerPartition,
} from "../record.ts";

type Page = { limit: number; cursor?: string | undefined };

export type ConversationStore = ReturnType<typeof conversationStore>;

/** How long what stays of a conversation that was deleted keeps its id from being used again, in seconds. */
const removedSeconds = 30 * 86_400;

/** How many pages of a hundred are looked through at a time. */
const mostSearched = 5;

export function conversationStore(table: Table) {
  const list = (of: LearnerKey, page: Page) =>
    table.query(ConversationRecord, {
      index: "gsi1",
      pk: learnerPartition(of),
      prefix: "CNV#",
      descending: true,
      ...page,
    });

  return {
    /** One that is deleted is none. */
    async get(key: ConversationKey): Promise<ConversationRecord | undefined> {
      const found = await table.get(ConversationRecord, conversationKey(key));
      return found?.removedAt === undefined ? found : undefined;
    },

    /** A learner's, the latest changed first, through the index. */
    list,

    /** Those that have some words. A page may have fewer than it could, or none, and yet there is a next one. */
    async search(of: LearnerKey, wanted: string, { limit, cursor: from }: Page) {
      const items: ConversationRecord[] = [];
      let cursor = from;
      for (let pages = 0; pages < mostSearched; pages++) {
        const page = await list(of, { limit: 100, cursor });
        for (const conversation of page.items) {
          if (!isFound(conversation, wanted)) continue;
          items.push(conversation);
          if (items.length === limit) return { items, cursor: indexCursor(placeOf(of, conversation)) };
        }
        cursor = page.cursor;
        if (!cursor) return { items };
      }
      return { items, ...(cursor && { cursor }) };
    },

    /**
     * Changes what is given, and leaves what is not.
     * @throws Fault conflict where there is none
     */
    async change(
      key: ConversationKey,
      { title, memory }: { title?: string | undefined; memory?: string | undefined },
    ): Promise<void> {
      const values = Object.entries({ title, memory }).filter(([, value]) => value !== undefined);
      if (values.length === 0) return;
      await table.update({
        Key: conversationKey(key),
        UpdateExpression: `SET ${values.map(([name]) => `#${name} = :${name}`).join(", ")}`,
        ConditionExpression: stillThere,
        ExpressionAttributeNames: Object.fromEntries(values.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
      });
    },

    /** Deletes a conversation with its answers. May be interrupted and begun again. */
    async remove(key: ConversationKey, at: string): Promise<void> {
      await table
        .update({
          Key: conversationKey(key),
          UpdateExpression:
            "SET removedAt = :at, expiresAt = :expiresAt, title = :none, #memory = :none REMOVE words, gsi1pk, gsi1sk",
          ConditionExpression: stillThere,
          ExpressionAttributeNames: { "#memory": "memory" },
          ExpressionAttributeValues: {
            ":at": at,
            ":none": "",
            ":expiresAt": Math.floor(Date.parse(at) / 1000) + removedSeconds,
          },
        })
        .catch(unlessConflict);
      await table.deleteAll({ pk: learnerPartition(key), prefix: answersPrefix(key) });
    },

    /** Deletes all that a learner has of a group. */
    async forget(of: LearnerKey): Promise<void> {
      // Conversations first: an answer that is late then finds none to end.
      for (const prefix of ["CNV#", "ANS#"]) await table.deleteAll({ pk: learnerPartition(of), prefix });
    },
  };
}

const stillThere = "attribute_exists(pk) AND attribute_not_exists(removedAt)";

/** The key of a conversation in the index, to go on from. */
const placeOf = (of: LearnerKey, conversation: ConversationRecord) => ({
  ...conversationKey({ ...of, conversationId: conversation.id }),
  gsi1sk: conversationPlace(conversation),
});

function unlessConflict(error: unknown): undefined {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}
