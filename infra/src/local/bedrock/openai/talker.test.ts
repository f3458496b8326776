import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import { afterEach, expect, test } from "@jest/globals";
import { ConverseRequest, type Piece } from "../conversation.ts";
import { createServerTalker } from "./talker.ts";

interface Reply {
  status?: number;
  body?: unknown;
  /** Server-sent events. */
  events?: unknown[];
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server of a model that answers as it is told, and what it was asked. */
async function startModel(reply: (path: string) => Reply) {
  const asked: { path: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    asked.push({ path, body: request.method === "POST" ? await json(request) : undefined });
    const { status = 200, body, events } = reply(path);
    response.writeHead(status, { "content-type": events ? "text/event-stream" : "application/json" });
    for (const event of events ?? []) {
      response.write(`data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`);
    }
    response.end(events ? undefined : JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : "";
  return { url: `http://127.0.0.1:${port}/v1`, asked };
}

const signal = new AbortController().signal;
const schema = JSON.stringify({ type: "object", properties: { stem: { type: "string" } } });
const request = ConverseRequest.parse({
  system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
  messages: [{ role: "user", content: [{ text: "<passage>" }, { text: "Ask." }] }],
  inferenceConfig: { maxTokens: 50, temperature: 0.2, stopSequences: ["END"] },
  outputConfig: {
    textFormat: { type: "json_schema", structure: { jsonSchema: { name: "item", schema } } },
  },
});
const completion = {
  model: "qwen",
  choices: [{ message: { content: '{"stem":"Why?"}' }, finish_reason: "stop" }],
  usage: { prompt_tokens: 11, completion_tokens: 5 },
};

test("a conversation is translated both ways, with the first model that the server lists", async () => {
  const { url, asked } = await startModel((path) => ({
    body: path.endsWith("/models") ? { data: [{ id: "qwen" }, { id: "other" }] } : completion,
  }));
  const talker = createServerTalker({ url, model: undefined, key: undefined });
  expect(await talker.converse(request, signal)).toEqual({
    content: [{ text: '{"stem":"Why?"}' }],
    stopReason: "end_turn",
    usage: { inputTokens: 11, outputTokens: 5 },
    model: "qwen",
  });
  expect(asked).toEqual([
    { path: "/v1/models", body: undefined },
    {
      path: "/v1/chat/completions",
      body: {
        model: "qwen",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "<passage>\n\nAsk." },
        ],
        max_tokens: 50,
        temperature: 0.2,
        stop: ["END"],
        response_format: {
          type: "json_schema",
          json_schema: { name: "item", schema: JSON.parse(schema), strict: true },
        },
      },
    },
  ]);
});

test("a tool that must be called is called", async () => {
  const called = { id: "c1", function: { name: "reply", arguments: '{"a":1}' } };
  const { url, asked } = await startModel(() => ({
    body: { choices: [{ message: { content: null, tool_calls: [called] }, finish_reason: "tool_calls" }] },
  }));
  const withTool = ConverseRequest.parse({
    messages: [{ role: "user", content: [{ text: "Ask." }] }],
    toolConfig: {
      tools: [{ toolSpec: { name: "reply", inputSchema: { json: { type: "object" } } } }],
      toolChoice: { tool: { name: "reply" } },
    },
  });
  const reply = await createServerTalker({ url, model: "m", key: undefined }).converse(withTool, signal);
  expect(reply).toMatchObject({
    content: [{ toolUse: { toolUseId: "c1", name: "reply", input: { a: 1 } } }],
    stopReason: "tool_use",
    model: "m",
  });
  expect(asked[0]?.body).toMatchObject({
    tools: [{ type: "function", function: { name: "reply", parameters: { type: "object" } } }],
    tool_choice: { type: "function", function: { name: "reply" } },
  });
});

async function piecesFrom(events: unknown[]): Promise<Piece[]> {
  const { url } = await startModel(() => ({ events }));
  return Array.fromAsync(createServerTalker({ url, model: "m", key: undefined }).stream(request, signal));
}
const delta = (content: string) => ({ choices: [{ delta: { content } }] });

test("a stream brings the pieces as they come, and how it ended", async () => {
  const pieces = await piecesFrom([
    delta("One "),
    delta("two"),
    { choices: [{ delta: {}, finish_reason: "length" }] },
    { choices: [], usage: { prompt_tokens: 4, completion_tokens: 2 }, model: "qwen" },
    "[DONE]",
  ]);
  expect(pieces).toEqual([
    { text: "One " },
    { text: "two" },
    {
      end: { stopReason: "max_tokens", usage: { inputTokens: 4, outputTokens: 2 }, model: "qwen" },
    },
  ]);
});

const withTools = ConverseRequest.parse({
  messages: [{ role: "user", content: [{ text: "What is 2 * 3?" }] }],
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: "calculate",
          description: "Works out.",
          inputSchema: { json: { type: "object" } },
        },
      },
    ],
    toolChoice: { auto: {} },
  },
});
const calling = (...parts: object[]) => ({ choices: [{ delta: { tool_calls: parts } }] });

