import type { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Fault, faultStatus, type Issue } from "@lyceum/shared/contract/fault";
import type { ParsedOf, ReplyOf, Route, Routes, Schema, SchemaIssue } from "@lyceum/shared/contract/route";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { authorize, type Caller } from "./caller.ts";

/** The largest request body, in bytes. */
const bodyLimit = 256 * 1024;

type Request<R extends Route> = ParsedOf<R> & (R["access"] extends "public" ? unknown : { caller: Caller });

/** Written as a method, because those may be called with a request whose type is known by its route alone. */
type Handler<Request, Reply> = { handle(request: Request): Promise<Reply> }["handle"];

/** One function for each route of a slice, typed by the contract. */
export type Handlers<R extends Routes> = {
  readonly [Name in keyof R]: Handler<Request<R[Name]>, ReplyOf<R[Name]>>;
};

/**
 * The Lambda handler of a slice: finds the route, authorizes, parses the request, calls the handler, parses the
 * reply so that only declared fields leave, and maps faults to their statuses.
 */
export function run<const R extends Routes>(
  routes: R,
  handlers: Handlers<R> & Readonly<Record<string, Handler<unknown, unknown>>>,
  logger: Logger,
) {
  const table = new Map(
    Object.entries<Route>(routes).map(([name, route]) => [`${route.method} ${route.path}`, { name, route }]),
  );

  async function dispatch(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const found = table.get(`${event.httpMethod} ${event.resource}`);
    const handle = found && handlers[found.name];
    if (!found || !handle) throw new Fault("not_found", "There is no such address.");
    const { route } = found;
    const caller = route.access === "public" ? undefined : authorize(event, route.access);
    const request = {
      caller,
      params: await parsed(route.params, "path", event.pathParameters ?? {}),
      query: await parsed(route.query, "query", event.queryStringParameters ?? {}),
      body: route.body && (await parsed(route.body, "body", readBody(event))),
    };
    const reply = await handle(request);
    return respond(route.status, route.reply && (await declared(route.reply, reply)));
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

function respond(statusCode: number, body: unknown): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

function readBody(event: APIGatewayProxyEvent): unknown {
  const contentType = Object.entries(event.headers).find(
    ([name]) => name.toLowerCase() === "content-type",
  )?.[1];
  if (!/^application\/json\b/i.test(contentType ?? "")) {
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
