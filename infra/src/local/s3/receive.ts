import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import { chunkedDecoder } from "./chunked.ts";
import { badDigest, incomplete, notImplemented } from "./errors.ts";

/**
 * Writes a request's body to a file as it comes, and compares it with the length and the checksums that came with it.
 * @returns MD5 in hexadecimal
 * @throws S3Error; the file is then worth nothing
 */
export async function receive(
  request: IncomingMessage,
  path: string,
): Promise<{ size: number; md5: string }> {
  const { headers } = request;
  const of = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const trailers = new Map<string, string>();
  const payload = of("x-amz-content-sha256") ?? "";
  const isChunked = payload.startsWith("STREAMING-");
  const encodings = (of("content-encoding") ?? "").split(",").map((name) => name.trim());
  if (encodings.some((name) => name !== "" && name !== "aws-chunked")) {
    throw notImplemented("objects with an encoding");
  }

  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  let crc = 0;
  let size = 0;
  const measuring = new Transform({
    transform(bytes: Buffer, _, done) {
      md5.update(bytes);
      sha256.update(bytes);
      crc = crc32(bytes, crc);
      size += bytes.length;
      done(null, bytes);
    },
  });
  const decoding = isChunked ? chunkedDecoder((name, value) => trailers.set(name, value)) : new PassThrough();
  await pipeline(request, decoding, measuring, createWriteStream(path, { flags: "wx", mode: 0o600 }));

  const length = of(isChunked ? "x-amz-decoded-content-length" : "content-length");
  if (length !== undefined && Number(length) !== size) throw incomplete();
  const digests = { md5: md5.digest(), sha256: sha256.digest() };
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc);
  const told: [string | undefined, Buffer][] = [
    [of("content-md5"), digests.md5],
    [of("x-amz-checksum-crc32") ?? trailers.get("x-amz-checksum-crc32"), sum],
    [of("x-amz-checksum-sha256") ?? trailers.get("x-amz-checksum-sha256"), digests.sha256],
  ];
  for (const [given, found] of told)
    if (given !== undefined && given !== found.toString("base64")) throw badDigest();
  if (/^[\da-f]{64}$/.test(payload) && payload !== digests.sha256.toString("hex")) throw badDigest();
  return { size, md5: digests.md5.toString("hex") };
}
