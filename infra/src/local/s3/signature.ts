import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { accessDenied, S3Error } from "./errors.ts";

/** What of a request is signed. */
export interface Signed {
  method: string;
  /** As it was sent. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

interface Claim {
  credential: string;
  signedHeaders: string[];
  signature: string;
  date: string;
  payloadHash: string;
  expires: number | undefined;
}

const algorithm = "AWS4-HMAC-SHA256";
/** How far the clocks of both sides may be apart, in milliseconds. */
const skew = 15 * 60_000;

/**
 * Checks Signature Version 4, in the query of an address that was handed out or in the header `Authorization`
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html).
 * @param now ms since 1970
 * @returns whether the address itself was signed, and may be used by a browser
 * @throws S3Error
 */
export function verify(request: Signed, known: readonly Credentials[], now: number): "address" | "request" {
  const isAddress = request.query.has("X-Amz-Signature");
  const claim = isAddress ? ofAddress(request.query) : ofRequest(request.headers);
  const [accessKeyId, day = "", region = "", service = "", end] = claim.credential.split("/");
  const credentials = known.find((each) => each.accessKeyId === accessKeyId);
  if (!credentials) {
    throw new S3Error("InvalidAccessKeyId", "The access key is not known here.", 403);
  }
  const at = timeOf(claim.date);
  if (claim.expires === undefined ? Math.abs(now - at) > skew : at - now > skew) {
    throw new S3Error("RequestTimeTooSkewed", "The clocks are too far apart.", 403);
  }
  if (claim.expires !== undefined && now > at + claim.expires * 1000)
    throw accessDenied("Request has expired");
  if (!claim.signedHeaders.includes("host")) throw accessDenied("The host is not signed.");

  const scope = [day, region, service, end].join("/");
  const text = [algorithm, claim.date, scope, sha256(canonical(request, claim))].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const expected = hmac(key, text);
  const given = Buffer.from(claim.signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new S3Error("SignatureDoesNotMatch", "The request is not as it was signed.", 403);
  }
  return isAddress ? "address" : "request";
}

function ofAddress(query: URLSearchParams): Claim {
  const of = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  const expires = Number(of("Expires"));
  if (of("Algorithm") !== algorithm || !(expires >= 1 && expires <= 7 * 86_400)) {
    throw new S3Error("AuthorizationQueryParametersError", "The address is not complete.");
  }
  return {
    credential: of("Credential"),
    signedHeaders: of("SignedHeaders").split(";"),
    signature: of("Signature"),
    date: of("Date"),
    payloadHash: "UNSIGNED-PAYLOAD",
    expires,
  };
}

function ofRequest(headers: IncomingHttpHeaders): Claim {
  const form = new RegExp(`^${algorithm} Credential=(.+?), ?SignedHeaders=(.+?), ?Signature=([\\da-f]{64})$`);
  const [, credential = "", signedHeaders = "", signature = ""] =
    form.exec(headers.authorization ?? "") ?? [];
  if (!signature) throw accessDenied("Access Denied");
  return {
    credential,
    signedHeaders: signedHeaders.split(";"),
    signature,
    date: single(headers["x-amz-date"]),
    payloadHash: single(headers["x-amz-content-sha256"]),
    expires: undefined,
  };
}

function canonical({ method, path, query, headers }: Signed, { signedHeaders, payloadHash }: Claim): string {
  const parameters = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)));
  return [
    method,
    path,
    parameters.map(([name, value]) => `${name}=${value}`).join("&"),
    ...signedHeaders.map((name) => `${name}:${single(headers[name]).trim().replace(/ +/g, " ")}`),
    "",
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

/** `20261121T184006Z` in ms since 1970. */
function timeOf(date: string): number {
  const [, day = "", time = ""] = /^(\d{8})T(\d{6})Z$/.exec(date) ?? [];
  const parts = [day.slice(0, 4), day.slice(4, 6), day.slice(6)].join("-");
  const at = Date.parse(`${parts}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
  if (Number.isNaN(at)) throw accessDenied("The request has no valid date.");
  return at;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const single = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(",") : (value ?? "");

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
