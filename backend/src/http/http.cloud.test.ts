import { beforeAll, expect, test } from "@jest/globals";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, platformUrl, rawCall } from "@lyceum/scripts/testing/people";
import { api } from "@lyceum/shared/api";
import type { Route } from "@lyceum/shared/contract/route";
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from "jose";
import { ulid } from "ulid";

let ada: Person;
beforeAll(async () => {
  ada = await newPerson();
});

const routes = Object.values(api).flatMap((slice) => Object.values<Route>(slice));
const filled = (route: Route) =>
  route.path
    .replace("{attemptId}", `att_${ulid()}`)
    .replace("{questionId}", `que_${ulid()}`)
    .replace("{examId}", "none")
    .replace("{version}", "1")
    .replace("{position}", "1");

test.each(routes.filter((route) => route.access !== "public"))(
  "nobody may call $method $path",
  async (route) => {
    const body = route.body ? { body: "{}" } : {};
    expect(await rawCall(filled(route), { method: route.method, ...body })).toMatchObject({
      status: 401,
      body: { code: "unauthenticated", message: expect.any(String) },
    });
  },
);

test.each(routes.filter((route) => route.access === "instructor"))(
  "a learner may not call $method $path",
  async (route) => {
    expect(await rawCall(filled(route), { method: route.method, token: ada.token })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
  },
);

test("health is public", async () => {
  expect(await rawCall("/health")).toMatchObject({
    status: 200,
    body: { status: "ok", version: expect.any(String), stage: "dev" },
  });
});

test("forged tokens are refused: another key, no signature, a changed claim, an access token's use", async () => {
  const claims = decodeJwt(ada.token);
  const { kid } = decodeProtectedHeader(ada.token);
  const { privateKey } = await generateKeyPair("RS256");
  const otherKey = await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", ...(kid && { kid }) })
    .sign(privateKey);
  const [header, , signature] = ada.token.split(".");
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const changed = [header, encode({ ...claims, "cognito:groups": ["instructor"] }), signature].join(".");
  const unsigned = [encode({ alg: "none" }), encode(claims), ""].join(".");
  const tokens = [otherKey, changed, unsigned, ada.accessToken, "x", "a.b.c", ""];
  for (const token of tokens) {
    expect(await rawCall("/exams", { token })).toMatchObject({
      status: 401,
      body: { code: "unauthenticated" },
    });
  }
});

// Expiry is tested with the authorizer, whose clock the test holds.

const examId = (await fullPack()).exam.id;
const start = { id: `att_${ulid()}`, examId, kind: "quiz", mode: "exam", count: 1 };

test.each([
  ["half a character", { body: JSON.stringify({ ...start, examId: "\ud800" }) }, 400, "invalid_request"],
  ["malformed JSON", { body: "{" }, 400, "invalid_request"],
  ["no body", { body: "" }, 400, "invalid_request"],
  ["a wrong type", { body: JSON.stringify({ ...start, count: "many" }) }, 400, "invalid_request"],
  ["a missing field", { body: JSON.stringify({ ...start, mode: undefined }) }, 400, "invalid_request"],
  ["a count out of range", { body: JSON.stringify({ ...start, count: 0 }) }, 400, "invalid_request"],
  ["an id of the wrong form", { body: JSON.stringify({ ...start, id: "1" }) }, 400, "invalid_request"],
  ["an unknown task", { body: JSON.stringify({ ...start, scope: ["9.9"] }) }, 400, "invalid_request"],
  ["an unknown exam", { body: JSON.stringify({ ...start, examId: "none" }) }, 404, "not_found"],
  [
    "more than there is",
    { body: JSON.stringify({ ...start, scope: ["1.1"], count: 75 }) },
    409,
    "bank_too_small",
  ],
  ["text", { body: "hello", headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
  [
    "more than 256 kB",
    { body: JSON.stringify({ ...start, padding: "x".repeat(257 * 1024) }) },
    413,
    "payload_too_large",
  ],
])("%s is refused and changes nothing", async (_, request, status, code) => {
  const reply = await rawCall("/attempts", { method: "POST", token: ada.token, ...request });
  expect(reply).toMatchObject({ status, body: { code, message: expect.any(String) } });
  expect((await ada.client.call("GET /attempts")).items).toEqual([]);
});

test("what is wrong with a request is said by place", async () => {
  const reply = await rawCall("/attempts", {
    method: "POST",
    token: ada.token,
    body: JSON.stringify({ ...start, count: 0, mode: "x" }),
  });
  expect(
    JSON.parse(reply.text)
      .issues.map((issue: { path: string }) => issue.path)
      .sort(),
  ).toEqual(["body.count", "body.mode"]);
});

test("an address that is not there is 404, with our body", async () => {
  expect(await rawCall("/nowhere", { token: ada.token })).toMatchObject({
    status: 404,
    body: { code: "not_found" },
  });
  expect(await rawCall("/exams", { method: "DELETE", token: ada.token })).toMatchObject({
    status: 404,
    body: { code: "not_found" },
  });
});

test("a cursor that is not ours is refused", async () => {
  for (const cursor of [
    "x",
    Buffer.from('{"sk":"LEDGER#"}').toString("base64url"),
    Buffer.from('{"sk":1}').toString("base64url"),
    Buffer.from('{"sk":"ATTEMPT#\\ud800"}').toString("base64url"),
  ]) {
    expect(await rawCall(`/attempts?cursor=${cursor}`, { token: ada.token })).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
  }
});

test("the OpenAPI document is served", async () => {
  const document = await fetch(`${platformUrl()}/openapi.json`).then((response) => response.json());
  expect(document).toMatchObject({ openapi: "3.1.0", paths: { "/health": expect.anything() } });
});
