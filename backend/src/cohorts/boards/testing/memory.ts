import { Fault } from "@lyceum/shared/contract/fault";
import type * as z from "zod";
import type { Key, Table, TransactWrite } from "../../../aws/table.ts";

export type Item = Record<string, unknown>;
type Operation =
  | Extract<TransactWrite, { Put: unknown }>["Put"]
  | Extract<TransactWrite, { Update: unknown }>["Update"];
type Changing = Exclude<TransactWrite, { Put: unknown }>;
type Names = Operation["ExpressionAttributeNames"];
type Values = Operation["ExpressionAttributeValues"];

/**
 * As much of the table as boards use, in memory: for properties that take thousands of writes.
 * @param items what is in it, to be used by several tables
 * @param around is called for each request, and does it when the request's turn has come
 */
export function memoryTable(
  items = new Map<string, Item>(),
  around: <T>(request: () => T) => Promise<T> = async (request) => request(),
) {
  const idOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
  const itemAt = (Key: Item | undefined) => items.get(idOf(keyOf(Key)));

  const table: Pick<Table, "get" | "query" | "queryAll" | "transact"> = {
    get: <S extends z.ZodType>(schema: S, key: Key): Promise<z.output<S> | undefined> =>
      around(() => {
        const item = items.get(idOf(key));
        return item && schema.parse(item);
      }),

    query: <S extends z.ZodType>(
      schema: S,
      query: Parameters<Table["query"]>[1],
    ): Promise<{ items: z.output<S>[]; cursor?: string }> =>
      around(() => {
        const sorted = [...items.values()]
          .map((item) => ({ item, ...keyOf(item) }))
          .filter(({ pk, sk }) => pk === query.pk && sk.startsWith(query.prefix))
          .sort((a, b) => (a.sk < b.sk ? -1 : 1));
        const ordered = query.descending ? sorted.reverse() : sorted;
        const start = query.after ?? query.cursor;
        const after = start
          ? ordered.filter(({ sk }) => (query.descending ? sk < start : sk > start))
          : ordered;
        const page = after.slice(0, query.limit);
        const last = page.at(-1);
        const found = page.map(({ item }) => schema.parse(item));
        return last && page.length === query.limit ? { items: found, cursor: last.sk } : { items: found };
      }),

    queryAll: async (schema, query) => (await table.query(schema, query)).items,

    transact: (writes) =>
      around(() => {
        if (writes.length > 100) throw new TypeError(`${writes.length} writes in a transaction`);
        const keys = writes.map((write) =>
          idOf(keyOf("Put" in write ? write.Put.Item : operationOf(write).Key)),
        );
        if (new Set(keys).size < keys.length) throw new TypeError("an item is written twice");
        for (const write of writes) {
          const operation = "Put" in write ? write.Put : operationOf(write);
          const before = itemAt("Put" in write ? write.Put.Item : operationOf(write).Key);
          if (!holds(operation.ConditionExpression, before, operation.ExpressionAttributeValues)) {
            throw new Fault("conflict", "A condition failed.");
          }
        }
        for (const write of writes) apply(write);
      }),
  };

  function apply(write: TransactWrite): void {
    if ("Put" in write) {
      const given = Object.entries(write.Put.Item ?? {}).filter(([, value]) => value !== undefined);
      items.set(idOf(keyOf(write.Put.Item)), Object.fromEntries(given));
    } else if ("Delete" in write) {
      items.delete(idOf(keyOf(write.Delete.Key)));
    } else if ("Update" in write) {
      const { Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = write.Update;
      const key = keyOf(Key);
      items.set(idOf(key), {
        ...key,
        ...updated(
          items.get(idOf(key)) ?? {},
          UpdateExpression,
          ExpressionAttributeNames,
          ExpressionAttributeValues,
        ),
      });
    }
  }

  return table;
}

function operationOf(write: Changing) {
  if ("Update" in write) return write.Update;
  return "Delete" in write ? write.Delete : write.ConditionCheck;
}

function keyOf(item: Item | undefined): Key {
  const { pk, sk } = item ?? {};
  if (typeof pk !== "string" || typeof sk !== "string") throw new TypeError("an item has a key");
  return { pk, sk };
}

function holds(condition: string | undefined, item: Item | undefined, values: Values): boolean {
  if (condition === undefined) return true;
  if (condition === "attribute_not_exists(pk)") return item === undefined;
  const [, name, value] = /^(\w+) = (:\w+)$/.exec(condition) ?? [];
  if (!name || !value) throw new TypeError(`what is ${condition}?`);
  return item?.[name] === values?.[value];
}

/** `SET a = :a, b = :b ADD c :c, #d :d` */
function updated(item: Item, expression: string | undefined, names: Names, values: Values): Item {
  const [, set, add] = /^SET (.+) ADD (.+)$/.exec(expression ?? "") ?? [];
  if (!set || !add) throw new TypeError(`what is ${expression}?`);
  const result = { ...item };
  const nameOf = (name = "") => names?.[name] ?? name;
  for (const one of set.split(", ")) {
    const [name, value = ""] = one.split(" = ");
    result[nameOf(name)] = values?.[value];
  }
  for (const one of add.split(", ")) {
    const [name, value = ""] = one.split(" ");
    result[nameOf(name)] = Number(result[nameOf(name)] ?? 0) + Number(values?.[value]);
  }
  return result;
}
