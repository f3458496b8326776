import * as z from "zod";
import { ifAbsent, type Key, type Table } from "../aws/table.ts";
import { nameOf, type Owner } from "./rules.ts";

const Pointer = z.object({
  /** Which of the library's versions is searched. */
  version: z.string(),
  /** What made its vectors. */
  model: z.string(),
  chunks: z.number().int(),
  switchedAt: z.string(),
});
export type Pointer = z.infer<typeof Pointer>;

export type PointerStore = ReturnType<typeof pointerStore>;

const keyOf = (library: Owner): Key => ({ pk: `INDEX#${nameOf(library)}`, sk: "POINTER" });

/** Which version of each library's index is searched. */
export const pointerStore = (table: Pick<Table, "get" | "transact">) => ({
  get: (library: Owner): Promise<Pointer | undefined> => table.get(Pointer, keyOf(library)),

  /**
   * @param from the version that the new one was made after; `undefined` where there was none
   * @throws Fault conflict where another one has been switched to meanwhile
   */
  switch(library: Owner, from: string | undefined, to: Pointer): Promise<void> {
    const condition =
      from === undefined
        ? ifAbsent
        : { ConditionExpression: "version = :from", ExpressionAttributeValues: { ":from": from } };
    return table.transact([
      { Put: { Item: { ...keyOf(library), entity: "search_index", ...to }, ...condition } },
    ]);
  },

  /** From here on nothing is found. */
  remove: (library: Owner): Promise<void> => table.transact([{ Delete: { Key: keyOf(library) } }]),
});
