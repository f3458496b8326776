import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { messageOf } from "../problem.ts";
import { trimStreamRecords } from "./stream-records.ts";
import type { TableDefinition } from "./tables.ts";
import { deleteExpired } from "./time-to-live.ts";

/** DynamoDB deletes "within a few days"; a look at every item each ten minutes costs nobody anything. */
const interval = 10 * 60 * 1000;

/**
 * Does from time to time what DynamoDB does by itself: deletes expired items, drops old stream records.
 * @param file the server's database; `undefined` where the server is not ours
 * @param readUpTo the lowest sequence number from which a table's stream is still to be read
 * @returns what ends it
 */
export function startHousekeeping(
  client: DynamoDBClient,
  tables: readonly TableDefinition[],
  file: string | undefined,
  readUpTo: (tableName: string) => string | undefined,
  warn: (line: string) => void,
): () => void {
  const timer = setInterval(async () => {
    const now = Date.now() / 1000;
    try {
      for (const table of tables) {
        await deleteExpired(client, table, Math.floor(now));
        if (file && table.StreamSpecification) trimStreamRecords(file, table.name, readUpTo(table.name), now);
      }
    } catch (error) {
      warn(`the table could not be tidied up: ${messageOf(error)}`);
    }
  }, interval);
  return () => clearInterval(timer);
}
