import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "@jest/globals";
import { fillContext } from "./context.ts";
import {
  type GatewayResponseKind,
  type GatewayResponseOverride,
  sendGatewayResponse,
} from "./gateway-responses.ts";

async function answer(
  kind: GatewayResponseKind,
  overrides: Record<string, Partial<GatewayResponseOverride>>,
) {
  const full = Object.entries(overrides).map(
    ([name, override]) =>
      [name, { status: undefined, headers: {}, template: undefined, ...override }] as const,
  );
  const server = createServer((_, response) =>
    sendGatewayResponse(response, kind, new Map(full), { requestId: "r1" }),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const { status, headers } = response;
  const body = await response.text();
  server.close();
  server.closeAllConnections();
  return { status, errorType: headers.get("x-amzn-errortype"), own: headers.get("x-own"), body };
}

test("answers as API Gateway does where the template says nothing", async () => {
  expect(await answer("UNAUTHORIZED", {})).toEqual({
    status: 401,
    errorType: "UnauthorizedException",
    own: null,
    body: '{"message":"Unauthorized"}',
  });
});

test("takes the template's own answer, with its variables", async () => {
  const template = '{"code":"x","id":"$context.requestId","text":$context.error.messageString}';
  const reply = await answer("EXPIRED_TOKEN", {
    EXPIRED_TOKEN: { status: 401, headers: { "x-own": "1" }, template },
    DEFAULT_4XX: { template: "no" },
  });
  expect(reply).toMatchObject({ status: 401, own: "1" });
  expect(JSON.parse(reply.body)).toEqual({ code: "x", id: "r1", text: "The incoming token has expired" });
});

test("takes the template's answer for all of a class where there is none of its own", async () => {
  const overrides = { DEFAULT_4XX: { template: "four" }, DEFAULT_5XX: { template: "five" } };
  expect(await answer("REQUEST_TOO_LARGE", overrides)).toMatchObject({ status: 413, body: "four" });
  expect(await answer("INTEGRATION_TIMEOUT", overrides)).toMatchObject({ status: 504, body: "five" });
});

test("what is not known becomes a dash", () => {
  const context = { a: "1", "authorizer.claims.sub": "u" };
  expect(fillContext("$context.a $context.b $context.authorizer.claims.sub.", context)).toBe("1 - u.");
});
