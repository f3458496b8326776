import type { Readable } from "node:stream";

/**
 * All bytes of a stream, or `undefined` when there are more than `limit`; the stream is read to its end then, too.
 * Rejects when it breaks off.
 */
export function collect(stream: Readable, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(undefined);
      }
    });
    stream.once("end", () => resolve(size <= limit ? Buffer.concat(chunks, size) : undefined));
    stream.once("error", reject);
    stream.once("close", () => reject(new Error("the stream was cut off")));
  });
}
