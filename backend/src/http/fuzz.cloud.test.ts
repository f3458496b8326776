import { readFile } from "node:fs/promises";
import { expect, jest, test } from "@jest/globals";
import { arbitrary, type JsonSchema } from "@lyceum/scripts/testing/arbitrary";
import { fullPack, smallPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, rawCall } from "@lyceum/scripts/testing/people";
import fc from "fast-check";
import { ulid } from "ulid";

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

// Eighty requests a route, on machines that may be busy with much else.
jest.setTimeout(30_000);

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

/** A person with things that exist, by the name of the parameter or field that names them. */
async function withThings(person: Person): Promise<{ token: string; known: Record<string, string> }> {
  const examId = (await fullPack()).exam.id;
  const body = { id: `att_${ulid()}`, examId, kind: "quiz" as const, mode: "practice" as const, count: 5 };
  const attempt = await person.client.call("POST /attempts", { body });
  // What comes may correct its key, on which no other test counts.
  const questionId = (await smallPack()).questions.findLast(({ item }) => item.type === "ordering")?.id ?? "";
  const known = { examId, attemptId: attempt.id, questionId, version: "1", position: "1" };
  return { token: person.token, known };
}

const callers = Promise.all([newPerson(), newPerson({ group: "instructor" })]).then((people) =>
  Promise.all(people.map(withThings)),
);

/** Stands for the thing of that name that the caller has. */
const known = Symbol("known");

/** Mostly as the schema says, sometimes anything. */
const like = (schema: JsonSchema) =>
  fc.oneof(
    { weight: 3, arbitrary: arbitrary(schema, document.components.schemas) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

test.each(operations)("$method $path", async ({ path, method, operation }) => {
  const parameters = operation.parameters ?? [];
  const inPath = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === "path")
        .map(({ name, schema }) => [
          name,
          fc.oneof({ weight: 2, arbitrary: fc.constant(known) }, { weight: 1, arbitrary: like(schema) }),
        ]),
    ),
  );
  const inQuery = fc.record(
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === "query")
        .map(({ name, schema }) => [name, like(schema)]),
    ),
    { requiredKeys: [] },
  );
  const bodySchema = operation.requestBody?.content["application/json"].schema;
  const body = bodySchema
    ? fc.oneof(
        { weight: 6, arbitrary: like(bodySchema) },
        { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
      )
    : fc.constant(undefined);

  await fc.assert(
    fc.asyncProperty(
      inPath,
      inQuery,
      body,
      fc.boolean(),
      fc.constantFrom(...(await callers)),
      async (params, query, content, ofKnownExam, { token, known: things }) => {
        const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
          const value = params[name] === known ? things[name] : params[name];
          return encodeURIComponent(asText(value)) || "-";
        });
        const search = new URLSearchParams(
          Object.entries(query).map(([name, value]) => [name, asText(value)]),
        );
        const sent =
          ofKnownExam && typeof content === "object" && content !== null && "examId" in content
            ? { ...content, examId: things.examId }
            : content;
        const text = typeof sent === "string" ? sent : JSON.stringify(sent);
        const reply = await rawCall(`${filled}?${search}`, {
          method,
          token,
          ...(text !== undefined && { body: text }),
        });
        statuses.push(reply.status);
        expect(reply.status).toBeLessThan(500);
        if (reply.status >= 400) {
          expect(reply.body).toEqual(
            expect.objectContaining({ code: expect.any(String), message: expect.any(String) }),
          );
        }
      },
    ),
    { numRuns: 80 },
  );
});

const statuses: number[] = [];

test("generated input came through as well as being refused", () => {
  expect(statuses).toEqual(expect.arrayContaining([200, 201, 204, 400, 403, 404, 409]));
});
