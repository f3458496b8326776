import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";

/** The primary key of an item. */
export interface Key {
  pk: string;
  sk: string;
}

interface Query {
  pk: string;
  /** What the sort key begins with. */
  prefix: string;
  index?: "gsi1";
  /** `eventual` reads at half the price, and may miss what was written a moment ago. An index is always read so. */
  consistency?: "strong" | "eventual";
  /** `true` for the highest sort key first. */
  descending?: boolean;
  limit?: number | undefined;
  /** From the page before. */
  cursor?: string | undefined;
  /** Instead of a cursor, in the table itself: the sort key that the page comes after. There need be none with it. */
  after?: string;
}

type Update = Omit<UpdateCommandInput, "TableName" | "Key"> & { Key: Key };
type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
/** One write of a transaction, without the table's name. */
export type TransactWrite =
  | { Put: Omit<NonNullable<Write["Put"]>, "TableName"> }
  | { Update: Omit<NonNullable<Write["Update"]>, "TableName"> }
  | { Delete: Omit<NonNullable<Write["Delete"]>, "TableName"> }
  | { ConditionCheck: Omit<NonNullable<Write["ConditionCheck"]>, "TableName"> };

const Keys = z.object({ pk: z.string(), sk: z.string() });

/** Only where there is no item with this key yet: the first write wins. */
export const ifAbsent = { ConditionExpression: "attribute_not_exists(pk)" };

export type Table = ReturnType<typeof createTable>;

/**
 * The platform's table. What is read is parsed with the given schema; reads are strongly consistent, but for an
 * index. A condition that fails is `Fault("conflict")`.
 */
export function createTable(tableName: string, client = new DynamoDBClient({})) {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const TableName = tableName;

  return {
    /** `eventual` reads at half the price, and may miss what was written a moment ago. */
    async get<S extends z.ZodType>(
      schema: S,
      key: Key,
      consistency: "strong" | "eventual" = "strong",
    ): Promise<z.output<S> | undefined> {
      const { Item } = await documents.send(
        new GetCommand({ TableName, Key: key, ConsistentRead: consistency === "strong" }),
      );
      return Item && schema.parse(Item);
    },

    /**
     * Items in no order; what is not there is left out. For what never changes, `eventual` reads at half the price,
     * and may miss what was written a moment ago.
     */
    async getMany<S extends z.ZodType>(
      schema: S,
      keys: readonly Key[],
      consistency: "strong" | "eventual" = "strong",
    ): Promise<z.output<S>[]> {
      const found: z.output<S>[] = [];
      let missing: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
      while (missing.length > 0) {
        const batch = missing.slice(0, 100);
        const { Responses, UnprocessedKeys } = await documents.send(
          new BatchGetCommand({
            RequestItems: { [TableName]: { Keys: batch, ConsistentRead: consistency === "strong" } },
          }),
        );
        for (const item of Responses?.[TableName] ?? []) found.push(schema.parse(item));
        missing = [...missing.slice(100), ...(UnprocessedKeys?.[TableName]?.Keys ?? [])];
      }
      return found;
    },

    /** One page. `limit` items at most; `cursor` is there when there may be more. */
    async query<S extends z.ZodType>(
      schema: S,
      query: Query,
    ): Promise<{ items: z.output<S>[]; cursor?: string }> {
      const [pkName, skName] = query.index ? ["gsi1pk", "gsi1sk"] : ["pk", "sk"];
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          ...(query.index
            ? { IndexName: query.index }
            : { ConsistentRead: query.consistency !== "eventual" }),
          KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
          ExpressionAttributeNames: { "#pk": pkName, "#sk": skName },
          ExpressionAttributeValues: { ":pk": query.pk, ":prefix": query.prefix },
          ScanIndexForward: !query.descending,
          ...(query.limit && { Limit: query.limit }),
          ...(query.after && { ExclusiveStartKey: { pk: query.pk, sk: query.after } }),
          ...(query.cursor && {
            ExclusiveStartKey: { ...readCursor(query.cursor, query.prefix, skName), [pkName]: query.pk },
          }),
        }),
      );
      const items = Items.map((item) => schema.parse(item));
      return LastEvaluatedKey ? { items, cursor: writeCursor(LastEvaluatedKey, pkName) } : { items };
    },

    /** All pages of a query. Only for what is bounded by its nature. */
    async queryAll<S extends z.ZodType>(
      schema: S,
      query: Omit<Query, "limit" | "cursor" | "after">,
    ): Promise<z.output<S>[]> {
      const all: z.output<S>[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.query(schema, { ...query, cursor });
        all.push(...page.items);
        cursor = page.cursor;
      } while (cursor);
      return all;
    },

    /**
     * All items of some kinds, in no order, each as it was when its page was read. Reads the whole table, whatever it
     * finds: for scripts.
     */
    async *scan<S extends z.ZodType>(schema: S, entities: readonly string[]): AsyncGenerator<z.output<S>> {
      const values = Object.fromEntries(entities.map((entity, at) => [`:${at}`, entity]));
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await documents.send(
          new ScanCommand({
            TableName,
            ConsistentRead: true,
            FilterExpression: `entity IN (${Object.keys(values).join(", ")})`,
            ExpressionAttributeValues: values,
            ...(ExclusiveStartKey && { ExclusiveStartKey }),
          }),
        );
        for (const item of Items) yield schema.parse(item);
        ExclusiveStartKey = LastEvaluatedKey;
      } while (ExclusiveStartKey);
    },

    /** Deletes all that a query finds, page by page. May be interrupted and begun again. */
    async deleteAll(query: Pick<Query, "pk" | "prefix" | "index">): Promise<void> {
      for (;;) {
        const { items } = await this.query(Keys, { ...query, limit: batchSize });
        if (items.length === 0) return;
        await writeBatch(items.map((Key) => ({ DeleteRequest: { Key } })));
      }
    },

    /** Adds or replaces items, in no order, and some of them where it is interrupted: to be begun again. */
    async putAll(items: readonly (Key & Record<string, unknown>)[]): Promise<void> {
      for (let from = 0; from < items.length; from += batchSize) {
        await writeBatch(items.slice(from, from + batchSize).map((Item) => ({ PutRequest: { Item } })));
      }
    },

    /** Adds or replaces an item. */
    async put(item: Key & Record<string, unknown>): Promise<void> {
      await failingAsConflict(() => documents.send(new PutCommand({ TableName, Item: item })));
    },

    async update(update: Update): Promise<void> {
      await failingAsConflict(() => documents.send(new UpdateCommand({ TableName, ...update })));
    },

    /** The same, and says what the item is then. */
    async updated<S extends z.ZodType>(schema: S, update: Update): Promise<z.output<S>> {
      const { Attributes } = await failingAsConflict(() =>
        documents.send(new UpdateCommand({ TableName, ...update, ReturnValues: "ALL_NEW" })),
      );
      return schema.parse(Attributes);
    },

    /** All of the writes or none. */
    async transact(writes: readonly TransactWrite[]): Promise<void> {
      const TransactItems = writes.map((write) => withTable(write, TableName));
      await failingAsConflict(() => documents.send(new TransactWriteCommand({ TransactItems })));
    },
  };

  async function writeBatch(requests: BatchWrite): Promise<void> {
    for (let left = requests; left.length > 0; ) {
      const RequestItems = { [TableName]: left };
      const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems }));
      left = UnprocessedItems?.[TableName] ?? [];
      if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

