import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import { isConflict } from "./closing.ts";
import { type Ended, merge, type Outcome } from "./ledger/rules.ts";
import type { LedgerStore } from "./ledger/store.ts";
import type { AttemptStore } from "./store.ts";

interface Dependencies {
  store: AttemptStore;
  ledgers: LedgerStore;
  onError: (error: unknown) => void;
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const positions = z
  .object({ NS: z.array(z.coerce.number()) })
  .transform(({ NS }) => new Set(NS))
  .default(new Set());

/** What is read of the image of an attempt's record, in DynamoDB's own notation. */
const Image = z.object({
  id: text,
  state: text.pipe(z.enum(["submitted", "discarded"])),
  kind: text.pipe(z.enum(["quiz", "drill", "mock"])),
  userId: text,
  examId: text,
  closedAt: text.transform((closedAt) => Date.parse(closedAt)),
  answered: positions,
  right: positions,
  flagged: positions,
});
type Image = z.infer<typeof Image>;

/** How often a ledger is read again that somebody else changed meanwhile. */
const tries = 5;

/**
 * Consumes the table's stream: enters each submitted attempt into its learner's ledger, and of a discarded one the
 * items that were checked, whose key has been shown. The stream's filter lets only these attempts through. Doing it
 * twice or late changes nothing.
 *
 * @returns the first record that failed, so that it and what follows come again
 */
export const keepLedgers =
  ({ store, ledgers, onError }: Dependencies) =>
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
      const image = Image.parse(record.dynamodb?.NewImage);
      const ended = await endedAttempt(image);
      if (ended.exposures.length > 0) await enter(image, ended);
    }

    async function enter(image: Image, ended: Ended): Promise<void> {
      for (let left = tries; ; left--) {
        const { ledger, revision } = await ledgers.get(image.userId, image.examId);
        try {
          await ledgers.put(image.userId, image.examId, merge(ledger, ended), revision);
          return;
        } catch (error) {
          if (!isConflict(error) || left === 1) throw error;
        }
      }
    }

    async function endedAttempt(image: Image): Promise<Ended> {
      const places = await store.form(image);
      const all = places.map(({ questionId, taskId, scored }, index) => ({
        position: index + 1,
        questionId,
        taskId,
        scored,
        flagged: image.flagged.has(index + 1),
      }));
      const ended = { attemptId: image.id, at: image.closedAt };
      if (image.state === "submitted") {
        const exposures = all.map((item) => ({ ...item, outcome: outcome(image, item.position) }));
        return { ...ended, mock: image.kind === "mock", exposures };
      }
      const sessions = new Map((await store.sessions(image)).map((session) => [session.position, session]));
      const exposures = all.flatMap((item) => {
        const session = sessions.get(item.position);
        if (!session?.checked) return [];
        return [{ ...item, flagged: session.flagged, outcome: session.checked.correct ? right : wrong }];
      });
      return { ...ended, mock: false, exposures };
    }
  };

const right: Outcome = "right";
const wrong: Outcome = "wrong";

/** Where time is limited, no answer is as wrong as in the exam; elsewhere it says nothing. */
function outcome({ kind, answered, right: rightOnes }: Image, position: number): Outcome {
  if (rightOnes.has(position)) return right;
  return answered.has(position) || kind !== "quiz" ? wrong : "skipped";
}
