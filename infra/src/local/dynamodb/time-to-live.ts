import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableDefinition } from "./tables.ts";

/** DynamoDB leaves items alone whose time is longer past than this: most likely it isn't a time at all. */
const fiveYears = 5 * 365.25 * 24 * 3600;

/**
 * Deletes the items of a table whose time to live is over. The server doesn't do it by itself.
 * @param now seconds since the epoch
 * @returns how many were deleted
 */
export async function deleteExpired(
  client: DynamoDBClient,
  table: TableDefinition,
  now: number,
): Promise<number> {
  const { AttributeName, Enabled } = table.TimeToLiveSpecification ?? {};
  if (!AttributeName || !Enabled) return 0;
  const expired = {
    ExpressionAttributeNames: { "#expires": AttributeName },
    ExpressionAttributeValues: {
      ":now": { N: String(now) },
      ":earliest": { N: String(Math.floor(now - fiveYears)) },
    },
  };
  const keyNames = table.KeySchema.map((key) => key.AttributeName);
  let deleted = 0;
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table.name,
        ...expired,
        FilterExpression: "#expires BETWEEN :earliest AND :now",
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keyNames.includes(name)));
      const done = await client
        .send(
          new DeleteItemCommand({
            TableName: table.name,
            Key,
            ...expired,
            // It may have been given more time since it was read.
            ConditionExpression: "#expires BETWEEN :earliest AND :now",
          }),
        )
        .then(
          () => true,
          (error: unknown) => {
            if (error instanceof ConditionalCheckFailedException) return false;
            throw error;
          },
        );
      if (done) deleted += 1;
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return deleted;
}
