import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { arbitrary, type JsonSchema } from "@lyceum/scripts/testing/arbitrary";
import { newPerson, rawCall } from "@lyceum/scripts/testing/people";
import fc from "fast-check";

// Generated input for every route from its schema in the OpenAPI document: what the schema allows, and what it does
// not. Whatever comes, the answer is never a 5xx, and what is not a success has a code and a message.

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; schema: JsonSchema }[];
  requestBody?: { content: { "application/json": { schema: JsonSchema } } };
}

const document: {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
} = JSON.parse(await readFile(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

const tokens = Promise.all([newPerson(), newPerson({ group: "instructor" })]).then((people) =>
  people.map(({ token }) => token),
);

/** Mostly as the schema says, sometimes anything. */
const like = (schema: JsonSchema) =>
  fc.oneof(
    { weight: 3, arbitrary: arbitrary(schema, document.components.schemas) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

test.each(operations)("$method $path", async ({ path, method, operation }) => {
  const parameters = operation.parameters ?? [];
  const inPlace = (place: string) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    return fc.record(Object.fromEntries(here.map(({ name, schema }) => [name, like(schema)])), {
      requiredKeys: place === "path" ? here.map(({ name }) => name) : [],
    });
  };
  const bodySchema = operation.requestBody?.content["application/json"].schema;
  const body = bodySchema
    ? fc.oneof(
        { weight: 4, arbitrary: like(bodySchema).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.string() },
      )
    : fc.constant(undefined);

  await fc.assert(
    fc.asyncProperty(
      inPlace("path"),
      inPlace("query"),
      body,
      fc.constantFrom(...(await tokens)),
      async (params, query, text, token) => {
        const filled = path.replace(
          /\{(\w+)\}/g,
          (_, name: string) => encodeURIComponent(asText(params[name])) || "-",
        );
        const search = new URLSearchParams(
          Object.entries(query).map(([name, value]) => [name, asText(value)]),
        );
        const reply = await rawCall(`${filled}?${search}`, {
          method,
          token,
          ...(text !== undefined && { body: text }),
        });
        expect(reply.status).toBeLessThan(500);
        if (reply.status >= 400) {
          expect(reply.body).toEqual(
            expect.objectContaining({ code: expect.any(String), message: expect.any(String) }),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});
