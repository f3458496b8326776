import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { startDynamoDb } from "@lyceum/infra/local/dynamodb/server";
import { indexStreamRecords } from "@lyceum/infra/local/dynamodb/stream-records";
import { createChildren } from "@lyceum/infra/local/process/children";
import { startLocalCloud } from "../testing/local-cloud.ts";
import { newPerson } from "../testing/people.ts";
import { floor } from "./floor.ts";
import { type RouteRow, routeRows } from "./latency.ts";

/** Starts a local cloud on a DynamoDB server of the bench's own, so that the floor can call the same one. */
export async function* measureRoutes(): AsyncGenerator<RouteRow> {
  const data = await mkdtemp(join(tmpdir(), "lyceum-bench-"));
  const children = createChildren();
  try {
    const dynamoDb = await startDynamoDb({
      dataDirectory: data,
      logDirectory: data,
      children,
      warn: console.error,
    });
    const cloud = await startLocalCloud({ data, env: { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint } });
    try {
      process.env.LYCEUM_URL = cloud.url;
      const learner = await newPerson();
      const instructor = await newPerson({ group: "instructor" });
      // As the local cloud does with a server of its own, so that a write costs the same.
      if (dynamoDb.file) indexStreamRecords(dynamoDb.file);
      const direct = floor(dynamoDb.endpoint, await onlyTable(dynamoDb.endpoint));
      const forInstructors = (route: string) => route.includes("/questions");
      yield* routeRows(
        (route) => (forInstructors(route) ? instructor : learner).client,
        direct,
        () => direct.client({ userId: "bench", email: "bench@test.example", groups: ["instructor"] }),
      );
    } finally {
      await cloud.stop();
      await dynamoDb.stop();
    }
  } finally {
    children.close();
    await rm(data, { recursive: true, force: true });
  }
}

async function onlyTable(endpoint: string): Promise<string> {
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { TableNames: [name] = [] } = await client.send(new ListTablesCommand({}));
  if (!name) throw new TypeError("the local cloud made no table");
  return name;
}
