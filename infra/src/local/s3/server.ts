import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { collect } from "../gateway/body.ts";
import type { Handle } from "../http.ts";
import { codeOf } from "../problem.ts";
import type { CorsRule } from "./buckets.ts";
import { corsHeaders } from "./cors.ts";
import { accessDenied, notImplemented, S3Error } from "./errors.ts";
import { rangeOf } from "./range.ts";
import { receive } from "./receive.ts";
import { type Credentials, verify } from "./signature.ts";
import type { ObjectStore } from "./store.ts";
import { type Content, document, textsOf } from "./xml.ts";

interface Place {
  /** What stands in front of the bucket in every path, such as `/s3`. */
  prefix: string;
  /** By name, with what each lets pages of other origins do. */
  buckets: ReadonlyMap<string, readonly CorsRule[]>;
  store: ObjectStore;
  /** Whose signatures hold. */
  /** Of those who may ask. */
  credentials: readonly Credentials[];
  now: () => number;
}

/** What the SDK sends along and what an address is signed by; any other query asks for something that is not here. */
const harmless = /^(?:x-id|x-amz-.*)$/i;
/** As many keys as one request deletes, of 1 kB at most. */
const deletionLimit = 4 * 1024 * 1024;

/**
 * S3 on this machine: objects of the template's buckets, on the wire of the SDK, with the bucket in the path. It serves
 * PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects and ListObjectsV2, and addresses that are signed for one
 * of them.
 */
