import type * as z from "zod";
import type { Pool } from "./context.ts";
import { invalidParameter, ServiceError } from "./errors.ts";

type Reply = Record<string, unknown>;

/** One operation of the API. */
export interface Operation {
  /** Who may call it: anybody, who proves it by what the request holds, or only a holder of AWS credentials. */
  access: "public" | "aws";
  /** @throws ServiceError */
  run(pool: Pool, input: unknown): Promise<Reply>;
}

type Handler<Schema extends z.ZodType> = (pool: Pool, input: z.infer<Schema>) => Reply | Promise<Reply>;

function define<Schema extends z.ZodType>(
  access: Operation["access"],
  schema: Schema,
  handle: Handler<Schema>,
): Operation {
  return { access, run: async (pool, input) => handle(pool, parse(schema, input)) };
}

/** An operation for the app: its input is checked with `schema`. */
export const operation = <Schema extends z.ZodType>(schema: Schema, handle: Handler<Schema>) =>
  define("public", schema, handle);

/** An operation for whoever runs the pool. */
export const adminOperation = <Schema extends z.ZodType>(schema: Schema, handle: Handler<Schema>) =>
  define("aws", schema, handle);

/**
 * @throws ServiceError SerializationException for a wrong type, InvalidParameterException for what is missing
 *   or outside its limits
 */
function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const member = path.map((name) => name.charAt(0).toLowerCase() + name.slice(1)).join(".");
  if (path.length > 0 && valueAt(input, path) === undefined)
    throw constraint(member, "Member must not be null");
  if (issue?.code === "invalid_type") {
    throw new ServiceError("SerializationException", `${member || "The request"} has the wrong type`);
  }
  throw constraint(member, issue?.message ?? "Member is invalid");
}

/** Worded as the service words it: clients look for the member's name and "Member must not be null". */
const constraint = (member: string, rule: string) =>
  invalidParameter(`1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`);

function valueAt(input: unknown, path: readonly string[]): unknown {
  let value = input;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(name);
  }
  return value;
}