test("calls of tools come whole, also where their parts are mixed", async () => {
  const { url, asked } = await startModel(() => ({
    events: [
      delta("Let me see."),
      calling({ index: 0, id: "c1", function: { name: "calculate", arguments: '{"expr' } }),
      calling({ index: 1, id: "c2", function: { name: "calculate", arguments: '{"expression"' } }),
      calling({ index: 0, function: { arguments: 'ession":"2 * 3"}' } }),
      calling({ index: 1, function: { arguments: ':"4"}' } }),
      { choices: [{ delta: {}, finish_reason: "tool_calls" }] },
      "[DONE]",
    ],
  }));
  const talker = createServerTalker({ url, model: "m", key: undefined });
  const pieces = await Array.fromAsync(talker.stream(withTools, signal));
  expect(pieces).toEqual([
    { text: "Let me see." },
    { tool: { toolUseId: "c1", name: "calculate" } },
    { toolInput: '{"expression":"2 * 3"}' },
    { tool: { toolUseId: "c2", name: "calculate" } },
    { toolInput: '{"expression":"4"}' },
    { end: expect.objectContaining({ stopReason: "tool_use" }) },
  ]);
  expect(asked[0]?.body).toMatchObject({
    tools: [{ function: { name: "calculate", description: "Works out." } }],
    tool_choice: "auto",
    stream: true,
  });
});

test("calls that a server numbers alike, or not at all, are told apart", async () => {
  const whole = (id: string | undefined, input: string, index?: number) =>
    calling({ id, index, function: { name: "calculate", arguments: input } });
  for (const events of [
    [whole("c1", "{}", 0), whole("c2", '{"a":1}', 0)],
    [whole(undefined, "{}"), whole(undefined, '{"a":1}')],
  ]) {
    const pieces = await piecesFrom([...events, "[DONE]"]);
    expect(pieces.filter((piece) => "toolInput" in piece)).toEqual([
      { toolInput: "{}" },
      { toolInput: '{"a":1}' },
    ]);
    const ids = pieces.flatMap((piece) => ("tool" in piece ? [piece.tool.toolUseId] : []));
    expect(new Set(ids).size).toBe(2);
  }
});

test("a server is told what was called, and what came of it", async () => {
  const { url, asked } = await startModel(() => ({ events: [delta("It is 6."), "[DONE]"] }));
  const toolUse = { toolUseId: "c1", name: "calculate", input: { expression: "2 * 3" } };
  const result = (content: object) => ({
    toolResult: { toolUseId: "c1", content: [content], status: "success" },
  });
  const turns = ConverseRequest.parse({
    ...withTools,
    messages: [
      ...withTools.messages,
      { role: "assistant", content: [{ text: "Let me see." }, { toolUse }] },
      { role: "user", content: [result({ text: '{"result":6}' }), { text: "Answer now." }] },
      { role: "assistant", content: [{ toolUse }] },
      { role: "user", content: [result({ json: { result: 6 } })] },
    ],
  });
  const talker = createServerTalker({ url, model: "m", key: undefined });
  await Array.fromAsync(talker.stream(turns, signal));
  const tool_calls = [
    { id: "c1", type: "function", function: { name: "calculate", arguments: '{"expression":"2 * 3"}' } },
  ];
  const told = { role: "tool", tool_call_id: "c1", content: '{"result":6}' };
  expect(asked[0]?.body).toMatchObject({
    messages: [
      { role: "user", content: "What is 2 * 3?" },
      { role: "assistant", content: "Let me see.", tool_calls },
      told,
      { role: "user", content: "Answer now." },
      { role: "assistant", content: "", tool_calls },
      told,
    ],
  });
});

test("a model that can't use tools is asked without, but for where it must use one", async () => {
  let requests = 0;
  const { url, asked } = await startModel(() => {
    requests++;
    const refusal = { error: { message: "m does not support tools" } };
    return requests % 2 === 1 ? { status: 400, body: refusal } : { events: [delta("6"), "[DONE]"] };
  });
  const talker = createServerTalker({ url, model: "m", key: undefined });
  const pieces = await Array.fromAsync(talker.stream(withTools, signal));
  expect(pieces[0]).toEqual({ text: "6" });
  expect(asked[1]?.body).not.toHaveProperty("tools");
  const forced = ConverseRequest.parse({
    ...withTools,
    toolConfig: { ...withTools.toolConfig, toolChoice: { tool: { name: "calculate" } } },
  });
  await expect(talker.converse(forced, signal)).rejects.toMatchObject({ name: "ValidationException" });
});

test.each<[string, unknown[]]>([
  ["breaks off", [delta("One ")]],
  ["sends an error", [delta("One "), { error: { message: "out of memory" } }]],
  ["sends no JSON", [delta("One "), "{"]],
])("a stream that %s is a model's error", async (_, events) => {
  await expect(piecesFrom(events)).rejects.toMatchObject({ name: "ModelErrorException" });
});

test.each([
  [429, "ThrottlingException"],
  [503, "ServiceUnavailableException"],
  [500, "ModelErrorException"],
  [400, "ValidationException"],
  [401, "AccessDeniedException"],
  [504, "ModelTimeoutException"],
])("a server's %i is Bedrock's %s, with its words", async (status, name) => {
  const { url } = await startModel(() => ({ status, body: { error: { message: "too long" } } }));
  const reply = createServerTalker({ url, model: "m", key: undefined }).converse(request, signal);
  await expect(reply).rejects.toMatchObject({ name, message: expect.stringContaining("too long") });
});

test("a server that isn't there is unavailable, and one without a model says so", async () => {
  const nowhere = createServerTalker({ url: "http://127.0.0.1:1/v1", model: "m", key: undefined });
  await expect(nowhere.converse(request, signal)).rejects.toMatchObject({
    name: "ServiceUnavailableException",
    message: expect.stringContaining("Is it running?"),
  });
  const { url } = await startModel(() => ({ body: { data: [] } }));
  const empty = createServerTalker({ url, model: undefined, key: undefined });
  await expect(empty.converse(request, signal)).rejects.toThrow("set LYCEUM_MODEL");
});
