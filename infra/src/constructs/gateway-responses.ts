import type { FaultBody } from "@lyceum/shared/contract/fault";
import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";

interface GatewayResponse extends FaultBody {
  type: ResponseType;
  /** The status, where it is not API Gateway's own. */
  statusCode?: string;
}

const noSuchAddress = { statusCode: "404", code: "not_found", message: "There is no such address." } as const;
const signIn = { statusCode: "401", code: "unauthenticated", message: "Sign in to continue." } as const;

/** What API Gateway answers by itself, in the one shape that all failures have. */
const responses: readonly GatewayResponse[] = [
  { type: ResponseType.UNAUTHORIZED, ...signIn },
  { type: ResponseType.EXPIRED_TOKEN, ...signIn },
  { type: ResponseType.ACCESS_DENIED, code: "forbidden", message: "You may not do this." },
  // The name that API Gateway has for a path or a method that there is not.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, ...noSuchAddress },
  // The same with an Authorization header, which it then takes for a request signed with AWS credentials.
  { type: ResponseType.INVALID_SIGNATURE, ...noSuchAddress },
  { type: ResponseType.RESOURCE_NOT_FOUND, ...noSuchAddress },
  { type: ResponseType.REQUEST_TOO_LARGE, code: "payload_too_large", message: "The request is too large." },
  {
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    code: "unsupported_media_type",
    message: "Send the body as application/json.",
  },
  {
    type: ResponseType.THROTTLED,
    code: "too_many_requests",
    message: "There are too many requests just now. Try again in a moment.",
  },
  { type: ResponseType.WAF_FILTERED, code: "forbidden", message: "This request looks like an attack." },
  { type: ResponseType.DEFAULT_4XX, code: "invalid_request", message: "The request can't be understood." },
  {
    type: ResponseType.DEFAULT_5XX,
    code: "unavailable",
    message: "The server is not available right now. Try again in a moment.",
  },
];

export function addGatewayResponses(api: RestApi): void {
  for (const { type, statusCode, code, message } of responses) {
    api.addGatewayResponse(type.responseType, {
      type,
      ...(statusCode && { statusCode }),
      responseHeaders: { "Cache-Control": "'no-store'" },
      templates: { "application/json": JSON.stringify({ code, message } satisfies FaultBody) },
    });
  }
}
