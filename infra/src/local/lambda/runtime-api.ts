import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import * as z from "zod";

/** What a function is called with. */
export interface Invocation {
  requestId: string;
  /** JSON. */
  payload: string;
  /** Milliseconds since the epoch. */
  deadline: number;
  functionArn: string;
  /** The X-Ray header. */
  traceId: string;
}

/** Why an invocation failed, as Lambda words it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
}

/** What a function answers: bytes as they come, or why it failed. */
export type Outcome =
  | { ok: true; body: IncomingMessage; contentType: string; streaming: boolean }
  | { ok: false; error: FunctionError };

interface Running {
  invocation: Invocation;
  settle: (outcome: Outcome) => void;
}

export interface RuntimeApi {
  /** `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  address: string;
  /** Hands an invocation to the runtime, which must be waiting for one. */
  invoke(invocation: Invocation): Promise<Outcome>;
  /** Fails the invocation that is running, if there is one. */
  fail(error: FunctionError): void;
  close(): void;
}

const ErrorReport = z.object({
  errorType: z.string().catch("Error"),
  errorMessage: z.string().catch(""),
});

/**
 * The Runtime API of one execution environment
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
 */
export async function createRuntimeApi(on: {
  /** The runtime has started, or is done with the last invocation, and waits for the next. */
  idle: () => void;
  initError: (error: FunctionError) => void;
}): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let running: Running | undefined;

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // The runtime may wait for its next invocation for days.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new TypeError("the server has no port");

  const host = `127.0.0.1:${address.port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A web page that guesses the port must not take an invocation.
    if (request.headers.host !== host || request.headers.origin !== undefined) return reply(response, 403);
    const [, , area, id, verb] = (request.url ?? "").slice(1).split("/");
    if (area === "init") {
      on.initError(await readError(request));
      return reply(response, 202);
    }
    if (request.method === "GET" && id === "next") {
      waiting = response;
      on.idle();
      return;
    }
    const current = running;
    if (!current || current.invocation.requestId !== id) return reply(response, 400, "InvalidRequestID");
    running = undefined;
    if (verb === "error") {
      current.settle({ ok: false, error: await readError(request) });
      return reply(response, 202);
    }
    const streaming = request.headers["lambda-runtime-function-response-mode"] === "streaming";
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    const ended = once(request, "end");
    current.settle({ ok: true, body: request, contentType, streaming });
    await ended;
    reply(response, 202);
  }

  return {
    address: host,
    invoke(invocation) {
      const response = waiting;
      if (!response) throw new TypeError("the runtime is not waiting for an invocation");
      waiting = undefined;
      return new Promise((settle) => {
        running = { invocation, settle };
        response.writeHead(200, {
          "Content-Type": "application/json",
          "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
          "Lambda-Runtime-Deadline-Ms": String(invocation.deadline),
          "Lambda-Runtime-Invoked-Function-Arn": invocation.functionArn,
          "Lambda-Runtime-Trace-Id": invocation.traceId,
        });
        response.end(invocation.payload);
      });
    },
    fail(error) {
      running?.settle({ ok: false, error });
      running = undefined;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readError(request: IncomingMessage): Promise<FunctionError> {
  const body = await buffer(request);
  return ErrorReport.catch({ errorType: "Error", errorMessage: "" }).parse(
    JSON.parse(body.toString() || "{}"),
  );
}

function reply(response: ServerResponse, status: number, errorType?: string): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(errorType ? { errorType } : { status: "OK" }));
}