export function createFileService({ prefix, buckets, store, credentials, now }: Place): Handle {
  return async (request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const [path = "", search = ""] = url.split("?", 2);
    const [, bucket = "", rest = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path.slice(prefix.length)) ?? [];
    const rules = buckets.get(bucket);
    const preflightFor = headers["access-control-request-method"];
    if (method === "OPTIONS" && preflightFor !== undefined) {
      const allowed = corsHeaders(rules ?? [], preflightFor, headers);
      if (allowed) response.writeHead(200, { ...allowed, "content-length": "0" }).end();
      else refuse(response, accessDenied("CORSResponse: This CORS request is not allowed."), method);
      return;
    }
    for (const [name, value] of Object.entries(corsHeaders(rules ?? [], method, headers) ?? {}))
      response.setHeader(name, value);
    response.setHeader("x-amz-request-id", randomUUID());
    try {
      const query = new URLSearchParams(search);
      const signed = verify({ method, path, query, headers }, credentials, now());
      // An SDK has no reason to send `Origin`, and a page has no address but those that are handed out.
      if (signed === "request" && headers.origin !== undefined) throw accessDenied("Access Denied");
      if (!rules) throw new S3Error("NoSuchBucket", "The specified bucket does not exist", 404);
      await serve(request, response, { bucket, key: keyOf(rest), query });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      // What was not read of the body would be taken for the next request.
      request.resume();
      refuse(response, error, method);
    }
  };

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    { bucket, key, query }: { bucket: string; key: string; query: URLSearchParams },
  ): Promise<void> {
    const { method } = request;
    if (key === "") {
      if (method === "GET" && query.get("list-type") === "2") return list(response, bucket, query);
      if (method === "POST" && query.has("delete")) return removeMany(request, response, bucket);
      throw notImplemented(`${method} of a bucket`);
    }
    const other = [...query.keys()].find((name) => !harmless.test(name));
    if (other !== undefined) throw notImplemented(`${method} with ${other}`);
    switch (method) {
      case "PUT":
        return put(request, response, bucket, key);
      case "GET":
      case "HEAD":
        return get(request, response, bucket, key);
      case "DELETE":
        await store.remove(bucket, key);
        response.writeHead(204).end();
        return;
      default:
        throw notImplemented(`${method} of an object`);
    }
  }

  async function put(request: IncomingMessage, response: ServerResponse, bucket: string, key: string) {
    const { headers } = request;
    if (headers["x-amz-copy-source"] !== undefined) throw notImplemented("copies");
    const file = store.newFile();
    try {
      const received = await receive(request, store.path({ file }));
      const media_type = headers["content-type"] ?? "application/octet-stream";
      await store.put(bucket, { key, file, ...received, media_type, modified_at: now() });
      response.writeHead(200, { etag: `"${received.md5}"`, "content-length": "0" }).end();
    } catch (error) {
      await store.discard(file);
      // Who broke it off waits for no answer.
      if (!request.complete && !(error instanceof S3Error)) return;
      throw error;
    }
  }

  async function get(
    request: IncomingMessage,
    response: ServerResponse,
    bucket: string,
    key: string,
  ): Promise<void> {
    const object = store.find(bucket, key);
    if (!object) throw new S3Error("NoSuchKey", "The specified key does not exist.", 404);
    const range = rangeOf(request.headers.range, object.size);
    const length = range ? range.end - range.start + 1 : object.size;
    const described = {
      "content-type": object.media_type,
      "content-length": String(length),
      "last-modified": new Date(object.modified_at).toUTCString(),
      etag: `"${object.md5}"`,
      "accept-ranges": "bytes",
      ...(range && { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }),
    };
    if (request.method === "HEAD") {
      response.writeHead(range ? 206 : 200, described).end();
      return;
    }
    const file = await open(store.path(object)).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") throw error;
      return undefined;
    });
    // Replaced or deleted in between.
    if (!file) return get(request, response, bucket, key);
    response.writeHead(range ? 206 : 200, described);
    if (length === 0) {
      await file.close();
      response.end();
      return;
    }
    // Who has gone away needs no answer.
    await pipeline(file.createReadStream(range ?? {}), response).catch(() => response.destroy());
  }

  function list(response: ServerResponse, bucket: string, query: URLSearchParams): void {
    if (query.get("delimiter")) throw notImplemented("delimiters");
    const prefix = query.get("prefix") ?? "";
    const token = query.get("continuation-token");
    const after = token === null ? query.get("start-after") : Buffer.from(token, "base64url").toString();
    const limit = Math.min(Number(query.get("max-keys") ?? 1000), 1000);
    if (!(Number.isInteger(limit) && limit >= 0)) {
      throw new S3Error("InvalidArgument", "max-keys must be an integer of 0 or more.");
    }
    const { objects, isTruncated } = store.list(bucket, { prefix, after: after ?? "", limit });
    const last = objects.at(-1);
    const isEncoded = query.get("encoding-type") === "url";
    const shown = (text: string) => (isEncoded ? encodeURIComponent(text) : text);
    sendXml(response, "ListBucketResult", {
      Name: bucket,
      Prefix: shown(prefix),
      MaxKeys: limit,
      KeyCount: objects.length,
      IsTruncated: isTruncated,
      EncodingType: isEncoded ? "url" : undefined,
      NextContinuationToken: isTruncated && last ? Buffer.from(last.key).toString("base64url") : undefined,
      Contents: objects.map(({ key, size, md5, modified_at }) => ({
        Key: shown(key),
        Size: size,
        ETag: `"${md5}"`,
        LastModified: new Date(modified_at).toISOString(),
        StorageClass: "STANDARD",
      })),
    });
  }

  async function removeMany(request: IncomingMessage, response: ServerResponse, bucket: string) {
    const body = await collect(request, deletionLimit);
    const keys = textsOf(body?.toString() ?? "", "Key");
    if (keys.length < 1 || keys.length > 1000) {
      throw new S3Error("MalformedXML", "The XML you provided was not well-formed.");
    }
    for (const key of keys) await store.remove(bucket, key);
    const isQuiet = textsOf(body?.toString() ?? "", "Quiet").includes("true");
    sendXml(response, "DeleteResult", { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
  }
}

/** @throws S3Error for what is no key */
function keyOf(path: string): string {
  let key: string;
  try {
    key = decodeURIComponent(path);
  } catch {
    throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
  }
  if (Buffer.byteLength(key) > 1024) throw new S3Error("KeyTooLongError", "Your key is too long");
  return key;
}

function refuse(response: ServerResponse, { name, message, status }: S3Error, method: string): void {
  const body = document("Error", { Code: name, Message: message });
  response.writeHead(status, {
    "content-type": "application/xml",
    ...(method !== "HEAD" && { "content-length": String(Buffer.byteLength(body)) }),
  });
  response.end(method === "HEAD" ? "" : body);
}

function sendXml(response: ServerResponse, name: string, content: Content): void {
  const body = document(name, content);
  response.writeHead(200, {
    "content-type": "application/xml",
    "content-length": String(Buffer.byteLength(body)),
  });
  response.end(body);
}
