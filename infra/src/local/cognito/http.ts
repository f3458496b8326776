import type { IncomingMessage, ServerResponse } from "node:http";
import { ServiceError } from "./errors.ts";

/** The service answers a browser of any origin: what protects it are the tokens in the bodies. */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
};

const maxBodyBytes = 128 * 1024;

/** Sends `body` as JSON with the service's headers. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...cors, ...headers });
  response.end(JSON.stringify(body));
}

/** Answers a browser that asks whether it may call. */
export function sendPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    ...cors,
    "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
    "access-control-allow-methods": "GET,POST,OPTIONS",
    "access-control-max-age": "172800",
  });
  response.end();
}

/**
 * Reads a JSON body; a member that is null counts as absent.
 * @throws ServiceError SerializationException, RequestEntityTooLargeException
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // What is too much is read and dropped: closing at once would lose the reply that says so.
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size <= maxBodyBytes) chunks.push(bytes);
    }
  } catch {
    throw new ServiceError("SerializationException", "The body was cut off.");
  }
  if (size > maxBodyBytes) {
    throw new ServiceError("RequestEntityTooLargeException", `The body is over ${maxBodyBytes} bytes.`, 413);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString(), (_, value: unknown) => value ?? undefined);
  } catch {
    throw new ServiceError("SerializationException", "The body is not JSON.");
  }
}
