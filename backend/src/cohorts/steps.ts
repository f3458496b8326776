import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import * as z from "zod";
import type { CohortStore } from "./store.ts";

interface Dependencies {
  store: CohortStore;
  /** Brings a member's standing up to date. */
  recompute: (cohortId: string, userId: string) => Promise<void>;
  onError: (error: unknown) => void;
}

const key = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const Ledger = z.object({ entity: z.object({ S: z.literal("ledger") }) });
const Member = z.object({
  entity: z.object({ S: z.literal("member") }),
  cohortId: z.object({ S: z.string() }),
  userId: z.object({ S: z.string() }),
});
const DeletedCohort = z.object({
  entity: z.object({ S: z.literal("cohort") }),
  state: z.object({ S: z.literal("deleting") }),
  id: z.object({ S: z.string() }),
});

/**
 * Consumes the table's stream: brings standings up to date when a ledger or a membership changes, and deletes what
 * belongs to a cohort that is being deleted. What a record says is not used but for whom it is about: everything is read
 * as it is now, so that records may come twice, late and in any order.
 *
 * @returns the first record that failed, so that it and what follows come again
 */
export const keepStandings =
  ({ store, recompute, onError }: Dependencies) =>
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

    async function consume({ dynamodb }: DynamoDBRecord): Promise<void> {
      const image = dynamodb?.NewImage ?? dynamodb?.OldImage;
      const member = Member.safeParse(image);
      if (member.success) return recompute(member.data.cohortId.S, member.data.userId.S);
      const deleted = DeletedCohort.safeParse(image);
      if (deleted.success) return store.purge(deleted.data.id.S);
      if (Ledger.safeParse(image).success) {
        const { pk, sk } = key.parse(dynamodb?.Keys);
        await recomputeAll(pk.S.slice("USER#".length), sk.S.slice("LEDGER#".length));
      }
    }

    async function recomputeAll(userId: string, examId: string): Promise<void> {
      let cursor: string | undefined;
      do {
        const page = await store.memberships(userId, { limit: 25, cursor });
        for (const { cohortId } of page.items) {
          if ((await store.get(cohortId))?.examId === examId) await recompute(cohortId, userId);
        }
        cursor = page.cursor;
      } while (cursor);
    }
  };
