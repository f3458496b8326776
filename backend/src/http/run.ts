import type { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import type { ReplyOf, Routes, SentOf } from "@lyceum/shared/contract/route";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type { FindMembership } from "./caller.ts";
import { answer, declared, notModified, respond } from "./reply.ts";
import { type AnyHandlers, dispatcher, type Handler, headerOf, type Request } from "./request.ts";

/** One function for each route of a slice, typed by the contract. Those that stream are `Streamers`. */
export type Handlers<R extends Routes> = {
  readonly [Name in keyof R as SentOf<R[Name]> extends undefined ? Name : never]: Handler<
    Request<R[Name]>,
    ReplyOf<R[Name]>
  >;
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
 * calls the handler, parses the reply so that only declared fields leave, and maps faults to their statuses. Routes that
 * stream are served by a function of their own.
 */
export function run<const R extends Routes>(
  routes: R,
  handlers: Handlers<R> & AnyHandlers,
  logger: Logger,
  { findMembership, entityTags = {} }: Particulars<R> = {},
) {
  const dispatch = dispatcher(routes, handlers, findMembership);
  const tags: Readonly<Record<string, Handler<unknown, string> | undefined>> = entityTags;

  async function reply(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const { name, route, request, handle } = await dispatch(event);
    const tag = tags[name];
    // Asked for before the reply is made: a change in between makes the reply newer than its tag, never older.
    const etag = tag && `"${await tag(request)}"`;
    if (etag !== undefined && names(headerOf(event, "if-none-match"), etag)) return notModified(etag);
    const made = await handle(request);
    return respond(route.status, route.reply && (await declared(route.reply, made)), etag);
  }

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .onError(async (request) => {
      if (request.error) request.response = answer(request.error, logger);
    })
    .handler(reply);
}

/** Whether `If-None-Match` names the tag; made weak by a proxy that compresses, it is still the same (RFC 9110, 13.1.2). */
const names = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
