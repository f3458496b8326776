import { DatabaseSync } from "node:sqlite";
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createChildren } from "../process/children.ts";
import { temporaryDirectory } from "../testing/platform.ts";
import { type DynamoDb, localClient, startDynamoDb } from "./server.ts";
import { indexStreamRecords, trimStreamRecords } from "./stream-records.ts";
import { provideTable, type TableDefinition } from "./tables.ts";
import { deleteExpired } from "./time-to-live.ts";

// Processes are started here, on machines that may be busy with much else.
jest.setTimeout(60_000);

const children = createChildren();
let directory: string;
let removeDirectory: () => Promise<void>;
let server: DynamoDb;
let client: ReturnType<typeof localClient>;

beforeAll(async () => {
  [directory, removeDirectory] = await temporaryDirectory();
  server = await startDynamoDb({
    dataDirectory: directory,
    logDirectory: directory,
    children,
    warn: () => {},
  });
  client = localClient(server.endpoint);
});

afterAll(async () => {
  client.destroy();
  await server.stop();
  await children.close();
  await removeDirectory();
});

const index = (name: string) => ({
  IndexName: name,
  KeySchema: [{ AttributeName: `${name}pk`, KeyType: "HASH" as const }],
  Projection: { ProjectionType: "ALL" as const },
});

function table(
  name: string,
  indexes: readonly string[],
  more: Partial<TableDefinition> = {},
): TableDefinition {
  return {
    name,
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["pk", "sk", ...indexes.map((each) => `${each}pk`)].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    GlobalSecondaryIndexes: indexes.map(index),
    LocalSecondaryIndexes: [],
    ...more,
  };
}

const put = (TableName: string, sk: string, more: Record<string, { S: string } | { N: string }> = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { pk: { S: "p" }, sk: { S: sk }, ...more } }));

test("brings a table with data up to date: indexes come and go, a stream and a time to live come", async () => {
  await provideTable(client, table("Grown", ["old"]));
  await put("Grown", "a", { newpk: { S: "n" } });
  const wanted = table("Grown", ["new"], {
    StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
  });
  await provideTable(client, wanted);
  await provideTable(client, wanted);

  const { Table } = await client.send(new DescribeTableCommand({ TableName: "Grown" }));
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(["new"]);
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: "Grown" }));
  expect(TimeToLiveDescription).toEqual({ AttributeName: "expiresAt", TimeToLiveStatus: "ENABLED" });
  const { Items } = await client.send(
    new QueryCommand({
      TableName: "Grown",
      IndexName: "new",
      KeyConditionExpression: "newpk = :n",
      ExpressionAttributeValues: { ":n": { S: "n" } },
    }),
  );
  expect(Items?.map(({ sk }) => sk)).toEqual([{ S: "a" }]);
});

test("asks for a fresh start where the key is another", async () => {
  await provideTable(client, table("Rekeyed", []));
  const rekeyed = table("Rekeyed", [], { KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] });
  await expect(provideTable(client, rekeyed)).rejects.toThrow("--fresh");
});

test("deletes what has expired, and nothing else", async () => {
  const expiring = table("Expiring", [], {
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
  });
  await provideTable(client, expiring);
  const now = 2_000_000_000;
  await put("Expiring", "over", { expiresAt: { N: String(now - 1) } });
  await put("Expiring", "just over", { expiresAt: { N: String(now) } });
  await put("Expiring", "later", { expiresAt: { N: String(now + 1) } });
  await put("Expiring", "no time", { expiresAt: { S: String(now - 1) } });
  await put("Expiring", "ages ago", { expiresAt: { N: "1" } });
  await put("Expiring", "never");
  expect(await deleteExpired(client, expiring, now)).toBe(2);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: "Expiring" }));
  expect(Items.map(({ sk }) => sk?.S).sort()).toEqual(["ages ago", "later", "never", "no time"]);
});

test("drops stream records that are old and read, and never the newest", async () => {
  const name = "Streamed";
  await provideTable(client, table(name, [], { StreamSpecification: { StreamViewType: "KEYS_ONLY" } }));
  const file = server.file ?? "";
  indexStreamRecords(file);
  indexStreamRecords(file);
  for (const sk of ["a", "b", "c", "d"]) await put(name, sk);
  const numbers = () => {
    const database = new DatabaseSync(file);
    const rows = database
      .prepare("SELECT sequence_number AS n FROM _stream_records WHERE table_name = ? ORDER BY id")
      .all(name);
    database.close();
    return rows.map(({ n }) => Number(n));
  };
  const now = Date.now() / 1000;
  const inTwoDays = now + 2 * 24 * 3600;
  trimStreamRecords(file, name, "4", now);
  expect(numbers()).toEqual([1, 2, 3, 4]);
  trimStreamRecords(file, name, "3", inTwoDays);
  expect(numbers()).toEqual([3, 4]);
  trimStreamRecords(file, name, undefined, inTwoDays);
  expect(numbers()).toEqual([4]);
  await put(name, "e");
  expect(numbers()).toEqual([4, 5]);
});
