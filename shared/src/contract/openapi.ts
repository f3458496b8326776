import * as z from "zod";
import { type FaultCode, faultStatus } from "./fault.ts";
import type { Route, Routes } from "./route.ts";

type Json = Record<string, unknown>;

/** Faults that any route can raise, because the house raises them before or around a handler. */
function commonFaults(route: Route): FaultCode[] {
  const faults: FaultCode[] = ["internal", "too_many_requests", "unavailable"];
  if (route.params || route.query || route.body) faults.push("invalid_request");
  if (route.body) faults.push("payload_too_large", "unsupported_media_type");
  if (route.access !== "public") faults.push("unauthenticated");
  if (!["public", "learner"].includes(route.access)) faults.push("forbidden");
  if (route.access.startsWith("cohort:")) faults.push("not_found");
  return faults;
}

/** The OpenAPI 3.1 document of all routes, as plain JSON. */
export function openApi(
  api: Readonly<Record<string, Routes>>,
  info: { title: string; version: string },
): Json {
  const paths: Record<string, Json> = {};
  const schemas: Record<string, Json> = { Fault: faultSchema };
  for (const [slice, routes] of Object.entries(api)) {
    for (const [name, route] of Object.entries(routes)) {
      paths[route.path] ??= {};
      const path = paths[route.path];
      if (path) path[route.method.toLowerCase()] = operation(slice, name, route, schemas);
    }
  }
  return {
    openapi: "3.1.0",
    info: { ...info, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "/api" }],
    tags: Object.keys(api).map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        idToken: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "ID token of the Cognito user pool",
        },
      },
    },
  };
}

const faultSchema: Json = {
  type: "object",
  required: ["code", "message"],
  properties: {
    code: { type: "string", enum: Object.keys(faultStatus) },
    message: { type: "string" },
    issues: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
  },
};

function operation(slice: string, name: string, route: Route, schemas: Record<string, Json>): Json {
  const content = (schema: NonNullable<Route["reply"]>, io: "input" | "output") =>
    json(named(schemaOf(schema, io), schemas));
  const parameters = [...parametersOf("path", route.params), ...parametersOf("query", route.query)];
  return {
    operationId: `${slice}.${name}`,
    tags: [slice],
    summary: route.summary,
    "x-access": route.access,
    security: route.access === "public" ? [] : [{ idToken: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: content(route.body, "input") } }),
    responses: {
      [route.status]: {
        description: route.stream ? "Server-sent events; the data of each is JSON" : "Success",
        ...(route.reply && { content: content(route.reply, "output") }),
        ...(route.stream && { content: eventStream(named(schemaOf(route.stream, "output"), schemas)) }),
      },
      ...faultResponses([...route.faults, ...commonFaults(route)]),
    },
  };
}

function faultResponses(faults: readonly FaultCode[]): Json {
  const byStatus = Map.groupBy(new Set(faults), (code) => faultStatus[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.toSorted().join(", "), content: json({ $ref: "#/components/schemas/Fault" }) },
    ]),
  );
}

function parametersOf(place: "path" | "query", schema: Route["params"]): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input");
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

const json = (schema: Json) => ({ "application/json": { schema } });
const eventStream = (schema: Json) => ({ "text/event-stream": { schema } });

function schemaOf(
  schema: NonNullable<Route["params"]>,
  io: "input" | "output",
): z.core.JSONSchema.BaseSchema {
  if (!(schema instanceof z.ZodType)) throw new TypeError("the contract is written with zod");
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: coerced });
  return rest;
}

/** Moves the schemas that have an id into the document's components, and points to them there. */
function named({ $defs = {}, ...schema }: z.core.JSONSchema.BaseSchema, schemas: Record<string, Json>): Json {
  const pointed = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll("#/$defs/", "#/components/schemas/"));
  for (const [id, definition] of Object.entries($defs)) schemas[id] = pointed({ ...definition });
  return pointed(schema);
}

/** A coerced number has no input type of its own; on the wire of a path or a query it is an integer in digits. */
function coerced({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const { def } = zodSchema._zod;
  if (def.type === "number" && def.coerce) jsonSchema.type = "integer";
}
