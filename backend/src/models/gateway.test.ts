import { Readable } from "node:stream";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { expect, jest, test } from "@jest/globals";
import { ulid } from "ulid";
import * as z from "zod";
import { bedrock } from "../aws/bedrock.ts";
import { mostFailures, rest } from "./breaker/rules.ts";
import { gateway } from "./gateway.ts";
import type { Cost, Prompt } from "./models.ts";
import { monthlyBudgetUsd, nanosOf, type Spent, summary } from "./spending/rules.ts";
import { mostTries } from "./trying/rules.ts";

const large = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
const other = "eu.amazon.nova-pro-v1:0";
const titan = "amazon.titan-embed-text-v2:0";
const prices = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const chosen = { model: large, fallback: other };
const config = {
  jobs: { generate: chosen, judge: chosen, answer: chosen, rewrite: chosen },
  embed: { model: titan, dimensions: 4 },
  guardrails: {
    screening: { id: "screener", version: "1" },
    grounding: { id: "grounder", version: "2" },
    prices: { content: 0.15, topics: 0.15, personalData: 0.1, grounding: 0.1 },
  },
  models: {
    [large]: { prices, form: "schema" },
    [other]: { prices: { input: 1, output: 4, cacheRead: 0.25, cacheWrite: 1 }, form: "tool" },
    [titan]: { prices: { input: 0.02, output: 0, cacheRead: 0, cacheWrite: 0 }, form: "tool" },
  },
} as const;

const greet: Prompt<{ name: string }, { greeting: string }> = {
  name: "greet",
  version: 3,
  job: "generate",
  system: "Greet people.",
  output: z.object({ greeting: z.string().min(3) }),
  maxTokens: 500,
  temperature: 0.2,
};

interface Asked {
  model: string;
  operation: string;
  body: Record<string, unknown>;
}
type Told = { status?: number; error?: string; body?: unknown } | "silence";

