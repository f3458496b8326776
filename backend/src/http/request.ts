import { Fault, type Issue } from "@lyceum/shared/contract/fault";
import type { ParsedOf, Route, Routes, Schema, SchemaIssue } from "@lyceum/shared/contract/route";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { authorize, type Caller, type FindMembership, type Membership } from "./caller.ts";

/** The largest request body, in bytes. */
const bodyLimit = 256 * 1024;

/** What a handler is called with. */
export type Request<R extends Route> = ParsedOf<R> &
  (R["access"] extends "public" ? unknown : { caller: Caller }) &
  (R["access"] extends `cohort:${string}` ? { member: Membership } : unknown);

/** Written as a method, because those may be called with a request whose type is known by its route alone. */
export type Handler<Request, Reply> = { handle(request: Request): Promise<Reply> }["handle"];

export type AnyHandlers<Reply = unknown> = Readonly<Record<string, Handler<unknown, Reply>>>;

interface Dispatched<Reply> {
  /** The operation's name in the slice. */
  name: string;
  route: Route;
  request: unknown;
  handle: Handler<unknown, Reply>;
}

/**
 * Finds the route of a request among those that have a handler, parses what the path names, authorizes, and parses the
 * rest.
 *
 * @throws Fault where one of these fails
 */
export function dispatcher<Reply>(
  routes: Routes,
  handlers: AnyHandlers<Reply>,
  findMembership: FindMembership = async () => undefined,
): (event: APIGatewayProxyEvent) => Promise<Dispatched<Reply>> {
  const table = new Map(
    Object.entries(routes).map(([name, route]) => [`${route.method} ${route.path}`, { name, route }]),
  );

  return async (event) => {
    const found = table.get(`${event.httpMethod} ${event.resource}`);
    const handle = found && handlers[found.name];
    if (!found || !handle) throw new Fault("not_found", "There is no such address.");
    const { name, route } = found;
    // Before authorizing: a cohort is looked up by the id that the path names, and a key of the table can't be anything.
    const params = await parsed(route.params, "path", event.pathParameters ?? {});
    const { cohortId } = event.pathParameters ?? {};
    const who =
      route.access === "public" ? {} : await authorize(event, route.access, cohortId, findMembership);
    const request = {
      ...who,
      params,
      query: await parsed(route.query, "query", event.queryStringParameters ?? {}),
      body: route.body && (await parsed(route.body, "body", readBody(event))),
    };
    return { name, route, request, handle };
  };
}

/** @param name in lower case */
export const headerOf = (event: APIGatewayProxyEvent, name: string): string | undefined =>
  Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];

function readBody(event: APIGatewayProxyEvent): unknown {
  if (!/^application\/json\b/i.test(headerOf(event, "content-type") ?? "")) {
    throw new Fault("unsupported_media_type", "Send the body as application/json.");
  }
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > bodyLimit) throw new Fault("payload_too_large", "The body may have 256 kB at most.");
  try {
    return JSON.parse(bytes.toString("utf8"), onlyWellFormed);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault("invalid_request", "The body is not valid JSON.");
  }
}

/** Half of a surrogate pair can be written in JSON, and is no character that could be stored. */
function onlyWellFormed(key: string, value: unknown): unknown {
  const strings = typeof value === "string" ? [key, value] : [key];
  if (strings.every((text) => text.isWellFormed())) return value;
  throw new Fault("invalid_request", "The body has a text that is not valid Unicode.");
}

async function parsed(schema: Schema | undefined, place: string, value: unknown): Promise<unknown> {
  if (!schema) return undefined;
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return result.value;
  const issues = result.issues.map((issue) => describe(place, issue));
  throw new Fault(
    "invalid_request",
    issues.map(({ path, message }) => `${path}: ${message}`).join("; "),
    issues,
  );
}

/** What is wrong with a value, and where: `body.count`. */
export function describe(place: string, issue: SchemaIssue): Issue {
  const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  return { path: [place, ...path].join("."), message: issue.message };
}
