import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { DraftItem } from "@lyceum/shared/questions";
import * as z from "zod";
import { ConverseRequest } from "../conversation.ts";
import { elsewhere, passages } from "../testing/notes.ts";
import { type BuiltIn, createBuiltIn } from "../thread/thread.ts";

// The built-in model as it runs, with the embedding model in its thread.

// Loading the model and the first vectors take seconds on a busy machine.
jest.setTimeout(120_000);

let builtIn: BuiltIn;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "lyceum-extractive-"));
  builtIn = createBuiltIn({ cacheFile: join(directory, "vectors.sqlite"), vectorFiles: [] });
});
afterAll(async () => {
  await builtIn.stop();
  await rm(directory, { recursive: true });
});

function asked(
  prompt: string,
  input: unknown,
  material: readonly { title: string; text: string }[] = passages,
) {
  const blocks = material.map(
    ({ title, text }, at) =>
      `<passage id="${at}" title="${title.replaceAll(">", "&gt;")}">\n${text}\n</passage>`,
  );
  return ConverseRequest.parse({
    messages: [
      {
        role: "user",
        content: [...blocks, `<input>${JSON.stringify(input)}</input>`].map((text) => ({ text })),
      },
    ],
    requestMetadata: { prompt: `${prompt}@1`, job: "generate" },
  });
}

async function answered(prompt: string, input: unknown, material?: typeof passages): Promise<unknown> {
  const { content } = await builtIn.converse(asked(prompt, input, material));
  const [said] = content;
  return JSON.parse(said && "text" in said ? said.text : "");
}

const Written = z.looseObject({
  refusal: z.string().nullable(),
  citations: z.array(z.object({ passage: z.string(), quote: z.string() })).optional(),
});
type ItemType = DraftItem["type"];

const wish = {
  exam: { title: "Gardening" },
  task: { id: "1.1", title: "Run a greenhouse", summary: "Keep climate, water and pests under control." },
  difficulty: "medium",
  instructions: "",
  avoid: [],
  problems: [],
};

/** What was written, as the platform keeps it, with the quotes. */
async function write(type: ItemType, seed: number, more: object = {}, material?: typeof passages) {
  const {
    refusal,
    citations = [],
    ...draft
  } = Written.parse(await answered("write-item", { ...wish, type, seed, ...more }, material));
  if (refusal !== null) return { refusal };
  const item = DraftItem.parse({
    ...draft,
    references: [],
    citations: citations.map(({ passage, quote }) => ({
      noteId: "not_01JD0000000000000000000000",
      version: 1,
      ordinal: Number(passage),
      cohortId: null,
      title: "Greenhouse",
      quote,
    })),
  });
  for (const { passage, quote } of citations) expect(passages[Number(passage)]?.text).toContain(quote);
  return { item, citations };
}

async function written(type: ItemType, seed: number, more: object = {}) {
  const result = await write(type, seed, more);
  if (!result.item) throw new Error(`${type} ${seed}: ${result.refusal}`);
  return result;
}

const rationalesOf = ({ options, decidedBy }: DraftItem) => [
  ...options.map(({ rationale }) => rationale),
  decidedBy,
];

const Supported = z.object({
  claims: z.array(
    z.object({
      supported: z.boolean(),
      passage: z.number().nullable(),
      sentence: z.string().nullable(),
    }),
  ),
});
const supportOf = async (claims: string[], material?: typeof passages) =>
  Supported.parse(await answered("support-claims", { claims }, material)).claims;

test("thirty questions with one answer have none of the usual faults", async () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const { item, citations } = await written("multiple_choice", seed);
    if (item.type !== "multiple_choice") throw new Error("another type");
    const cited = citations.map(({ quote }) => quote.toLowerCase()).join(" ");
    const texts = item.options.map(({ text }) => text.toLowerCase());
    expect(new Set(texts).size).toBe(4);
    for (const { id, text } of item.options) {
      const isKey = id === item.key.choice;
      expect([seed, text, cited.includes(text.toLowerCase())]).toEqual([seed, text, isKey]);
      if (isKey) expect(item.stem.toLowerCase()).not.toContain(text.toLowerCase());
    }
    expect(item.stem).toContain("Greenhouse");
  }
});

test.each<ItemType>(["multiple_choice", "multiple_response", "ordering", "matching"])(
  "what it claims in a %s is supported, and its own blind answer is the key",
  async (type) => {
    for (const seed of [1, 2, 3]) {
      const { item } = await written(type, seed);
      expect(item.type).toBe(type);
      const supports = await supportOf(rationalesOf(item));
      expect(supports.every(({ supported }) => supported)).toBe(true);
      const blind = {
        type,
        stem: item.stem,
        options: item.options.map(({ id, text }) => ({ id, text })),
        ...(item.type === "matching" && { prompts: item.prompts }),
      };
      const answer = z
        .object({ response: z.unknown(), reason: z.string() })
        .parse(await answered("answer-item", { item: blind }));
      expect([item.stem, answer.response]).toEqual([item.stem, item.key]);
    }
  },
);

