import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { takePrelude } from "./prelude.ts";

/** The bytes in pieces, cut at the given places. */
function inPieces(bytes: Buffer, cuts: readonly number[]): Readable {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  const stream = new PassThrough();
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    if (next !== undefined) stream.write(bytes.subarray(place, next));
  }
  stream.end();
  return stream;
}

test("splits a stream, wherever it is cut into chunks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), fc.uint8Array(), fc.array(fc.nat()), async (prelude, body, cuts) => {
      // JSON has no NUL character; a body may begin with any.
      const bytes = Buffer.concat([Buffer.from(prelude), Buffer.alloc(8), body]);
      const stream = inPieces(bytes, cuts);
      expect(await takePrelude(stream)).toBe(prelude);
      expect(await buffer(stream)).toEqual(Buffer.from(body));
    }),
  );
});

test("a body may be empty", async () => {
  const stream = Readable.from([Buffer.from("{}"), Buffer.alloc(8)]);
  expect(await takePrelude(stream)).toBe("{}");
  expect((await buffer(stream)).length).toBe(0);
});

test("gives nothing where there is no prelude", async () => {
  expect(await takePrelude(Readable.from([Buffer.from("no delimiter")]))).toBeUndefined();
  expect(await takePrelude(Readable.from([]))).toBeUndefined();
  expect(await takePrelude(Readable.from([Buffer.alloc(20_000, "x")]))).toBeUndefined();
});

test("rejects when the stream breaks off", async () => {
  const stream = new PassThrough();
  stream.write("{");
  const taken = takePrelude(stream);
  stream.destroy(new Error("broken"));
  await expect(taken).rejects.toThrow("broken");
});
