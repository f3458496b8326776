import { Readable } from "node:stream";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "@jest/globals";
import { createTable } from "./table.ts";

// What the local DynamoDB never does, because it takes one write after the other: a write meets a transaction.

/** A table whose server gives these answers, one for each request; and how many it was asked for. */
function answering(...answers: { status: number; body: unknown }[]) {
  let asked = 0;
  const requestHandler = {
    handle: async () => {
      const { status, body } = answers[Math.min(asked++, answers.length - 1)] ?? { status: 500, body: {} };
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return { response: { statusCode: status, headers, body: Readable.from([JSON.stringify(body)]) } };
    },
  };
  const client = new DynamoDBClient({
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler,
    maxAttempts: 1,
  });
  return { table: createTable("table", client), asked: () => asked };
}

const done = { status: 200, body: {} };
const type = (name: string) => `com.amazonaws.dynamodb.v20120810#${name}`;
const met = { status: 400, body: { __type: type("TransactionConflictException"), message: "" } };
const cancelled = (Code: string) => ({
  status: 400,
  body: { __type: type("TransactionCanceledException"), message: "", CancellationReasons: [{ Code }] },
});
const failed = { status: 400, body: { __type: type("ConditionalCheckFailedException"), message: "" } };

const update = {
  Key: { pk: "p", sk: "s" },
  UpdateExpression: "SET a = :a",
  ExpressionAttributeValues: { ":a": 1 },
};

test("a write that meets a transaction is tried again", async () => {
  const single = answering(met, met, done);
  await single.table.update(update);
  expect(single.asked()).toBe(3);
  const transaction = answering(cancelled("TransactionConflict"), done);
  await transaction.table.transact([{ Update: update }]);
  expect(transaction.asked()).toBe(2);
});

test("one that goes on meeting them says that it can be sent again", async () => {
  const { table, asked } = answering(met);
  await expect(table.update(update)).rejects.toMatchObject({ code: "unavailable" });
  expect(asked()).toBe(5);
});

test("a condition that fails is a conflict at once, alone and in a transaction", async () => {
  const single = answering(failed);
  await expect(single.table.update(update)).rejects.toMatchObject({ code: "conflict" });
  const transaction = answering(cancelled("ConditionalCheckFailed"));
  await expect(transaction.table.transact([{ Update: update }])).rejects.toMatchObject({ code: "conflict" });
  expect([single.asked(), transaction.asked()]).toEqual([1, 1]);
});
