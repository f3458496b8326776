import type { Question } from "@lyceum/shared/questions";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { isCorrect } from "../questions/rules.ts";
import type { AttemptStore } from "./store.ts";

interface Dependencies {
  store: AttemptStore;
  /** The pinned versions, in the order asked for. */
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  onError: (error: unknown) => void;
}

/** What names an attempt in the image of its record, in DynamoDB's own notation. */
const Ended = z.object({
  id: z.object({ S: z.string() }),
  state: z.object({ S: z.enum(["submitted", "discarded"]) }),
  userId: z.object({ S: z.string() }),
  closedAt: z.object({ S: z.string() }),
});

/**
 * Consumes the table's stream: notes for each item of a submitted attempt that its learner has seen it, and of a
 * discarded one for the items that were checked, whose key has been shown. The stream's filter lets only these attempts
 * through. Doing it twice or late changes nothing.
 *
 * @returns the first record that failed, so that it and what follows come again
 */
export const recordExposures =
  ({ store, versions, onError }: Dependencies) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of event.Records) {
      try {
        await consume(record);
      } catch (error) {
        onError(error);
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
      }
    }
    return { batchItemFailures: [] };

    async function consume(record: DynamoDBRecord): Promise<void> {
      const image = Ended.parse(record.dynamodb?.NewImage);
      const attempt = { userId: image.userId.S, id: image.id.S };
      const [places, responses] = await Promise.all([store.form(attempt), store.responses(attempt)]);
      const byPosition = new Map(responses.map((response) => [response.position, response]));
      const questions = await versions(places);
      const all = image.state.S === "submitted";
      await Promise.all(
        questions.map(async ({ id, item }, index) => {
          const given = byPosition.get(index + 1);
          if (!all && !given?.checkedAt) return;
          const correct = isCorrect(item.key, given?.response ?? null);
          await store.seen(attempt.userId, { questionId: id, at: image.closedAt.S, correct });
        }),
      );
    }
  };
