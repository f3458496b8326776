import type { Logger } from "@aws-lambda-powertools/logger";
import { Fault, type FaultBody, faultStatus } from "@lyceum/shared/contract/fault";
import type { Schema } from "@lyceum/shared/contract/route";
import type { APIGatewayProxyResult } from "aws-lambda";
import { describe } from "./request.ts";

export function respond(statusCode: number, body: unknown, etag?: string): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { "content-type": "application/json; charset=utf-8", ...caching(etag) },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

export const notModified = (etag: string): APIGatewayProxyResult => ({
  statusCode: 304,
  headers: caching(etag),
  body: "",
});

/** What has a tag may be kept by the browser of whom it was sent to, and is asked for again each time. */
const caching = (etag: string | undefined): Record<string, string> =>
  etag
    ? { etag, "cache-control": "private, no-cache", vary: "authorization" }
    : { "cache-control": "no-store" };

/** What is answered where a request fails. */
export function answer(error: Error, logger: Logger): APIGatewayProxyResult {
  const fault = faultOf(error, logger);
  return respond(faultStatus[fault.code], fault);
}

/** What is said of a failure: all of one that is expected, of any other nothing but that there was one. */
export function faultOf(error: unknown, logger: Logger): FaultBody {
  if (error instanceof Fault) {
    const { code, message, issues } = error;
    if (faultStatus[code] >= 500) logger.error(message, error);
    return { code, message, ...(issues && { issues }) };
  }
  logger.error("unexpected", error instanceof Error ? error : new Error(String(error)));
  return { code: "internal", message: "Something went wrong on our side. Try again in a moment." };
}

/** A reply that is not as declared is a defect of ours: it must not leave, and it is not the caller's fault. */
export async function declared(schema: Schema, value: unknown): Promise<unknown> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return result.value;
  throw new TypeError(
    `reply not as declared: ${result.issues.map((issue) => describe("reply", issue).path)}`,
  );
}
