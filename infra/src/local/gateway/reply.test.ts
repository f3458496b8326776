import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readPrelude, readProxyReply } from "./reply.ts";

const read = (reply: unknown, accept?: string) => readProxyReply(JSON.stringify(reply), accept, ["image/*"]);

test("reads a reply, with JSON as its type where it says nothing", () => {
  expect(read({ statusCode: 200, body: "{}" })).toEqual({
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from("{}"),
  });
  expect(read({ statusCode: "204" })?.status).toBe(204);
});

test("joins headers of both kinds, and keeps the connection's own to itself", () => {
  const headers = { "Content-Type": "text/plain", "X-One": 1, Connection: "close", "Content-Length": 9 };
  const reply = read({
    statusCode: 200,
    headers,
    multiValueHeaders: { "Set-Cookie": ["a", "b"], "X-One": [2] },
  });
  expect(reply?.headers).toEqual({ "content-type": "text/plain", "x-one": ["2"], "set-cookie": ["a", "b"] });
});

test("decodes a binary body for those who ask for its type", () => {
  const reply = { statusCode: 200, body: "AP8B", isBase64Encoded: true };
  expect(read(reply, "image/png, */*")?.body).toEqual(Buffer.from([0, 255, 1]));
  expect(read(reply, "text/html")?.body.toString()).toBe("AP8B");
});

test.each([
  [null],
  ["text"],
  [{}],
  [{ body: "no status" }],
  [{ statusCode: 99 }],
  [{ statusCode: "ok" }],
  [{ statusCode: 200, body: { not: "text" } }],
  [{ statusCode: 200, headers: { a: [] } }],
  [{ statusCode: 200, multiValueHeaders: { a: "b" } }],
  [{ statusCode: 200, extra: 1 }],
])("%j is malformed", (reply) => {
  expect(read(reply)).toBeUndefined();
});

test("anything is either a reply or malformed", () => {
  fc.assert(fc.property(fc.json(), (text) => void readProxyReply(text, undefined, [])));
  fc.assert(fc.property(fc.string(), (text) => void readPrelude(text)));
});

test("reads the prelude of a stream", () => {
  expect(readPrelude('{"statusCode":202,"headers":{"A":"b"},"cookies":["c=d"]}')).toEqual({
    status: 202,
    headers: { "content-type": "application/octet-stream", a: "b", "set-cookie": ["c=d"] },
  });
  expect(readPrelude("{}")?.status).toBe(200);
  expect(readPrelude("not JSON")).toBeUndefined();
});
