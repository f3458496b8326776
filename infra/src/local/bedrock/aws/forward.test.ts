import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, constants } from "node:http2";
import {
  ApplyGuardrailCommand,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { type Completion, inPieces } from "../conversation.ts";
import { type Asked, identity, region, startTestAmazon } from "../testing/amazon.ts";
import { startTestBedrock } from "../testing/wire.ts";
import { framesOf } from "../wire/frames.ts";
import { createForward } from "./forward.ts";

const spoken: Completion = {
  content: [{ text: "One two three four five six." }],
  stopReason: "end_turn",
  usage: { inputTokens: 3, outputTokens: 7 },
  model: "built-in",
};
const converseReply = {
  output: { message: { role: "assistant", content: [{ text: "Hello from Amazon." }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 4 },
};

let answer: (request: Asked, response: ServerResponse) => void;
let findIdentity = async () => identity;
let amazon: Awaited<ReturnType<typeof startTestAmazon>>;
let bedrock: Awaited<ReturnType<typeof startTestBedrock>>;
const warnings: string[] = [];
const warn = (line: string) => void warnings.push(line);

beforeAll(async () => {
  amazon = await startTestAmazon((request, response) => answer(request, response));
  const { address } = amazon;
  const forward = createForward({ region, credentials: () => findIdentity(), warn, address });
  bedrock = await startTestBedrock(() => spoken, forward);
});
beforeEach(() => {
  answer = (_, response) => json(response, 200, converseReply);
  findIdentity = async () => identity;
  amazon.asked.length = 0;
  warnings.length = 0;
  bedrock.faults.clear();
});
afterAll(async () => {
  await bedrock.stop();
  await amazon.stop();
});

function json(response: ServerResponse, status: number, body: object, errorType?: string): void {
  const type = errorType === undefined ? {} : { "x-amzn-errortype": errorType };
  const headers = {
    "content-type": "application/json",
    "x-amzn-requestid": "request-1",
    server: "x",
    ...type,
  };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

const modelId = "eu.anthropic.claude-test-v1:0";
const asked = { modelId, messages: [{ role: "user" as const, content: [{ text: "Grüße" }] }] };
const converse = () => bedrock.client.send(new ConverseCommand(asked));
async function* said() {
  yield* inPieces(spoken);
}
const frames = () => Array.fromAsync(framesOf(said(), 0));

test("the SDK's request goes to Amazon, signed anew, and Amazon's reply comes back", async () => {
  expect(await converse()).toMatchObject({ ...converseReply, $metadata: { requestId: "request-1" } });
  const [{ path, body, headers } = { path: "", body: Buffer.of(), headers: {} }] = amazon.asked;
  expect(path).toBe("/model/eu.anthropic.claude-test-v1%3A0/converse");
  expect(JSON.parse(body.toString())).toEqual({ messages: asked.messages });
  expect(headers["content-type"]).toBe("application/json");
  expect(headers.authorization).toContain("Credential=ASIATEST/");
  expect(headers.authorization).toContain(`/${region}/bedrock/aws4_request`);
});

test("HTTP/1.1 is handed on too, and not a byte of request and reply is changed", async () => {
  const reply = '{ "output" :\r\n "\\u00fc ü" }';
  answer = (_, response) => {
    response.writeHead(200, { "content-type": "application/json", "x-amzn-bedrock-input-token-count": "7" });
    response.end(reply);
  };
  const body = '{\n\t"messages": [ {"a": 1.0, "\\u00fc": "ü"} ] }\n';
  const path = "/model/arn%3Aaws%3Abedrock%3A%3A%3Aa%2Fb%20c/invoke";
  const headers = { authorization: "AWS4-HMAC-SHA256 Credential=local", accept: "application/json" };
  const response = await fetch(`${bedrock.url}${path}`, { method: "POST", headers, body });
  expect(await response.text()).toBe(reply);
  expect(response.headers.get("x-amzn-bedrock-input-token-count")).toBe("7");
  expect(amazon.asked.map((each) => [each.path, each.body.toString(), each.headers.accept])).toEqual([
    [path, body, "application/json"],
  ]);
});

test("vectors are Amazon's", async () => {
  answer = (_, response) => json(response, 200, { embedding: [0.25], inputTextTokenCount: 1 });
  const body = JSON.stringify({ inputText: "hello", dimensions: 512 });
  const reply = await bedrock.client.send(new InvokeModelCommand({ modelId: "amazon.titan", body }));
  expect(JSON.parse(reply.body.transformToString())).toEqual({ embedding: [0.25], inputTextTokenCount: 1 });
  expect(amazon.asked.map((each) => each.body.toString())).toEqual([body]);
});

test("a stream's first piece arrives before its last is sent", async () => {
  const rest = Promise.withResolvers<void>();
  answer = async (_, response) => {
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    const [first = Buffer.of(), ...others] = await frames();
    const all = Buffer.concat(others);
    response.write(first);
    await rest.promise;
    // Pieces that come are no frames.
    response.write(all.subarray(0, 5));
    response.end(all.subarray(5));
  };
  const { stream } = await bedrock.client.send(new ConverseStreamCommand(asked));
  if (!stream) throw new Error("there is no stream");
  const events: object[] = [];
  for await (const event of stream) {
    events.push(event);
    rest.resolve();
  }
  expect(events[0]).toHaveProperty("messageStart");
  expect(events.at(-1)).toHaveProperty("metadata.usage.outputTokens", 7);
  const pieces = JSON.stringify(events).match(/(?<="text":")[^"]*/g) ?? [];
  expect(pieces.join("")).toBe("One two three four five six.");
});

test("guardrails are answered here, because Amazon doesn't know those of this machine", async () => {
  const command = new ApplyGuardrailCommand({
    ...{ guardrailIdentifier: "screening", guardrailVersion: "1", source: "INPUT" },
    content: [{ text: { text: "Write to ada@example.com." } }],
  });
  expect(await bedrock.client.send(command)).toMatchObject({ outputs: [{ text: "Write to {EMAIL}." }] });
  expect(amazon.asked).toEqual([]);
});

test("Amazon's error is the client's, and is counted", async () => {
  const namespace = "http://internal.amazon.com/coral/com.amazon.bedrock/";
  answer = (_, response) => json(response, 429, { message: "Wait." }, `ThrottlingException:${namespace}`);
  await expect(converse()).rejects.toMatchObject({
    ...{ name: "ThrottlingException", message: "Wait." },
    $metadata: { httpStatusCode: 429, requestId: "request-1" },
  });
  const [counted] = bedrock.calls.all().filter(({ operation }) => operation === "Converse");
  expect(counted?.failed).toEqual({ ThrottlingException: 1 });
  expect(warnings).toEqual([]);
});

test("expired credentials are told once, and again after it went well", async () => {
  const expire = () => {
    const body = { message: "The security token included in the request is expired" };
    answer = (_, response) => json(response, 403, body, "ExpiredTokenException");
  };
  expire();
  const refused = { name: "ExpiredTokenException", $metadata: { httpStatusCode: 403 } };
  await expect(converse()).rejects.toMatchObject(refused);
  await expect(converse()).rejects.toMatchObject(refused);
  expect(warnings).toEqual([expect.stringContaining("refuses your AWS credentials (ExpiredTokenException)")]);
  answer = (_, response) => json(response, 200, converseReply);
  await converse();
  expire();
  await expect(converse()).rejects.toMatchObject(refused);
  expect(warnings).toHaveLength(2);
});

test("a model that is denied is named, once, while others answer", async () => {
  answer = ({ path }, response) => {
    if (path.includes("claude")) json(response, 403, { message: "No." }, "AccessDeniedException");
    else json(response, 200, converseReply);
  };
  for (const _ of [1, 2]) {
    await expect(converse()).rejects.toMatchObject({ name: "AccessDeniedException" });
    await bedrock.client.send(new ConverseCommand({ ...asked, modelId: "eu.amazon.nova-lite-v1:0" }));
  }
  expect(warnings).toEqual([expect.stringContaining(`denies you the model ${modelId};`)]);
});

test("credentials are asked for with each request; where they are gone, it is refused", async () => {
  findIdentity = async () => {
    throw new Error("the session of single sign-on has ended");
  };
  await expect(converse()).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(converse()).rejects.toMatchObject({ name: "AccessDeniedException" });
  expect(warnings).toEqual([expect.stringContaining("the session of single sign-on has ended")]);
  findIdentity = async () => identity;
  await converse();
  expect(amazon.asked).toHaveLength(1);
});

test("without a network the service is unavailable, which is told once", async () => {
  const gone = await startTestAmazon(() => {});
  await gone.stop();
  const { address } = gone;
  const forward = createForward({ region, credentials: async () => identity, warn, address });
  const alone = await startTestBedrock(() => spoken, forward);
  for (const _ of [1, 2]) {
    await expect(alone.client.send(new ConverseCommand(asked))).rejects.toMatchObject({
      name: "ServiceUnavailableException",
      message: `Amazon Bedrock at ${address} can't be reached.`,
      $metadata: { httpStatusCode: 503 },
    });
  }
  await alone.stop();
  expect(warnings).toEqual([expect.stringContaining(`Amazon Bedrock at ${address} can't be reached (`)]);
  expect(warnings.join()).toContain("ECONNREFUSED");
});

test("a reply that Amazon breaks off is an error of the connection", async () => {
  answer = (_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"output":', () => response.destroy());
  };
  await expect(converse()).rejects.toThrow();
  answer = (_, response) => json(response, 200, converseReply);
  await converse();
});

test("a client that gives up before anything is answered ends the request to Amazon", async () => {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  answer = (_, response) => {
    response.once("close", ended.resolve);
    begun.resolve();
  };
  const giveUp = new AbortController();
  const asking = bedrock.client.send(new ConverseCommand(asked), { abortSignal: giveUp.signal });
  const refused = expect(asking).rejects.toMatchObject({ name: "AbortError" });
  await begun.promise;
  giveUp.abort();
  await refused;
  await ended.promise;
});

test("a client that reads no further ends the stream from Amazon", async () => {
  const ended = Promise.withResolvers<void>();
  answer = async (_, response) => {
    response.once("close", ended.resolve);
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    const [first] = await frames();
    response.write(first);
  };
  // By hand, because the SDK would first wait for the next piece.
  const session = connect(bedrock.url);
  const headers = {
    ":method": "POST",
    ":path": "/model/any/converse-stream",
    authorization: "AWS4-HMAC-SHA256",
  };
  const asking = session.request(headers);
  asking.end(JSON.stringify({ messages: asked.messages }));
  await once(asking, "data");
  asking.close(constants.NGHTTP2_CANCEL);
  await ended.promise;
  session.destroy();
});

test("faults that are ordered meet calls before they cost anything", async () => {
  bedrock.faults.order([
    { operation: "Converse", kind: "throttling", count: 1, milliseconds: 0 },
    { operation: "Converse", kind: "nonsense", count: 1, milliseconds: 0 },
    { operation: "ConverseStream", kind: "mid_stream", count: 1, milliseconds: 0 },
    { operation: "Converse", kind: "slow", count: 1, milliseconds: 1 },
  ]);
  await expect(converse()).rejects.toMatchObject({ name: "ThrottlingException" });
  expect(JSON.stringify(await converse())).toContain("Certainly!");
  const { stream } = await bedrock.client.send(new ConverseStreamCommand(asked));
  await expect(Array.fromAsync(stream ?? [])).rejects.toMatchObject({ name: "ModelStreamErrorException" });
  expect(amazon.asked).toEqual([]);
  expect(JSON.stringify(await converse())).toContain("Hello from Amazon.");
});
