import * as z from "zod";
import { matchesMediaType } from "./event.ts";

/** What goes back to the client. */
export interface Reply {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Headers = z.record(z.string(), Value).nullish();
const MultiValueHeaders = z.record(z.string(), z.array(Value)).nullish();
const StatusCode = z.coerce.number().int().min(100).max(599);

const ProxyReply = z.strictObject({
  statusCode: StatusCode,
  headers: Headers,
  multiValueHeaders: MultiValueHeaders,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const Prelude = z.object({
  statusCode: StatusCode.default(200),
  headers: Headers,
  multiValueHeaders: MultiValueHeaders,
  cookies: z.array(z.string()).nullish(),
});

/** The gateway sets these itself. */
const ownHeaders = new Set([
  "connection",
  "content-length",
  "date",
  "server",
  "transfer-encoding",
  "upgrade",
]);

/**
 * The reply of a proxy integration; `undefined` where it is malformed, which API Gateway answers with a 502.
 * @param text what the function returned
 * @param accept the request's Accept header: binary bodies are decoded only for a client that asks for them
 */
export function readProxyReply(
  text: string,
  accept: string | undefined,
  binaryMediaTypes: readonly string[],
): Reply | undefined {
  const parsed = ProxyReply.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const decode = isBase64Encoded === true && matchesMediaType(accept, binaryMediaTypes);
  return {
    status: statusCode,
    headers: mergeHeaders(headers, multiValueHeaders, "application/json"),
    body: Buffer.from(body ?? "", decode ? "base64" : "utf8"),
  };
}

/** Status and headers of a streamed reply; `undefined` where they are malformed. */
export function readPrelude(text: string): Omit<Reply, "body"> | undefined {
  const parsed = Prelude.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, cookies } = parsed.data;
  const merged = mergeHeaders(headers, multiValueHeaders, "application/octet-stream");
  return {
    status: statusCode,
    headers: cookies && cookies.length > 0 ? { ...merged, "set-cookie": cookies } : merged,
  };
}

/** Names in lower case. Where a name is in both, the values of the multi-value one go out. */
function mergeHeaders(
  headers: z.output<typeof Headers>,
  multiValueHeaders: z.output<typeof MultiValueHeaders>,
  contentType: string,
): Reply["headers"] {
  const merged: Reply["headers"] = { "content-type": contentType };
  for (const [name, value] of [
    ...Object.entries(headers ?? {}),
    ...Object.entries(multiValueHeaders ?? {}),
  ]) {
    if (!ownHeaders.has(name.toLowerCase())) merged[name.toLowerCase()] = value;
  }
  return merged;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