test("the order of the steps is the note's", async () => {
  const { item } = await written("ordering", 5);
  if (item.type !== "ordering") throw new Error("another type");
  const texts = item.key.order.map((letter) => item.options.find(({ id }) => id === letter)?.text);
  expect(texts).toEqual([
    "Remove the roots of the old plants",
    "Spread three centimetres of ripe compost",
    "Lay the drip tubes along the rows",
    "Cover the soil with straw",
  ]);
});

test("another seed, stems to avoid and problems found make another question; the same make the same", async () => {
  const stems: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const { item } = await written("multiple_choice", 7, { avoid: stems });
    expect(stems).not.toContain(item.stem);
    stems.push(item.stem);
  }
  const seeds = await Promise.all([1, 2, 3, 4, 5].map((seed) => written("multiple_choice", seed)));
  expect(new Set(seeds.map(({ item }) => item.stem)).size).toBeGreaterThan(2);
  expect(await written("matching", 4)).toEqual(await written("matching", 4));
  const again = await written("multiple_choice", 7, { problems: ["near to another question"] });
  expect(again.item).not.toEqual((await written("multiple_choice", 7)).item);
});

test("without material for a type it refuses and says why", async () => {
  const { refusal } = await write("ordering", 1, {}, [elsewhere]);
  expect(refusal).toContain("no steps in an order");
});

test("quotes and their templates are supported; unrelated, negated and miscounted claims are not", async () => {
  const supports = await supportOf([
    "The notes say: “Rain barrels store soft water for the dry weeks of summer”.",
    "Rain barrels store soft water for dry weeks.",
    "Humidity sensors report the water in the air every 15 minutes.",
    "The keel keeps a boat upright in strong wind.",
    "Humidity sensors report the water in the air every 90 minutes.",
    "Rain barrels do not store soft water for the dry weeks of summer.",
    "A database index speeds up queries on large tables.",
    "Bumblebees store soft water for winter nights in the roof vents.",
  ]);
  expect(supports.map(({ supported }) => supported)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(supports[0]).toMatchObject({
    passage: 1,
    sentence: "Rain barrels store soft water for the dry weeks of summer.",
  });
});

test("what another subject is about is out of scope", async () => {
  const { item } = await written("multiple_choice", 3);
  const face = { stem: item.stem, options: item.options.map(({ id, text }) => ({ id, text })) };
  const scope = async (task: object, material?: typeof passages) =>
    z
      .object({ inScope: z.boolean(), reason: z.string() })
      .parse(await answered("judge-scope", { item: face, task, exam: wish.exam }, material));
  expect(await scope(wish.task)).toMatchObject({ inScope: true });
  const other = { id: "9.1", title: "Contract law", summary: "Notice, deposits and damages in leases." };
  expect(await scope(other)).toMatchObject({
    inScope: false,
    reason: expect.stringContaining("Contract law"),
  });
});

test("a prompt that it doesn't know is answered with the best sentences and their passages", async () => {
  const request = asked("answer", { question: "Which insects pollinate tomato flowers?" });
  const { content, model, stopReason } = await builtIn.converse(request);
  const [said] = content;
  expect(said && "text" in said ? said.text : "").toMatch(/^Bumblebees pollinate .*\. \[2\] /);
  expect({ model, stopReason }).toEqual({ model: "lyceum.extractive-v1", stopReason: "end_turn" });
});

test("the reply has the form of the schema, as text or by the tool that must be called", async () => {
  const schema = {
    type: "object",
    properties: {
      refusal: { anyOf: [{ type: "string" }, { type: "null" }] },
      item: {
        anyOf: [
          {
            type: "object",
            properties: {
              stem: { type: "string" },
              citations: {
                type: "array",
                items: {
                  type: "object",
                  properties: { passage: { type: "integer" } },
                  required: ["passage"],
                },
              },
              prompts: { anyOf: [{ type: "array", items: {} }, { type: "null" }] },
            },
            required: ["stem", "citations", "prompts"],
          },
          { type: "null" },
        ],
      },
    },
    required: ["refusal", "item"],
  };
  const request = asked("write-item", { ...wish, type: "multiple_choice", seed: 1 });
  const form = { refusal: null, item: { stem: expect.any(String), prompts: null } };
  const asText = await builtIn.converse({
    ...request,
    outputConfig: {
      textFormat: {
        type: "json_schema",
        structure: { jsonSchema: { schema: JSON.stringify(schema), name: "item" } },
      },
    },
  });
  const [text] = asText.content;
  const parsed: unknown = JSON.parse(text && "text" in text ? text.text : "");
  expect(parsed).toMatchObject(form);
  expect(JSON.stringify(parsed)).toMatch(/"passage":\d/);
  const asTool = await builtIn.converse({
    ...request,
    toolConfig: {
      tools: [{ toolSpec: { name: "reply", inputSchema: { json: schema } } }],
      toolChoice: { tool: { name: "reply" } },
    },
  });
  expect(asTool).toMatchObject({
    stopReason: "tool_use",
    content: [{ toolUse: { name: "reply", input: form } }],
  });
});

test("an embedding is of length 1, and near to what means much the same", async () => {
  const [a = new Float32Array(), b = new Float32Array(), c = new Float32Array()] = await builtIn.embed([
    "How do I water tomatoes?",
    "Irrigation of tomato plants",
    "The history of the printing press",
  ]);
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  expect([a.length, dot(a, a)]).toEqual([384, expect.closeTo(1, 3)]);
  expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.3);
});
