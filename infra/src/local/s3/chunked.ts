import { Transform } from "node:stream";
import { S3Error } from "./errors.ts";

/** No line between chunks is longer: a length, a signature, a trailer. */
const longestLine = 4096;

/**
 * Takes the frames of `aws-chunked` off a body
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html). Signatures of chunks are not checked:
 * what is sent on this machine is not changed on its way.
 * @param onTrailer gets the headers that follow the last chunk
 */
export function chunkedDecoder(onTrailer: (name: string, value: string) => void): Transform {
  let line = "";
  /** Bytes of the chunk that are still to come. */
  let left = 0;
  let state: "length" | "data" | "end of data" | "trailer" | "done" = "length";

  function endOfLine(): void {
    const text = line;
    line = "";
    if (state === "end of data") {
      if (text !== "") throw malformed();
      state = "length";
    } else if (state === "length") {
      const [, hexadecimal = ""] = /^([\da-f]{1,8})(?:;.*)?$/i.exec(text) ?? [];
      if (!hexadecimal) throw malformed();
      left = Number.parseInt(hexadecimal, 16);
      state = left > 0 ? "data" : "trailer";
    } else if (text === "") {
      state = "done";
    } else {
      const colon = text.indexOf(":");
      if (colon < 1) throw malformed();
      onTrailer(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
    }
  }

  return new Transform({
    transform(bytes: Buffer, _, done) {
      try {
        for (let at = 0; at < bytes.length && state !== "done"; ) {
          if (state === "data") {
            const part = bytes.subarray(at, at + left);
            this.push(part);
            left -= part.length;
            at += part.length;
            if (left === 0) state = "end of data";
            continue;
          }
          const end = bytes.indexOf("\n", at);
          line += bytes.toString("latin1", at, end < 0 ? bytes.length : end);
          if (line.length > longestLine) throw malformed();
          if (end < 0) break;
          line = line.replace(/\r$/, "");
          endOfLine();
          at = end + 1;
        }
        done();
      } catch (error) {
        done(error instanceof Error ? error : malformed());
      }
    },
    flush(done) {
      // The empty line after the trailers may be missing, where there are none.
      done(state === "done" || (state === "trailer" && line === "") ? null : malformed());
    },
  });
}

const malformed = () => new S3Error("IncompleteBody", "The body is not in the form of aws-chunked.");
