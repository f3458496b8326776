import type { ServerResponse } from "node:http";
import { fillContext } from "./context.ts";

/** What a template says of one kind of gateway response. */
export interface GatewayResponseOverride {
  status: number | undefined;
  headers: Readonly<Record<string, string>>;
  /** For `application/json`. */
  template: string | undefined;
}

/** The answers that the gateway gives by itself: status, message and `x-amzn-ErrorType` of each. */
const kinds = {
  BAD_REQUEST_PARAMETERS: [400, "Bad Request", "BadRequestException"],
  EXPIRED_TOKEN: [403, "The incoming token has expired", "UnauthorizedException"],
  // A reply of another form than the proxy integration's, or a function that failed.
  API_CONFIGURATION_ERROR: [502, "Internal server error", "InternalServerErrorException"],
  // What it says of a path that there is not, when it takes the Authorization header for a signature.
  INVALID_SIGNATURE: [403, "Invalid key=value pair in Authorization header", "IncompleteSignatureException"],
  INTEGRATION_TIMEOUT: [504, "Endpoint request timed out", "InternalServerErrorException"],
  MISSING_AUTHENTICATION_TOKEN: [403, "Missing Authentication Token", "MissingAuthenticationTokenException"],
  REQUEST_TOO_LARGE: [413, "Request Too Long", "RequestTooLongException"],
  UNAUTHORIZED: [401, "Unauthorized", "UnauthorizedException"],
} as const satisfies Record<string, readonly [status: number, message: string, errorType: string]>;

export type GatewayResponseKind = keyof typeof kinds;

/**
 * Answers a request that no function answers, as the template wants it: its own entry for this kind, else the one for
 * all 4xx or 5xx, else API Gateway's own.
 * @param context values of `$context.*` in the template, by what follows `$context.`
 */
export function sendGatewayResponse(
  response: ServerResponse,
  kind: GatewayResponseKind,
  overrides: ReadonlyMap<string, GatewayResponseOverride>,
  context: Readonly<Record<string, string>>,
): void {
  const [status, message, errorType] = kinds[kind];
  const own = overrides.get(kind);
  const common = overrides.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  const body = fillContext(own?.template ?? common?.template ?? defaultTemplate, {
    ...context,
    "error.message": message,
    "error.messageString": JSON.stringify(message),
    "error.responseType": kind,
  });
  response.writeHead(own?.status ?? common?.status ?? status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "x-amzn-ErrorType": errorType,
    ...(own ?? common)?.headers,
  });
  response.end(body);
}

const defaultTemplate = '{"message":$context.error.messageString}';
