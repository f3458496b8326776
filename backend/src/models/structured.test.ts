import { expect, test } from "@jest/globals";
import * as z from "zod";
import { formOf, readAnswer, strictly } from "./structured.ts";

const Letter = z.string().regex(/^[a-j]$/);
const Choice = z.object({ type: z.literal("choice"), choice: Letter });
const Several = z.object({ type: z.literal("set"), choices: z.array(Letter).min(1).max(3) });
const Item = z.object({
  stem: z.string().min(1).max(400).describe("The question"),
  key: z.discriminatedUnion("type", [Choice, Several]),
  refusal: z.string().nullable(),
});

test("a model that can be held to a schema is, in the part of JSON Schema that Bedrock takes", () => {
  const form = formOf("write-item", Item, "schema");
  expect(form).toEqual({
    kind: "schema",
    name: "write-item",
    schema: {
      type: "object",
      properties: {
        stem: { type: "string", description: "The question; minLength 1; maxLength 400" },
        key: {
          anyOf: [
            {
              type: "object",
              properties: {
                type: { type: "string", const: "choice" },
                choice: { type: "string", description: "pattern ^[a-j]$" },
              },
              required: ["type", "choice"],
              additionalProperties: false,
            },
            {
              type: "object",
              properties: {
                type: { type: "string", const: "set" },
                choices: {
                  type: "array",
                  items: { type: "string", description: "pattern ^[a-j]$" },
                  description: "minItems 1; maxItems 3",
                },
              },
              required: ["type", "choices"],
              additionalProperties: false,
            },
          ],
        },
        refusal: expect.objectContaining({}),
      },
      required: ["stem", "key", "refusal"],
      additionalProperties: false,
    },
  });
  expect(formOf("write-item", Item, "schema")).toBe(form);
});

test("what can't be said there is asked for by a tool: open records, and what holds itself", () => {
  const Pairs = z.object({ pairs: z.record(Letter, Letter) });
  expect(formOf("match", Pairs, "schema")).toMatchObject({
    kind: "tool",
    schema: { properties: { pairs: { additionalProperties: { pattern: "^[a-j]$" } } } },
  });
  const Tree = z.object({
    name: z.string(),
    get children() {
      return z.array(Tree);
    },
  });
  expect(formOf("tree", Tree, "schema").kind).toBe("tool");
  expect(formOf("any", z.object({ any: z.unknown() }), "schema").kind).toBe("tool");
  expect(formOf("write-item", Item, "tool").kind).toBe("tool");
  expect(() => formOf("text", z.string(), "schema")).toThrow("the output of text is no object");
});

test("definitions are followed, and stay where they are", () => {
  const Shared = z.object({ a: z.string().max(3) }).meta({ id: "SharedInStructuredTest" });
  const strict = strictly({ ...z.toJSONSchema(z.object({ one: Shared, two: Shared })) });
  expect(strict).toMatchObject({
    properties: { one: { $ref: "#/$defs/SharedInStructuredTest" } },
    $defs: { SharedInStructuredTest: { properties: { a: { description: "maxLength 3" } } } },
  });
});

test("an answer is read with or without its fence, and what is wrong with it is told", () => {
  const Yes = z.object({ yes: z.boolean() });
  for (const text of ['{"yes":true}', '\n```json\n{"yes":true}\n```\n']) {
    expect(readAnswer(Yes, text)).toEqual({ output: { yes: true } });
  }
  expect(readAnswer(Yes, "Yes, of course!")).toEqual({ problem: expect.stringContaining("no JSON") });
  expect(readAnswer(Yes, '{"yes":"of course"}')).toEqual({ problem: expect.stringContaining("yes") });
});
