import type { IncomingMessage } from "node:http";
import type { RestApi } from "./api.ts";
import type { Match } from "./match.ts";

export interface RequestFacts {
  requestId: string;
  /** The `X-Amzn-Trace-Id` header. */
  traceId: string;
  /** Without the stage. */
  path: string;
  /** What comes after `?`, or "". */
  query: string;
  body: Buffer;
  /** From the authorizer. */
  claims: Record<string, string> | undefined;
  /** Milliseconds since the epoch. */
  time: number;
}

/**
 * The event of a Lambda proxy integration, format 1.0
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
 */
export function proxyEvent(api: RestApi, match: Match, request: IncomingMessage, facts: RequestFacts) {
  const { method, parameters } = match;
  const sourceIp = request.socket.remoteAddress ?? "127.0.0.1";
  const domainName = `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const [headers, multiValueHeaders] = single([
    ...rawHeaders(request),
    ["X-Amzn-Trace-Id", facts.traceId],
    ["X-Forwarded-For", sourceIp],
    ["X-Forwarded-Port", String(request.socket.localPort ?? "")],
    ["X-Forwarded-Proto", "http"],
  ]);
  const [query, multiValueQuery] = single([...new URLSearchParams(facts.query)]);
  const isBinary = matchesMediaType(request.headers["content-type"], api.binaryMediaTypes);

  return {
    resource: method.resourcePath,
    path: facts.path,
    httpMethod: request.method ?? "GET",
    headers,
    multiValueHeaders,
    queryStringParameters: orNull(query),
    multiValueQueryStringParameters: orNull(multiValueQuery),
    pathParameters: orNull(parameters),
    stageVariables: null,
    requestContext: {
      resourceId: method.resourceId,
      ...(facts.claims && { authorizer: { claims: facts.claims } }),
      resourcePath: method.resourcePath,
      httpMethod: request.method ?? "GET",
      extendedRequestId: extendedRequestId(facts.requestId),
      requestTime: logTime(facts.time),
      path: `/${api.stageName}${facts.path}`,
      accountId: api.accountId,
      protocol: `HTTP/${request.httpVersion}`,
      stage: api.stageName,
      domainPrefix: api.id,
      requestTimeEpoch: facts.time,
      requestId: facts.requestId,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp,
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: request.headers["user-agent"] ?? null,
        user: null,
      },
      domainName,
      deploymentId: api.deploymentId,
      apiId: api.id,
    },
    body: facts.body.length === 0 ? null : facts.body.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary && facts.body.length > 0,
  };
}

/** Short and printable, as in the `x-amz-apigw-id` header. */
export function extendedRequestId(requestId: string): string {
  return `${Buffer.from(requestId.replaceAll("-", ""), "hex").toString("base64url").slice(0, 15)}=`;
}

/** `application/pdf` and `image/*`; a parameter such as a charset doesn't count. */
export function matchesMediaType(value: string | undefined, patterns: readonly string[]): boolean {
  const [type = ""] = (value ?? "").split(/[;,]/);
  const [kind, subkind] = type.trim().toLowerCase().split("/");
  return patterns.some((pattern) => {
    const [wantedKind, wantedSubkind] = pattern.toLowerCase().split("/");
    return (
      (wantedKind === "*" || wantedKind === kind) && (wantedSubkind === "*" || wantedSubkind === subkind)
    );
  });
}

function rawHeaders({ rawHeaders: flat }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] ?? "", flat[i + 1] ?? ""]);
  return pairs;
}

/** The last value of each name, and all of them. */
function single(
  pairs: readonly (readonly [string, string])[],
): [Record<string, string>, Record<string, string[]>] {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = all.get(name);
    if (values) values.push(value);
    else all.set(name, [value]);
  }
  const last = [...all].map(([name, values]) => [name, values.at(-1) ?? ""] as const);
  return [Object.fromEntries(last), Object.fromEntries(all)];
}

function orNull<T extends object>(fields: T): T | null {
  return Object.keys(fields).length > 0 ? fields : null;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `21/Nov/2026:06:00:00 +0000` */
function logTime(time: number): string {
  const [date = "", clock = ""] = new Date(time).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${day}/${months[Number(month) - 1]}/${year}:${clock.slice(0, 8)} +0000`;
}
