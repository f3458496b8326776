import { Readable } from "node:stream";
import type { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import type { Routes, SentOf } from "@lyceum/shared/contract/route";
import middy from "@middy/core";
import { executionModeStreamifyResponse } from "@middy/core/StreamifyResponse";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type { FindMembership } from "./caller.ts";
import { serverSentEvents } from "./events.ts";
import { answer } from "./reply.ts";
import { type AnyHandlers, dispatcher, type Handler, type Request } from "./request.ts";

/**
 * One function for each route of a slice that streams. What is thrown before its promise resolves is answered as any
 * other route's faults are; afterwards the reply has begun with status 200, and what is thrown becomes its last event.
 */
export type Streamers<R extends Routes> = {
  readonly [Name in keyof R as SentOf<R[Name]> extends undefined ? never : Name]: Handler<
    Request<R[Name]>,
    AsyncIterable<SentOf<R[Name]>>
  >;
};

/** What a function answers with: API Gateway passes its body on as it comes. */
type Streamed = Omit<APIGatewayProxyResult, "body"> & { body: string | Readable };

/**
 * The Lambda handler of those routes of a slice that stream: the same as `run`, but for what it answers with, which is
 * server-sent events.
 */
export function streamed<const R extends Routes>(
  routes: R,
  handlers: Streamers<R> & AnyHandlers<AsyncIterable<unknown>>,
  logger: Logger,
  { findMembership }: { findMembership?: FindMembership } = {},
) {
  const dispatch = dispatcher(routes, handlers, findMembership);

  async function reply(event: APIGatewayProxyEvent): Promise<Streamed> {
    const { route, request, handle } = await dispatch(event);
    const events = await handle(request);
    return {
      statusCode: route.status,
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // Proxies that collect a reply before they pass it on leave this one alone.
        "x-accel-buffering": "no",
      },
      body: Readable.from(serverSentEvents(events, route.stream, logger)),
    };
  }

  return middy<APIGatewayProxyEvent, Streamed>({ executionMode: executionModeStreamifyResponse })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .onError(async (request) => {
      if (request.error) request.response = answer(request.error, logger);
    })
    .handler(reply);
}
