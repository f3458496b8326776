import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type FunctionPool, newTraceId } from "../lambda/pool.ts";
import { preludeContentType, takePrelude } from "../lambda/prelude.ts";
import type { Outcome } from "../lambda/runtime-api.ts";
import type { Method, RestApi } from "./api.ts";
import { createAuthorizer, type TokenSource } from "./authorizer.ts";
import { collect } from "./body.ts";
import { fillContext } from "./context.ts";
import { extendedRequestId, proxyEvent } from "./event.ts";
import { type GatewayResponseKind, sendGatewayResponse } from "./gateway-responses.ts";
import { createMatcher } from "./match.ts";
import { type Reply, readPrelude, readProxyReply } from "./reply.ts";

export interface GatewayDeps {
  functions: ReadonlyMap<string, FunctionPool>;
  /** By user pool id. */
  tokenSources: ReadonlyMap<string, TokenSource>;
  logAccess: (line: string) => void;
  /** Takes what is wrong with a function's reply. */
  warn: (line: string) => void;
}

/** The largest body of a request that API Gateway takes, in bytes. */
const requestLimit = 10 * 1024 * 1024;
/** The largest buffered reply that Lambda gives, in bytes. */
const replyLimit = 6 * 1024 * 1024;

export type Gateway = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
) => Promise<void>;

/**
 * Serves a REST API's stage as API Gateway does.
 * @returns what answers a request; `path` is what follows the stage's name, `query` what follows `?`
 */
export function createGateway(api: RestApi, deps: GatewayDeps): Gateway {
  const match = createMatcher(api.methods);
  const authorize = createAuthorizer(deps.tokenSources);

  return async (request, response, path, query) => {
    const time = Date.now();
    const requestId = randomUUID();
    const traceId = newTraceId();
    response.setHeader("x-amzn-RequestId", requestId);
    response.setHeader("x-amz-apigw-id", extendedRequestId(requestId));
    const context: Record<string, string> = {
      requestId,
      extendedRequestId: extendedRequestId(requestId),
      requestTimeEpoch: String(time),
      httpMethod: request.method ?? "",
      path: `/${api.stageName}${path}`,
      stage: api.stageName,
      apiId: api.id,
      protocol: `HTTP/${request.httpVersion}`,
      "identity.sourceIp": request.socket.remoteAddress ?? "",
      xrayTraceId: traceId,
    };
    if (api.accessLogFormat !== undefined) logWhenDone(response, api.accessLogFormat, context, time);
    const refuse = (kind: GatewayResponseKind) => {
      context["error.responseType"] = kind;
      sendGatewayResponse(response, kind, api.gatewayResponses, context);
    };

    const found = match(request.method ?? "GET", path);
    if (!found) {
      return refuse(request.headers.authorization ? "INVALID_SIGNATURE" : "MISSING_AUTHENTICATION_TOKEN");
    }
    const { method } = found;
    context.resourcePath = method.resourcePath;
    context.resourceId = method.resourceId;
    let claims: Record<string, string> | undefined;
    if (method.authorizer) {
      const header = request.headers[method.authorizer.header];
      const authorization = await authorize(method.authorizer, method.scopes, header?.toString());
      if (!authorization.allowed) return refuse(authorization.because);
      claims = authorization.claims;
      for (const [name, value] of Object.entries(claims)) context[`authorizer.claims.${name}`] = value;
    }

    const body = await collect(request, requestLimit);
    if (!body) return refuse("REQUEST_TOO_LARGE");
    if ("mock" in method.target) {
      response.writeHead(method.target.mock.status, method.target.mock.headers);
      response.end();
      return;
    }
    const pool = deps.functions.get(method.target.functionName);
    if (!pool) {
      deps.warn(`${method.resourcePath}: there is no function ${method.target.functionName}`);
      return refuse("API_CONFIGURATION_ERROR");
    }
    const event = proxyEvent(api, found, request, { requestId, traceId, path, query, body, claims, time });
    const called = performance.now();
    const invocation = pool.invoke(JSON.stringify(event), { traceId });
    const outcome = await within(method.integrationTimeout, invocation);
    context["integration.latency"] = String(Math.round(performance.now() - called));
    if (!outcome) {
      // The function goes on, and what it answers in the end is for nobody.
      invocation.then((late) => late.ok && late.body.resume(), deps.warn);
      return refuse("INTEGRATION_TIMEOUT");
    }
    await answer(outcome, { api, method, request, response, refuse });
  };

  async function answer(outcome: Outcome, { method, request, response, refuse }: Exchange): Promise<void> {
    const fail = (why: string) => {
      deps.warn(`${request.method} ${method.resourcePath}: ${why}`);
      refuse("API_CONFIGURATION_ERROR");
    };
    // Why it failed is in the function's log.
    if (!outcome.ok) return refuse("API_CONFIGURATION_ERROR");
    const stream = "functionName" in method.target && method.target.stream;
    if (stream && outcome.contentType === preludeContentType) {
      const text = await takePrelude(outcome.body).catch(() => undefined);
      const prelude = text === undefined ? undefined : readPrelude(text);
      if (!prelude) {
        outcome.body.resume();
        return fail("the stream has no valid prelude");
      }
      response.writeHead(prelude.status, prelude.headers);
      response.flushHeaders();
      return pipe(outcome.body, response);
    }
    const body = await collect(outcome.body, replyLimit).catch(() => undefined);
    if (!body) return fail("the function broke off its reply, or made it larger than 6 MB");
    const { accept } = request.headers;
    const reply = stream ? undefined : readProxyReply(body.toString(), accept, api.binaryMediaTypes);
    if (!reply) return fail("the function's reply is malformed");
    send(response, reply);
  }

  function logWhenDone(
    response: ServerResponse,
    format: string,
    context: Record<string, string>,
    time: number,
  ): void {
    response.once("close", () => {
      const latency = String(Date.now() - time);
      const status = String(response.statusCode);
      const responseLength = String(response.getHeader("content-length") ?? "-");
      deps.logAccess(fillContext(format, { ...context, status, responseLatency: latency, responseLength }));
    });
  }
}

interface Exchange {
  api: RestApi;
  method: Method;
  request: IncomingMessage;
  response: ServerResponse;
  refuse: (kind: GatewayResponseKind) => void;
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, { ...headers, ...(hasBody && { "content-length": body.length }) });
  response.end(hasBody ? body : undefined);
}

/** Passes a stream on as it comes. The function is not told when the client goes away; it runs to its end. */
function pipe(body: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    body.pipe(response, { end: false });
    body.once("end", () => {
      // A function that fails after it has begun says so in a trailer; the client sees the connection break.
      if (body.trailers["lambda-runtime-function-error-type"]) response.destroy();
      else response.end();
    });
    body.once("error", () => response.destroy());
    response.once("close", () => {
      body.unpipe(response);
      body.resume();
      resolve();
    });
  });
}

/** The promise's value, or `undefined` after so many milliseconds. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