const said = (text: string, more: object = {}): Told => ({
  body: {
    output: { message: { role: "assistant", content: [{ text }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
    metrics: { latencyMs: 1 },
    ...more,
  },
});
const called = (input: unknown): Told => ({
  body: {
    output: {
      message: { role: "assistant", content: [{ toolUse: { toolUseId: "t", name: "greet", input } }] },
    },
    stopReason: "tool_use",
    usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
    metrics: { latencyMs: 1 },
  },
});
const failed = (status: number, error: string): Told => ({ status, error, body: { message: "no" } });

/** A gateway whose services answer as told, one answer after the other. Its clock moves by its pauses alone. */
function setUp(answer: (asked: Asked, count: number) => Told) {
  const asked: Asked[] = [];
  const spent: Spent[] = [];
  const pauses: number[] = [];
  const start = Date.parse("2027-03-15T10:00:00Z");
  const clock = { now: start };
  const client = new BedrockRuntimeClient({
    region: "eu-west-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: {
      async handle(
        request: { path: string; body: Uint8Array | string },
        { abortSignal }: { abortSignal?: AbortSignal },
      ) {
        const [, , model = "", operation = ""] = request.path.split("/").map(decodeURIComponent);
        const text = typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body);
        const one = { model, operation, body: JSON.parse(text) };
        asked.push(one);
        const told = answer(one, asked.length);
        if (told === "silence") {
          const gaveUp = Promise.withResolvers<never>();
          const abort = () => gaveUp.reject(new DOMException("aborted", "AbortError"));
          abortSignal?.addEventListener("abort", abort);
          return await gaveUp.promise;
        }
        const { status = 200, error, body } = told;
        const headers = { "content-type": "application/json", ...(error && { "x-amzn-errortype": error }) };
        return {
          response: { statusCode: status, headers, body: Readable.from([Buffer.from(JSON.stringify(body))]) },
        };
      },
    },
  });
  const logged = jest.fn();
  const failures: string[] = [];
  const changes: string[] = [];
  const models = gateway({
    bedrock: bedrock(client),
    config,
    spending: {
      async add(_, __, { tokens, usd, ...call }) {
        spent.push({
          ...call,
          calls: 1,
          inputTokens: tokens.input,
          outputTokens: tokens.output,
          nanoUsd: nanosOf(usd),
        });
      },
      of: async (_, month) => summary(month, spent),
    },
    now: () => clock.now,
    random: () => 0.5,
    async wait(ms) {
      pauses.push(ms);
      clock.now += ms;
    },
    called: logged,
    uncounted: logged,
    failed(model, kind) {
      failures.push(`${model === large ? "large" : model} ${kind}`);
    },
    async breakerChanged(model, state, since) {
      changes.push(`${model === large ? "large" : model} ${state} ${(since - start) / 1000}`);
    },
  });
  const spender = { cohortId: `coh_${ulid()}` };
  const sources = [{ title: "Names", text: "Ada is a name." }];
  const paid: Cost[] = [];
  const ask = (seconds = 600) =>
    models.ask(greet, {
      ...{ input: { name: "Ada" }, sources, spender, deadline: clock.now + seconds * 1000 },
      paid: (cost) => paid.push(cost),
    });
  return { models, ask, paid, asked, spent, pauses, clock, spender, logged, failures, changes };
}

test("a question is asked as the design says, and its answer parsed, counted and told who made it", async () => {
  const { ask, asked, spent, spender } = setUp(() => said('{"greeting":"Hello, Ada"}'));
  expect(await ask()).toEqual({
    output: { greeting: "Hello, Ada" },
    by: { model: large, prompt: "greet@3" },
    usd: 0.0045,
  });
  expect(asked).toEqual([
    {
      model: large,
      operation: "converse",
      body: expect.objectContaining({
        system: [{ text: "Greet people." }, { cachePoint: { type: "default" } }],
        messages: [
          {
            role: "user",
            content: [
              { text: '<passage id="0" title="Names">\nAda is a name.\n</passage>' },
              { text: '<input>{"name":"Ada"}</input>' },
            ],
          },
        ],
        inferenceConfig: { maxTokens: 500, temperature: 0.2 },
        requestMetadata: { job: "generate", prompt: "greet@3", cohort: spender.cohortId },
        outputConfig: {
          textFormat: {
            type: "json_schema",
            structure: {
              jsonSchema: { name: "greet", schema: expect.stringContaining("additionalProperties") },
            },
          },
        },
      }),
    },
  ]);
  expect(spent).toEqual([
    expect.objectContaining({ job: "generate", model: large, prompt: "greet@3", nanoUsd: 4_500_000 }),
  ]);
});

test.each([
  [429, "ThrottlingException"],
  [408, "ModelTimeoutException"],
  [424, "ModelErrorException"],
  [500, "InternalServerException"],
  [503, "ServiceUnavailableException"],
])(
  "after a %d %s, it is asked again, with longer and longer pauses, and then another model",
  async (status, error) => {
    const { ask, asked, pauses } = setUp(({ model }) =>
      model === large ? failed(status, error) : called({ greeting: "Hello" }),
    );
    expect((await ask()).by.model).toBe(other);
    expect(asked.map(({ model }) => model)).toEqual([...Array(mostTries).fill(large), other]);
    expect(pauses).toEqual([150, 300, 600]);
    expect(asked.at(-1)?.body).toMatchObject({
      toolConfig: { toolChoice: { tool: { name: "greet" } } },
    });
  },
);

test.each([
  [403, "AccessDeniedException"],
  [404, "ResourceNotFoundException"],
  [400, "ValidationException"],
])("after a %d %s, the same model is not asked again", async (status, error) => {
  const { ask, asked } = setUp(({ model }) =>
    model === large ? failed(status, error) : called({ greeting: "Hello" }),
  );
  expect((await ask()).by.model).toBe(other);
  expect(asked.map(({ model }) => model)).toEqual([large, other]);
});

test("an answer that can't be read is asked for once more, with what is wrong, and both are paid", async () => {
  const { ask, paid, asked, spent } = setUp((_, count) =>
    said(count === 1 ? "Hello!" : '{"greeting":"Hello"}'),
  );
  expect(await ask()).toMatchObject({ output: { greeting: "Hello" }, usd: 0.009 });
  expect(asked[1]?.body.messages).toEqual([
    expect.objectContaining({ role: "user" }),
    { role: "assistant", content: [{ text: "Hello!" }] },
    { role: "user", content: [{ text: expect.stringContaining("no JSON") }] },
  ]);
  expect(spent).toHaveLength(2);
  const tokens = ({ inputTokens: input, outputTokens: output }: (typeof spent)[number]) => ({
    input,
    output,
  });
  expect(paid).toEqual(spent.map((one) => ({ usd: 0.0045, tokens: tokens(one) })));
});

test("nonsense twice leads to the other model, and nonsense of all to a fault that says what to do", async () => {
  const { ask, asked, pauses } = setUp(() => said("Hello!"));
  await expect(ask()).rejects.toMatchObject({
    code: "model_unavailable",
    message: expect.stringContaining("Try again"),
  });
  expect(asked.map(({ model }) => model)).toEqual([large, large, other, other]);
  expect(pauses).toEqual([]);
});

test("a model that is down is let alone after a while, and asked again when it has rested", async () => {
  let isDown = true;
  const { ask, asked, clock, changes } = setUp(({ model }) => {
    if (model === other) return called({ greeting: "Hello" });
    return isDown ? failed(503, "ServiceUnavailableException") : said('{"greeting":"Hello"}');
  });
  await ask();
  await ask();
  const inVain = () => asked.filter(({ model }) => model === large).length;
  expect(inVain()).toBe(mostFailures);
  await ask();
  expect(inVain()).toBe(mostFailures);
  expect(changes).toEqual([expect.stringMatching(/^large open \d/)]);
  isDown = false;
  clock.now += rest;
  expect((await ask()).by.model).toBe(large);
  expect((await ask()).by.model).toBe(large);
  const states = changes.map((change) => change.split(" ")[1]);
  expect(states).toEqual(["open", "half_open", "closed"]);
});

test("a model that only has too much to do stays open for others", async () => {
  const { ask, asked, failures, changes } = setUp(({ model }) =>
    model === large ? failed(429, "ThrottlingException") : called({ greeting: "Hello" }),
  );
  for (let times = 0; times < 3; times++) await ask();
  expect(asked.filter(({ model }) => model === large)).toHaveLength(3 * mostTries);
  expect(failures).toEqual(Array(3 * mostTries).fill("large busy"));
  expect(changes).toEqual([]);
});

test("a model that says nothing is asked once and leaves time for the other; nothing begins after the deadline", async () => {
  const { ask, asked } = setUp(({ model }) => (model === large ? "silence" : called({ greeting: "Hello" })));
  expect((await ask(0.5)).by.model).toBe(other);
  expect(asked.map(({ model }) => model)).toEqual([large, other]);
  const late = setUp(() => said('{"greeting":"Hello"}'));
  await expect(late.ask(0)).rejects.toMatchObject({ code: "model_unavailable" });
  expect(late.asked).toEqual([]);
});

test("who has spent the month's budget is stopped before the call, and begins anew the next month", async () => {
  const { ask, asked, spent, clock, models, spender } = setUp(() => said('{"greeting":"Hello"}'));
  spent.push({
    ...{ job: "generate", model: large, prompt: "greet@3", calls: 1, inputTokens: 1, outputTokens: 1 },
    nanoUsd: nanosOf(monthlyBudgetUsd),
  });
  await expect(ask()).rejects.toMatchObject({ code: "budget_spent" });
  await expect(
    models.embed(["a"], { kind: "query", spender, deadline: clock.now + 1000 }),
  ).rejects.toMatchObject({ code: "budget_spent" });
  expect(asked).toEqual([]);
  spent.length = 0;
  await ask();
});

test("what another machine's model answers costs nothing and bears its name", async () => {
  const trace = { promptRouter: { invokedModelId: "lyceum.extractive-v1" } };
  const { ask, spent } = setUp(() => said('{"greeting":"Hello"}', { trace }));
  expect(await ask()).toMatchObject({ usd: 0, by: { model: "lyceum.extractive-v1" } });
  expect(spent).toEqual([expect.objectContaining({ model: "lyceum.extractive-v1", nanoUsd: 0 })]);
});

test("a call is told without texts but for where they are asked for, and no failure holds any", async () => {
  const { ask, logged } = setUp(() => said("Hello!"));
  const fault: unknown = await ask().catch((error: unknown) => error);
  expect(logged).toHaveBeenCalledTimes(4);
  const cause = fault instanceof Error ? fault.cause : undefined;
  expect(String(cause)).toContain("greet@3");
  expect(String(cause)).not.toContain("Hello");
  expect(String(cause)).not.toContain("Ada");
});

test("vectors come in the texts' order, of length 1, from whoever made them", async () => {
  const { models, asked, spender, clock, spent } = setUp(({ body }) => ({
    body: { embedding: [Number(body.inputText), 1, 0, 0], inputTextTokenCount: 7 },
  }));
  const texts = Array.from({ length: 10 }, (_, at) => String(at));
  const request = { kind: "passage", spender, deadline: clock.now + 60_000 } as const;
  const { model, vectors } = await models.embed(texts, request);
  expect(model).toBe(titan);
  for (const [at, vector] of vectors.entries()) {
    expect((vector[0] ?? 0) / (vector[1] ?? 1)).toBeCloseTo(at, 4);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
  }
  expect(vectors).toHaveLength(10);
  expect(asked[0]?.body).toEqual({ inputText: "0", dimensions: 4, normalize: true });
  expect(spent).toEqual([
    expect.objectContaining({ job: "embed", inputTokens: 70, nanoUsd: 1_400, prompt: "passage" }),
  ]);
  expect(await models.embed([], request)).toEqual({ model: titan, vectors: [] });

  const local = setUp(() => ({
    body: { embedding: [1, 0], inputTextTokenCount: 7, model: "lyceum.minilm-l6-v2" },
  }));
  expect((await local.models.embed(["a"], request)).model).toBe("lyceum.minilm-l6-v2");
  expect(local.spent).toEqual([expect.objectContaining({ model: "lyceum.minilm-l6-v2", nanoUsd: 0 })]);
});

test("a guardrail's answer that has another form, or none, is no permission", async () => {
  const { models, spender } = setUp(() => failed(503, "ServiceUnavailableException"));
  await expect(models.screen("text", { source: "input", spender })).rejects.toMatchObject({
    code: "model_unavailable",
  });
});

const assessed = (assessment: object, usage: object = {}): Told => ({
  body: { action: "NONE", outputs: [], usage, assessments: [assessment] },
});
const grounded = (...filters: object[]): Told =>
  assessed({ contextualGroundingPolicy: { filters } }, { contextualGroundingPolicyUnits: 3 });

test("a statement is asked with its sources and its question, and scored", async () => {
  const { models, asked, clock, spender, spent } = setUp(() =>
    grounded({ type: "GROUNDING", score: 0.83 }, { type: "RELEVANCE", score: 0.6 }),
  );
  const deadline = clock.now + 1000;
  const request = { sources: ["One.", " ", "Two."], question: "Which?", spender, deadline };
  const { usd, ...scores } = await models.ground("Two it is.", request);
  expect(scores).toEqual({ grounding: 0.83, relevance: 0.6 });
  expect(usd).toBeCloseTo(0.0003, 12);
  expect(asked).toEqual([
    expect.objectContaining({
      body: {
        source: "OUTPUT",
        outputScope: "FULL",
        content: [
          { text: { text: "One.", qualifiers: ["grounding_source"] } },
          { text: { text: "Two.", qualifiers: ["grounding_source"] } },
          { text: { text: "Which?", qualifiers: ["query"] } },
          { text: { text: "Two it is.", qualifiers: ["guard_content"] } },
        ],
      },
    }),
  ]);
  // The guardrail that has nothing but this, because each policy of a guardrail is paid for.
  expect(asked[0]?.model).toBe("grounder");
  const counted = { job: "guardrail", model: "grounder", prompt: "ground", nanoUsd: 300_000 };
  expect(spent).toEqual([expect.objectContaining(counted)]);
  // Nothing supports what has no source.
  const nothing = { grounding: 0, relevance: 0, usd: 0 };
  expect(await models.ground("Two it is.", { ...request, sources: [] })).toEqual(nothing);
  expect(asked).toHaveLength(1);
});

test("a guardrail that tells no score supports nothing, and each of its looks is counted", async () => {
  const { models, clock, spender, spent } = setUp(() => grounded({ type: "RELEVANCE", score: 1 }));
  const request = { sources: ["One."], question: "Which?", spender, deadline: clock.now + 60_000 };
  await expect(models.ground("One.", request)).rejects.toMatchObject({ code: "model_unavailable" });
  expect(spent.map(({ nanoUsd }) => nanoUsd)).toEqual(Array(mostTries).fill(300_000));
});

const units = { contentPolicyUnits: 2, topicPolicyUnits: 2, sensitiveInformationPolicyUnits: 2 };

test("screening is counted part by part and try by try, and no budget keeps anybody from it", async () => {
  const { models, asked, spent, spender, logged } = setUp((_, count) =>
    count === 1 ? failed(503, "ServiceUnavailableException") : assessed({}, units),
  );
  const before = {
    job: "generate",
    model: large,
    prompt: "greet@3",
    calls: 1,
    inputTokens: 1,
    outputTokens: 1,
  };
  spent.push({ ...before, nanoUsd: nanosOf(monthlyBudgetUsd) });
  const { usd, ...found } = await models.screen("word ".repeat(5_000), { source: "output", spender });
  expect(found).toEqual({ blocked: [], personalData: [] });
  expect(usd).toBeCloseTo(0.0016, 12);
  // Two parts, and the first of them once more.
  expect(asked.map(({ model, body }) => [model, body.source])).toEqual(Array(3).fill(["screener", "OUTPUT"]));
  const counted = { job: "guardrail", model: "screener", prompt: "screen-output", nanoUsd: 800_000 };
  expect(spent.slice(1)).toEqual([expect.objectContaining(counted), expect.objectContaining(counted)]);
  expect(logged).toHaveBeenLastCalledWith(
    expect.objectContaining({
      cohortId: spender.cohortId,
      units: { content: 2, topics: 2, personalData: 2, grounding: 0 },
    }),
  );
});

test.each([
  ["another guardrail on somebody's own machine", ["local"], "local", 0],
  ["another that an organization has applied, too", ["theirs", "screener"], "screener", 800_000],
])("what is applied is told and counted: %s", async (_, applied, model, nanoUsd) => {
  const assessments = applied.map((guardrailId) => ({ appliedGuardrailDetails: { guardrailId } }));
  const body = { action: "NONE", outputs: [], usage: units, assessments };
  const { models, spent, spender } = setUp(() => ({ body }));
  await models.screen("text", { source: "input", spender });
  expect(spent).toEqual([expect.objectContaining({ model, nanoUsd, prompt: "screen-input" })]);
});
