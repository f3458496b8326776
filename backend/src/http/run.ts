import type { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Fault, faultStatus, type Issue } from "@lyceum/shared/contract/fault";
import type { ParsedOf, ReplyOf, Route, Routes, Schema, SchemaIssue } from "@lyceum/shared/contract/route";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { authorize, type Caller, type FindMembership, type Membership } from "./caller.ts";

/** The largest request body, in bytes. */
const bodyLimit = 256 * 1024;

type Request<R extends Route> = ParsedOf<R> &
  (R["access"] extends "public" ? unknown : { caller: Caller }) &
  (R["access"] extends `cohort:${string}` ? { member: Membership } : unknown);

/** Written as a method, because those may be called with a request whose type is known by its route alone. */
type Handler<Request, Reply> = { handle(request: Request): Promise<Reply> }["handle"];

/** One function for each route of a slice, typed by the contract. */
export type Handlers<R extends Routes> = {
  readonly [Name in keyof R]: Handler<Request<R[Name]>, ReplyOf<R[Name]>>;
};

interface Particulars<R extends Routes> {
  /** For slices that have routes for members of cohorts; without it nobody is one. */
  findMembership?: FindMembership;
  /**
   * For routes that are asked again and again: says, for less than the reply costs, what version of it there is. A caller
   * who has that version is answered 304 and nothing else.
   */
  entityTags?: {
    readonly [Name in keyof R]?: Handler<Request<R[Name]>, string>;
  };
}

/**
 * The Lambda handler of a slice: finds the route, parses what the path names, authorizes, parses the rest of the request,
 * calls the handler, parses the reply so that only declared fields leave, and maps faults to their statuses.
 */
export function run<const R extends Routes>(
  routes: R,
  handlers: Handlers<R> & Readonly<Record<string, Handler<unknown, unknown>>>,
  logger: Logger,
  { findMembership = async () => undefined, entityTags = {} }: Particulars<R> = {},
) {
  const table = new Map(
    Object.entries<Route>(routes).map(([name, route]) => [`${route.method} ${route.path}`, { name, route }]),
  );

  const tags: Readonly<Record<string, Handler<unknown, string> | undefined>> = entityTags;

  async function dispatch(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const found = table.get(`${event.httpMethod} ${event.resource}`);
    const handle = found && handlers[found.name];
    if (!found || !handle) throw new Fault("not_found", "There is no such address.");
    const { route } = found;
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
    const tag = tags[found.name];
    // Asked for before the reply is made: a change in between makes the reply newer than its tag, never older.
    const etag = tag && `"${await tag(request)}"`;
    if (etag !== undefined && names(headerOf(event, "if-none-match"), etag)) return notModified(etag);
    const reply = await handle(request);
    return respond(route.status, route.reply && (await declared(route.reply, reply)), etag);
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .onError(async (request) => {
      if (request.error) request.response = answer(request.error, logger);
    })
    .handler(dispatch);
}

function answer(error: Error, logger: Logger): APIGatewayProxyResult {
  if (error instanceof Fault) {
    const { code, message, issues } = error;
    if (faultStatus[code] >= 500) logger.error(message, error);
    return respond(faultStatus[code], { code, message, ...(issues && { issues }) });
  }
  logger.error("unexpected", error);
  return respond(500, {
    code: "internal",
    message: "Something went wrong on our side. Try again in a moment.",
  });
}

function respond(statusCode: number, body: unknown, etag?: string): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "content-type": "application/json; charset=utf-8", ...caching(etag) },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

const notModified = (etag: string): APIGatewayProxyResult => ({
  statusCode: 304,
  headers: caching(etag),
  body: "",
});

/** Whether `If-None-Match` names the tag; made weak by a proxy that compresses, it is still the same (RFC 9110, 13.1.2). */
const names = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);

/** What has a tag may be kept by the browser of whom it was sent to, and is asked for again each time. */
const caching = (etag: string | undefined): Record<string, string> =>
  etag
    ? { etag, "cache-control": "private, no-cache", vary: "authorization" }
    : { "cache-control": "no-store" };

/** @param name in lower case */
const headerOf = (event: APIGatewayProxyEvent, name: string): string | undefined =>
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

/** A reply that is not as declared is a defect of ours: it must not leave, and it is not the caller's fault. */
async function declared(schema: Schema, value: unknown): Promise<unknown> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return result.value;
  throw new TypeError(
    `reply not as declared: ${result.issues.map((issue) => describe("reply", issue).path)}`,
  );
}

function describe(place: string, issue: SchemaIssue): Issue {
  const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  return { path: [place, ...path].join("."), message: issue.message };
}
