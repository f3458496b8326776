import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { Problem } from "../problem.ts";
import type { Template } from "../template/template.ts";

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

const Index = z.object({
  IndexName: z.string(),
  KeySchema,
  Projection: z.object({
    ProjectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]).optional(),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const Table = z.object({
  KeySchema,
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
  ),
  GlobalSecondaryIndexes: z.array(Index).default([]),
  LocalSecondaryIndexes: z.array(Index).default([]),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]) })
    .optional(),
  TimeToLiveSpecification: z
    .object({ AttributeName: z.string().optional(), Enabled: z.boolean() })
    .optional(),
});

export interface TableDefinition extends z.output<typeof Table> {
  name: string;
}

/** The tables of a template. */
export function tablesOf(template: Template): TableDefinition[] {
  return ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"].flatMap((type) =>
    template.resources(type).map((resource) => ({ name: resource.ref(), ...resource.properties(Table) })),
  );
}

/**
 * Makes a table as it is defined, or brings the one that is there up to date: indexes, stream, time to live.
 * Capacity, encryption and backups are the cloud's; everything is on demand here.
 * @throws Problem where the table that is there has another key
 */
export async function provideTable(client: DynamoDBClient, table: TableDefinition): Promise<void> {
  const current = await describe(client, table.name);
  if (!current) await create(client, table);
  else await update(client, table, current);

  const { AttributeName, Enabled } = table.TimeToLiveSpecification ?? {};
  if (!AttributeName || !Enabled) return;
  const { TimeToLiveDescription } = await client.send(
    new DescribeTimeToLiveCommand({ TableName: table.name }),
  );
  if (TimeToLiveDescription?.AttributeName === AttributeName) return;
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: table.name,
      TimeToLiveSpecification: { AttributeName, Enabled },
    }),
  );
}

async function create(client: DynamoDBClient, table: TableDefinition): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: table.name,
      KeySchema: table.KeySchema,
      AttributeDefinitions: table.AttributeDefinitions,
      BillingMode: "PAY_PER_REQUEST",
      ...(table.GlobalSecondaryIndexes.length > 0 && {
        GlobalSecondaryIndexes: table.GlobalSecondaryIndexes,
      }),
      ...(table.LocalSecondaryIndexes.length > 0 && {
        LocalSecondaryIndexes: table.LocalSecondaryIndexes,
      }),
      ...(table.StreamSpecification && {
        StreamSpecification: { StreamEnabled: true, ...table.StreamSpecification },
      }),
    }),
  );
  await active(client, table.name);
}

async function update(
  client: DynamoDBClient,
  table: TableDefinition,
  current: TableDescription,
): Promise<void> {
  if (!isDeepStrictEqual(plainKeys(current.KeySchema), plainKeys(table.KeySchema))) {
    throw new Problem(
      `table ${table.name} has another key in the data directory than in the template; begin anew with --fresh`,
    );
  }
  const change = async (input: Omit<ConstructorParameters<typeof UpdateTableCommand>[0], "TableName">) => {
    await client.send(new UpdateTableCommand({ TableName: table.name, ...input }));
    await active(client, table.name);
  };

  const there = (current.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  const wanted = table.GlobalSecondaryIndexes;
  for (const IndexName of there) {
    if (!wanted.some((index) => index.IndexName === IndexName)) {
      await change({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });
    }
  }
  for (const index of wanted) {
    if (!there.includes(index.IndexName)) {
      await change({
        AttributeDefinitions: table.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: index }],
      });
    }
  }
  const viewType = table.StreamSpecification?.StreamViewType;
  if (viewType && !current.StreamSpecification?.StreamEnabled) {
    await change({ StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } });
  }
}

function plainKeys(schema: TableDescription["KeySchema"] = []): string[] {
  return schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** A change must be over before the next one may begin. */
async function active(client: DynamoDBClient, name: string): Promise<void> {
  for (;;) {
    const table = await describe(client, name);
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    if (
      table?.TableStatus === "ACTIVE" &&
      indexes.every(({ IndexStatus }) => (IndexStatus ?? "ACTIVE") === "ACTIVE")
    ) {
      return;
    }
    await wait(50);
  }
}
