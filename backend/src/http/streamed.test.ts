import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { Logger } from "@aws-lambda-powertools/logger";
import { expect, test } from "@jest/globals";
import { messagesIn } from "@lyceum/scripts/testing/streams";
import { Fault } from "@lyceum/shared/contract/fault";
import { route } from "@lyceum/shared/contract/route";
import * as z from "zod";
import { type Streamers, streamed } from "./streamed.ts";

const base = { method: "POST", access: "public", summary: "", faults: ["conflict"] } as const;
const routes = {
  tell: route({
    ...base,
    path: "/things/{thingId}",
    params: z.object({ thingId: z.string().max(5) }),
    stream: z.object({ event: z.string(), text: z.string().default("") }),
  }),
  make: route({ ...base, path: "/things" }),
};

interface Prelude {
  statusCode: number;
  headers: Record<string, string>;
}

/** What Lambda has for functions that stream: the prelude is kept apart here, as API Gateway takes it off. */
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: unknown) => handler,
    HttpResponseStream: {
      from: (stream: PassThrough, prelude: Prelude) => stream.emit("prelude", prelude) && stream,
    },
  },
});

type Tell = (thingId: string) => Promise<AsyncIterable<{ event: string; text?: string | undefined }>>;

/** Calls a function that has this handler, as Lambda would. */
function call(tell: Tell, thingId: string, path = "/things/{thingId}") {
  const logger = new Logger({ logLevel: "SILENT" });
  const handlers: Streamers<typeof routes> = { tell: ({ params }) => tell(params.thingId) };
  const handler: unknown = streamed(routes, handlers, logger);
  if (typeof handler !== "function") throw new TypeError("it is no handler");
  const stream = new PassThrough();
  const prelude = new Promise<Prelude>((resolve) => stream.once("prelude", resolve));
  const event = { httpMethod: "POST", resource: path, pathParameters: { thingId }, headers: {} };
  const done: Promise<void> = handler(event, stream, { functionName: "f", awsRequestId: "1" });
  return { prelude, stream, done };
}

/** What comes out of a stream, as a browser is given it. */
const bytesOf = (stream: PassThrough) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      stream.on("data", (chunk: Buffer) => controller.enqueue(Uint8Array.from(chunk)));
      stream.once("end", () => controller.close());
    },
  });

test("each event leaves before the next is made", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { prelude, stream, done } = call(async (id) => {
    return (async function* () {
      yield { event: "text", text: id };
      await released;
      yield { event: "end" };
    })();
  }, "t1");
  expect(await prelude).toEqual({
    statusCode: 200,
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
  const reader = messagesIn(bytesOf(stream)).getReader();
  expect((await reader.read()).value).toMatchObject({ event: "text", data: '{"event":"text","text":"t1"}' });
  // The handler goes on only after this.
  release();
  expect((await reader.read()).value).toMatchObject({ event: "end", data: '{"event":"end","text":""}' });
  expect((await reader.read()).done).toBe(true);
  await done;
});

test.each([
  ["a fault", new Fault("conflict", "Not now."), "t1", 409, { code: "conflict", message: "Not now." }],
  ["a defect", new TypeError("secret"), "t1", 500, { code: "internal", message: expect.any(String) }],
  ["a request that is malformed", undefined, "too long", 400, { code: "invalid_request" }],
])("%s before the first event is a reply of its own", async (_, error, thingId, status, body) => {
  const { prelude, stream } = call(async () => {
    throw error;
  }, thingId);
  expect(await prelude).toMatchObject({
    statusCode: status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
  expect(JSON.parse(await text(stream))).toMatchObject(body);
});

test("a route that does not stream is not served", async () => {
  const { prelude } = call(async () => (async function* () {})(), "t1", "/things");
  expect((await prelude).statusCode).toBe(404);
});
