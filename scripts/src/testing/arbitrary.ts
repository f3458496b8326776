import fc from "fast-check";

/** As much of JSON Schema as the OpenAPI document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
}

/** Values that the schema allows, as far as it says; patterns are followed. */
export function arbitrary(schema: JsonSchema, components: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const of = (inner: JsonSchema) => arbitrary(inner, components);
  const { $ref } = schema;
  if ($ref) {
    const name = $ref.slice($ref.lastIndexOf("/") + 1);
    const target = components[name];
    if (!target) throw new TypeError(`no component ${name}`);
    return of(target);
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  switch (schema.type) {
    case "object":
      return objectOf(schema, of);
    case "array":
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 8, 8),
      });
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) });
    case "number":
      return fc.double({ noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return stringOf(schema);
    default:
      return fc.jsonValue();
  }
}

function objectOf(
  schema: JsonSchema,
  of: (inner: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  if (schema.properties) {
    const properties: Record<string, fc.Arbitrary<unknown>> = {};
    for (const [name, inner] of Object.entries(schema.properties)) properties[name] = of(inner);
    return fc.record(properties, { requiredKeys: schema.required ?? [] });
  }
  const values = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  return fc.dictionary(stringOf(schema.propertyNames ?? {}), of(values), { maxKeys: 8 });
}

function stringOf(schema: JsonSchema): fc.Arbitrary<string> {
  // A date's pattern is thousands of characters of alternatives; the format says the same.
  if (schema.format === "date")
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.string({
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 50, 200),
    unit: "binary",
  });
}
