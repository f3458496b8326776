import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

/** What is done with one record of the table's stream. Records may come twice, late and in any order. */
export type Consume = (record: DynamoDBRecord) => Promise<void>;

/**
 * Takes the records of a batch one after the other.
 * @returns the handler, whose answer names the first record that failed, so that it and what follows come again
 */
export const inOrder =
  (consume: Consume, onError: (error: unknown) => void) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of Records) {
      try {
        await consume(record);
      } catch (error) {
        onError(error);
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }] };
      }
    }
    return { batchItemFailures: [] };
  };