type BatchWrite = NonNullable<BatchWriteCommandInput["RequestItems"]>[string];
/** As many writes as one batch takes. */
const batchSize = 25;

function withTable(write: TransactWrite, TableName: string): Write {
  if ("Put" in write) return { Put: { ...write.Put, TableName } };
  if ("Update" in write) return { Update: { ...write.Update, TableName } };
  if ("Delete" in write) return { Delete: { ...write.Delete, TableName } };
  return { ConditionCheck: { ...write.ConditionCheck, TableName } };
}

const transactionTries = 5;

async function failingAsConflict<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new Fault("conflict", changedMeanwhile);
      if (!metTransaction(error)) throw error;
      if (tries === transactionTries) {
        throw new Fault("unavailable", "Others are changing this right now. Try again in a moment.");
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** tries));
    }
  }
}

/**
 * Whether a transaction, of ours or of somebody else, held an item that this write wanted. The SDK does not try such a
 * write again.
 * @throws Fault conflict where a condition of a transaction failed
 */
function metTransaction(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const reasons = (error.CancellationReasons ?? []).map((reason) => reason.Code);
  if (reasons.includes("ConditionalCheckFailed")) throw new Fault("conflict", changedMeanwhile);
  return reasons.includes("TransactionConflict");
}

const changedMeanwhile = "This was changed in the meantime. Load it again.";

/** The cursor of the page that comes after an item in the index. */
export const indexCursor = ({ pk, sk, gsi1sk }: Key & { gsi1sk: string }): string =>
  writeCursor({ pk, sk, gsi1sk }, "gsi1pk");

/** A cursor holds the last key without its partition, which the next query names itself. */
function writeCursor(lastKey: Record<string, unknown>, pkName: string): string {
  const { [pkName]: _, ...rest } = lastKey;
  return Buffer.from(JSON.stringify(rest)).toString("base64url");
}

function readCursor(cursor: string, prefix: string, skName: string): Record<string, string> {
  try {
    const key: Record<string, unknown> = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const names = skName === "sk" ? ["sk"] : ["gsi1sk", "pk", "sk"];
    const entries = names.map((name) => [name, key[name]] as const);
    const sk = key[skName];
    if (
      entries.every(([, value]) => typeof value === "string" && value && value.isWellFormed()) &&
      typeof sk === "string" &&
      sk.startsWith(prefix)
    ) {
      return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
    }
  } catch {
    // Not a cursor: answered below.
  }
  throw new Fault("invalid_request", "That page can't be found. Start from the first page.");
}
