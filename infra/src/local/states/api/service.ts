import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ServiceError } from "../../cognito/errors.ts";
import { collect } from "../../gateway/body.ts";
import type { Handle } from "../../http.ts";
import type { Engine } from "../engine.ts";
import { operations } from "./operations.ts";

/** In bytes. */
const bodyLimit = 1024 * 1024;
const target = "AWSStepFunctions.";

/** Step Functions on this machine: its API on its own wire, AWS JSON 1.0, at any path. */
export function createStatesService(engine: Engine): Handle {
  return async (request, response) => {
    try {
      sendJson(response, 200, await answer(engine, request));
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { name, message, status } = error;
      sendJson(response, status, { __type: name, message }, { "x-amzn-errortype": name });
    }
  };
}

async function answer(engine: Engine, request: IncomingMessage): Promise<unknown> {
  const { method, headers } = request;
  const name = String(headers["x-amz-target"] ?? "");
  const operation = name.startsWith(target) ? operations.get(name.slice(target.length)) : undefined;
  // A page in a browser can't leave out `Origin`, and an SDK has no reason to send it.
  if (headers.origin !== undefined) {
    throw new ServiceError("AccessDeniedException", "A browser may not work with executions.", 403);
  }
  if (!headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
  }
  const body = await collect(request, bodyLimit);
  if (!body) throw new ServiceError("ValidationException", `The request is over ${bodyLimit} bytes.`);
  if (method !== "POST" || !operation) {
    throw new ServiceError("UnknownOperationException", `The local Step Functions has no operation ${name}.`);
  }
  return operation(engine, parse(body.toString()));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => value ?? undefined);
  } catch {
    throw new ServiceError("SerializationException", "The body is not JSON.");
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "x-amzn-requestid": randomUUID(),
    ...headers,
  });
  response.end(JSON.stringify(body));
}
