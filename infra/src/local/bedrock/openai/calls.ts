import type * as z from "zod";
import type { ToolCallPart } from "./wire.ts";

interface Called {
  id: string | undefined;
  /** Which call it is, where the server numbers them. */
  index: number;
  name: string;
  /** JSON, as far as it has come. */
  input: string;
}

/** Calls of tools, put together from the parts that a stream brings. */
export function createCalls() {
  const all: Called[] = [];

  return {
    all,
    add({ id, index, function: part }: z.infer<typeof ToolCallPart>): void {
      const same = all.findLast((call) => (typeof index === "number" ? call.index === index : true));
      // Some servers number all calls alike: another id, or another name where there are no ids, is another call.
      const isNew = !same || (id ? id !== same.id : Boolean(part?.name));
      const called = isNew ? { id: id ?? undefined, index: index ?? all.length, name: "", input: "" } : same;
      if (isNew) all.push(called);
      called.name ||= part?.name ?? "";
      called.input += part?.arguments ?? "";
    },
  };
}
