import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createFileService } from "./server.ts";
import { type ObjectStore, openObjectStore } from "./store.ts";

const Bucket = "lyceum-local-files";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const rule = {
  AllowedMethods: ["PUT"],
  AllowedOrigins: ["*"],
  AllowedHeaders: ["*"],
  ExposedHeaders: [],
  MaxAge: 3600,
};

let directory: string;
let store: ObjectStore;
let server: Server;
let origin: string;
let client: S3Client;
let ahead: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lyceum-s3-"));
  store = openObjectStore(directory);
  ahead = 0;
  const now = () => Date.now() + ahead;
  const buckets = new Map([[Bucket, [rule]]]);
  server = createServer(
    createFileService({ prefix: "/s3", buckets, store, credentials: [credentials], now }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  client = s3();
});
afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  store.close();
  await rm(directory, { recursive: true });
});

const s3 = (more: ConstructorParameters<typeof S3Client>[0] = {}) =>
  new S3Client({ endpoint: `${origin}/s3`, region: "eu-west-1", credentials, maxAttempts: 1, ...more });

const put = (Key: string, Body: string | Uint8Array, ContentType = "text/plain") =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
const text = async (Key: string, Range?: string) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
  return Body?.transformToString();
};
const keys = async (Prefix?: string) => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key }) => Key);
};

test.each(["a", "a b/ü+%2F&=~*'()!", "../../etc/passwd", "a//b", "x".repeat(1024), "日本/語.md"])(
  "%s is a key like others",
  async (key) => {
    await put(key, "first");
    await put(key, "second");
    expect(await text(key)).toBe("second");
    expect(await keys()).toEqual([key]);
    expect(await readdir(join(directory, "files"))).toHaveLength(1);
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    await expect(text(key)).rejects.toThrow(NoSuchKey);
    expect(await readdir(join(directory, "files"))).toEqual([]);
  },
);

test("an object is told of with its length, its type and its MD5", async () => {
  await put("a", "hello", "text/markdown");
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a" }));
  expect(head).toMatchObject({
    ContentLength: 5,
    ContentType: "text/markdown",
    ETag: `"${createHash("md5").update("hello").digest("hex")}"`,
  });
  expect(head.LastModified?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  await put("empty", new Uint8Array());
  expect(await text("empty")).toBe("");
});

test("megabytes come back as they were sent, as bytes and as a stream in chunks", async () => {
  const bytes = new Uint8Array(5_000_000).map((_, at) => (at * 7919) >> 3);
  await put("bytes", bytes);
  const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
  await client.send(new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: bytes.length }));
  for (const Key of ["bytes", "stream"]) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  }
});

test.each([
  ["bytes=0-0", "h"],
  ["bytes=1-3", "ell"],
  ["bytes=3-", "lo"],
  ["bytes=-2", "lo"],
  ["bytes=3-99", "lo"],
  ["bytes=9-2", "hello"],
])("range %s", async (range, expected) => {
  await put("a", "hello");
  expect(await text("a", range)).toBe(expected);
});

test("a range behind the end, and what is not there", async () => {
  await put("a", "hello");
  await expect(text("a", "bytes=5-")).rejects.toMatchObject({ name: "InvalidRange" });
  await expect(text("b")).rejects.toThrow(NoSuchKey);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: "b" }))).rejects.toThrow(NotFound);
  await expect(client.send(new ListObjectsV2Command({ Bucket: "another" }))).rejects.toThrow(NoSuchBucket);
});

test("lists are in the order of bytes, by prefix and page by page", async () => {
  const all = ["a/1", "a/10", "a/2", "a/<&>", "a\u{1F600}", "a\uFFFD", "b"];
  for (const key of all) await put(key, key);
  expect(await keys("a/")).toEqual(["a/1", "a/10", "a/2", "a/<&>"]);
  const found: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken }));
    found.push(...(page.Contents ?? []).map(({ Key }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  expect(found).toEqual(all.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a/<&>" }, { Key: "gone" }] } }),
  );
  expect(await keys("a/")).toEqual(["a/1", "a/10", "a/2"]);
});

test("what is in a store is there when it is opened again, and files of broken puts are not", async () => {
  await put("a", "hello");
  store.close();
  await writeFile(join(directory, "files", "broken"), "hel");
  store = openObjectStore(directory);
  expect(await readdir(join(directory, "files"))).toHaveLength(1);
  expect(store.find(Bucket, "a")).toMatchObject({ size: 5, media_type: "text/plain" });
});

test("wrong secrets, strangers and pages of browsers are refused", async () => {
  const stranger = s3({ credentials: { accessKeyId: "local", secretAccessKey: "other" } });
  await expect(stranger.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }))).rejects.toMatchObject({
    name: "SignatureDoesNotMatch",
  });
  stranger.destroy();
  expect((await fetch(`${origin}/s3/${Bucket}/a`)).status).toBe(403);
  expect(
    (await fetch(`${origin}/s3/${Bucket}/a`, { headers: { origin: "http://evil.example" } })).status,
  ).toBe(403);
  expect(await keys()).toEqual([]);
});

test("what is not served says so", async () => {
  await expect(
    client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", ContentEncoding: "gzip" })),
  ).rejects.toMatchObject({ name: "NotImplemented" });
  await expect(client.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }))).rejects.toMatchObject({
    name: "NotImplemented",
  });
});

test("a body that is not as its checksum says is not kept", async () => {
  await expect(
    client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", ChecksumCRC32: "AAAAAA==" })),
  ).rejects.toMatchObject({ name: "BadDigest" });
  expect(await readdir(join(directory, "files"))).toEqual([]);
});

/** As `backend/src/aws/files.ts` does it. */
const sign = (expiresIn = 60) =>
  getSignedUrl(
    s3({ requestChecksumCalculation: "WHEN_REQUIRED" }),
    new PutObjectCommand({ Bucket, Key: "notes/a b.md", ContentType: "text/markdown", ContentLength: 5 }),
    { expiresIn, signableHeaders: new Set(["content-type", "content-length"]) },
  );
const send = async (url: string, body: string, type = "text/markdown", method = "PUT") =>
  (await fetch(url, { method, body, headers: { "content-type": type, origin: "http://127.0.0.1:1" } }))
    .status;

test("a signed address takes one file of just its length and type", async () => {
  const url = await sign();
  expect(await send(url, "hello!")).toBe(403);
  expect(await send(url, "hell")).toBe(403);
  expect(await send(url, "hello", "text/html")).toBe(403);
  expect(await send(url.replace("a%20b", "b"), "hello")).toBe(403);
  expect(await send(url, "hello", "text/markdown", "DELETE")).toBe(403);
  expect(await keys()).toEqual([]);
  expect(await send(url, "hello")).toBe(200);
  expect(await text("notes/a b.md")).toBe("hello");
});

test("a signed address holds for as long as it says", async () => {
  const url = await sign(60);
  ahead = 62_000;
  expect(await send(url, "hello")).toBe(403);
  expect(await send(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"), "hello")).toBe(403);
});

test("a browser's preflight is answered by the bucket's rules", async () => {
  const url = await sign();
  const preflight = (method: string) =>
    fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: "http://127.0.0.1:1",
        "access-control-request-method": method,
        "access-control-request-headers": "content-type",
      },
    });
  const allowed = await preflight("PUT");
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "3600",
  });
  expect((await preflight("DELETE")).status).toBe(403);
});
