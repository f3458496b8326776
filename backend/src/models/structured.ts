import * as z from "zod";
import type { Form } from "../aws/bedrock.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** What Bedrock can hold a model to (its guide, "Get validated JSON results from models", 2026-11-21). */
const kept = new Set([
  ...["type", "properties", "required", "items", "enum", "const", "anyOf", "$ref", "$defs"],
  ...["description", "additionalProperties"],
]);
/** What says nothing to a model. */
const silent = new Set(["$schema", "id", "default", "oneOf"]);

const Node = z.record(z.string(), z.unknown());
const Nodes = z.record(z.string(), Node);

const forms = new WeakMap<z.ZodType, Map<string, Form>>();

/**
 * How a model is made to answer with what a schema parses: held to it by the service where the model can be and the
 * schema allows it, else by a tool that it must call, which guides it only.
 * @throws TypeError where the schema is not of an object
 */
export function formOf(name: string, schema: z.ZodType, can: "schema" | "tool"): Form {
  const known = forms.get(schema) ?? new Map<string, Form>();
  forms.set(schema, known);
  const form = known.get(can) ?? madeForm(name, schema, can);
  known.set(can, form);
  return form;
}

function madeForm(name: string, schema: z.ZodType, can: "schema" | "tool"): Form {
  const full: JsonSchema = { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) };
  if (full.type !== "object") throw new TypeError(`the output of ${name} is no object`);
  const strict = can === "schema" ? strictly(full) : undefined;
  return strict ? { kind: "schema", name, schema: strict } : { kind: "tool", name, schema: full };
}

/**
 * A schema in the part of JSON Schema that a model can be held to: unions of any, objects without other properties. What
 * it then doesn't say any more, such as the length of a text, is told in words.
 * @returns `undefined` where it can't be said: names of properties that aren't known, or a schema inside itself
 */
export function strictly(schema: JsonSchema): JsonSchema | undefined {
  const definitions = Nodes.parse(schema.$defs ?? {});
  try {
    return strictNode(schema, definitions, []);
  } catch (error) {
    if (error instanceof Inexpressible) return undefined;
    throw error;
  }
}

class Inexpressible extends Error {}

function strictNode(node: JsonSchema, definitions: Record<string, JsonSchema>, path: string[]): JsonSchema {
  const inside = (value: unknown) => strictNode(Node.parse(value), definitions, path);
  const insideAll = (value: unknown) =>
    Object.fromEntries(Object.entries(Nodes.parse(value)).map(([name, each]) => [name, inside(each)]));
  if (typeof node.$ref === "string") checkReference(node.$ref, definitions, path);
  const isOpen = node.type === "object" && typeof node.additionalProperties === "object";
  const saysNothing = !["type", "enum", "const", "anyOf", "oneOf", "$ref"].some((name) => name in node);
  if (isOpen || saysNothing || "prefixItems" in node || "allOf" in node || "not" in node) {
    throw new Inexpressible();
  }
  const union = node.anyOf ?? node.oneOf;
  const hints = Object.entries(node)
    .filter(([name]) => !kept.has(name) && !silent.has(name))
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  const description = [...(typeof node.description === "string" ? [node.description] : []), ...hints];
  return {
    ...Object.fromEntries(Object.entries(node).filter(([name]) => kept.has(name))),
    ...(union !== undefined && { anyOf: z.array(z.unknown()).parse(union).map(inside) }),
    ...(node.items !== undefined && { items: inside(node.items) }),
    ...(node.properties !== undefined && { properties: insideAll(node.properties) }),
    ...(node.$defs !== undefined && { $defs: insideAll(node.$defs) }),
    ...(node.type === "object" && { additionalProperties: false }),
    ...(description.length > 0 && { description: description.join("; ") }),
  };
}

function checkReference(reference: string, definitions: Record<string, JsonSchema>, path: string[]): void {
  const name = reference.replace("#/$defs/", "");
  const definition = definitions[name];
  if (!definition || path.includes(name)) throw new Inexpressible();
  strictNode(definition, definitions, [...path, name]);
}

/** What a model has answered, parsed; or what is wrong with it, in words for the model. */
export function readAnswer<Output>(
  schema: z.ZodType<Output>,
  text: string,
): { output: Output } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(withoutFence(text));
  } catch (error) {
    return { problem: `It is no JSON: ${error instanceof Error ? error.message : error}` };
  }
  const { success, data, error } = schema.safeParse(value);
  return success ? { output: data } : { problem: z.prettifyError(error) };
}

/** Models that are not held to a schema like to put JSON into a block of Markdown. */
const withoutFence = (text: string): string =>
  /^\s*```(?:json)?\s*\n(.*)\n\s*```\s*$/s.exec(text)?.[1] ?? text;
