import type { Readable } from "node:stream";

/** The content type with which Lambda marks a stream that begins with a prelude. */
export const preludeContentType = "application/vnd.awslambda.http-integration-response";

/** Between the prelude, which is JSON, and the body. */
const delimiter = Buffer.alloc(8);
/** API Gateway looks no further for the delimiter. */
const longestPrelude = 16 * 1024;

/**
 * Splits a streamed response in its prelude and what follows; the body's bytes stay in the stream.
 * @returns the prelude's JSON, or `undefined` where the stream ends or grows too long without one
 */
export async function takePrelude(stream: Readable): Promise<string | undefined> {
  let head = Buffer.alloc(0);
  for (;;) {
    const chunk = await readChunk(stream);
    if (!chunk) return undefined;
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(delimiter);
    if (end >= 0) {
      const rest = head.subarray(end + delimiter.length);
      if (rest.length > 0) stream.unshift(rest);
      return head.toString("utf8", 0, end);
    }
    if (head.length > longestPrelude) return undefined;
  }
}

/** The next bytes, or `undefined` at the end. Rejects when the stream fails. */
function readChunk(stream: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const done = (work: () => void) => {
      stream.off("readable", onReadable);
      stream.off("end", onEnd);
      stream.off("error", onError);
      stream.off("close", onClose);
      work();
    };
    const onReadable = () => {
      const chunk: Buffer | null = stream.read();
      if (chunk) done(() => resolve(chunk));
    };
    const onEnd = () => done(() => resolve(undefined));
    const onError = (error: Error) => done(() => reject(error));
    const onClose = () => done(() => reject(new Error("the stream was cut off")));
    stream.on("readable", onReadable);
    stream.on("end", onEnd);
    stream.on("error", onError);
    stream.on("close", onClose);
    onReadable();
  });
}
