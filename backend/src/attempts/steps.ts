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
const Submitted = z.object({
  id: z.object({ S: z.string() }),
  userId: z.object({ S: z.string() }),
  closedAt: z.object({ S: z.string() }),
});

/**
 * Consumes the table's stream: notes for each item of a submitted attempt that its learner has seen it. The stream's
 * filter lets only submitted attempts through. Doing it twice or late changes nothing.
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
      const image = Submitted.parse(record.dynamodb?.NewImage);
      const attempt = { userId: image.userId.S, id: image.id.S };
      const [places, responses] = await Promise.all([store.form(attempt), store.responses(attempt)]);
      const byPosition = new Map(responses.map((response) => [response.position, response.response]));
      const questions = await versions(places);
      await Promise.all(
        questions.map(({ id, item }, index) =>
          store.seen(attempt.userId, {
            questionId: id,
            at: image.closedAt.S,
            correct: isCorrect(item.key, byPosition.get(index + 1) ?? null),
          }),
        ),
      );
    }
  };
