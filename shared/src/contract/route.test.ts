import { expect, test } from "@jest/globals";
import * as z from "zod";
import { type InputOf, type ParsedOf, type ReceivedOf, type ReplyOf, route } from "./route.ts";

const base = { method: "GET", access: "public", summary: "", faults: [] } as const;

const typed = route({
  ...base,
  path: "/things/{thingId}",
  params: z.object({ thingId: z.string() }),
  query: z.object({ limit: z.coerce.number<string>().default(25) }),
  body: z.object({ at: z.string().transform((text) => new Date(text)) }),
  reply: z.object({ name: z.string().default("none") }),
});

test("a path parameter without a schema does not compile", () => {
  // @ts-expect-error params are missing
  route({ ...base, path: "/things/{thingId}" });
  // @ts-expect-error the schema names another parameter
  route({ ...base, path: "/things/{thingId}", params: z.object({ otherId: z.string() }) });
  // @ts-expect-error one of two is missing
  route({ ...base, path: "/things/{thingId}/parts/{partId}", params: z.object({ thingId: z.string() }) });
  // @ts-expect-error there is no parameter
  route({ ...base, path: "/things", params: z.object({ thingId: z.string() }) });
  expect(typed.path).toBe("/things/{thingId}");
});

test("an unknown method, role or fault does not compile", () => {
  // @ts-expect-error no such method
  route({ ...base, method: "FETCH", path: "/things" });
  // @ts-expect-error no such role
  route({ ...base, access: "owner", path: "/things" });
  // @ts-expect-error no such fault
  route({ ...base, faults: ["teapot"], path: "/things" });
  expect(typed.status).toBe(200);
});

test("what a caller sends, a handler gets, a handler returns and a caller receives each have their type", () => {
  const sent: InputOf<typeof typed> = { params: { thingId: "1" }, query: {}, body: { at: "2026-01-01" } };
  const parsed: ParsedOf<typeof typed> = {
    params: { thingId: "1" },
    query: { limit: 3 },
    body: { at: new Date(0) },
  };
  const replied: ReplyOf<typeof typed> = {};
  const received: ReceivedOf<typeof typed> = { name: "x" };
  // @ts-expect-error a handler gets a date, not a text
  parsed.body = { at: "2026-01-01" };
  // @ts-expect-error a caller sends a text, not a date
  sent.body = { at: new Date(0) };
  // @ts-expect-error a caller always receives a name
  const nameless: ReceivedOf<typeof typed> = {};
  expect([replied, received, nameless]).toHaveLength(3);
});
