import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import {
  descendants,
  endTestPlatforms,
  isRunning,
  killProcess,
  startTestPlatform,
  type TestPlatform,
  temporaryDirectory,
  until,
} from "./testing/platform.ts";
import { synthesizeInChild } from "./testing/synthesize.ts";

// Processes are started and ended here, on machines that may be busy with much else.
jest.setTimeout(120_000);

let directory: string;
let removeDirectory: () => Promise<void>;
let assembly: string;
let data: string;
let output: string;
let platform: TestPlatform;

beforeAll(async () => {
  process.env.SECRET_OF_THE_USER = "must not leak";
  [directory, removeDirectory] = await temporaryDirectory();
  output = join(directory, "consumed.txt");
  data = join(directory, "data");
  assembly = await synthesizeInChild(directory, output);
  platform = await startTestPlatform(assembly, data);
});

afterAll(async () => {
  await endTestPlatforms();
  await removeDirectory();
});

const call = (path: string, init: RequestInit = {}) => fetch(`${platform.url}/v1${path}`, init);
const put = (id: string, item: { poison?: boolean } = {}) =>
  call(`/items/${encodeURIComponent(id)}`, { method: "PUT", body: JSON.stringify(item) });
const consumed = async () => (await readFile(output, "utf8").catch(() => "")).split("\n").filter(Boolean);

test("a route's function writes to the table and reads from it", async () => {
  const written = await put("a b/ü");
  expect(written.status).toBe(201);
  expect(written.headers.get("content-type")).toBe("application/json");
  expect(written.headers.get("x-amzn-requestid")).toMatch(/^[\da-f-]{36}$/);
  expect(await written.json()).toEqual({ id: "a b/ü" });
  expect((await call("/items/a%20b%2F%C3%BC")).status).toBe(200);
  expect((await call("/items/other")).status).toBe(404);
});

test("gives a function the event of a proxy integration", async () => {
  const response = await call("/echo/x/y%20z?a=1&a=2&b=%C3%BC+x", {
    method: "PATCH",
    headers: { "X-Own": "v", "content-type": "text/plain" },
    body: "böd",
  });
  const { event, remaining } = await response.json();
  expect(event).toMatchObject({
    resource: "/echo/{proxy+}",
    path: "/echo/x/y%20z",
    httpMethod: "PATCH",
    queryStringParameters: { a: "2", b: "ü x" },
    multiValueQueryStringParameters: { a: ["1", "2"], b: ["ü x"] },
    pathParameters: { proxy: "x/y z" },
    stageVariables: null,
    body: "böd",
    isBase64Encoded: false,
    requestContext: {
      resourcePath: "/echo/{proxy+}",
      httpMethod: "PATCH",
      path: "/v1/echo/x/y%20z",
      stage: "v1",
      protocol: "HTTP/1.1",
      identity: { sourceIp: "127.0.0.1" },
      requestId: response.headers.get("x-amzn-requestid"),
    },
  });
  expect(event.headers["X-Own"]).toBe("v");
  expect(event.multiValueHeaders["X-Own"]).toEqual(["v"]);
  expect(remaining).toBeGreaterThan(0);
});

test("passes a body of a binary type on in base64, and nothing as null", async () => {
  const image = await call("/echo/x", {
    method: "POST",
    headers: { "content-type": "image/png" },
    body: new Uint8Array([0, 255]),
  });
  expect((await image.json()).event).toMatchObject({ body: "AP8=", isBase64Encoded: true });
  const nothing = await call("/echo/x");
  expect((await nothing.json()).event).toMatchObject({
    body: null,
    isBase64Encoded: false,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
  });
});

test("a function sees Lambda's variables and the template's, and none of the user's", async () => {
  const { variables } = await (await call("/echo/x")).json();
  expect(variables).toMatchObject({
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_REGION: "eu-west-1",
    _HANDLER: "index.handler",
    AWS_ENDPOINT_URL_SESV2: `${platform.url}/ses`,
  });
  expect(variables.TABLE_NAME).toMatch(/^Test-Table/);
  expect(variables).not.toHaveProperty("SECRET_OF_THE_USER");
  expect(variables).not.toHaveProperty("HOME");
});

test("decodes a binary reply", async () => {
  const response = await call("/binary", { headers: { accept: "image/png" } });
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255, 1]));
});

test.each(["throw", "malformed"])("answers 502 where a function's reply is no reply: %s", async (what) => {
  const response = await call(`/${what}`, { method: "POST" });
  expect(response.status).toBe(502);
  expect(await response.json()).toEqual({ message: "Internal server error" });
});

test.each(["exit", "hang"])("a function that fails by %s serves the next request", async (what) => {
  expect((await call(`/${what}`, { method: "POST" })).status).toBe(502);
  expect((await put("after")).status).toBe(201);
});

test("answers 504 when a function takes longer than the integration waits", async () => {
  const response = await call("/impatient/hang", { method: "POST" });
  expect(response.status).toBe(504);
  expect(await response.json()).toEqual({ message: "Endpoint request timed out" });
});

test("a function whose process is killed while it serves fails that request alone", async () => {
  const hanging = call("/hang", { method: "POST" });
  // Answered by another process of the same function, as the first is busy.
  const other = Number((await (await call("/echo/x")).json()).pid);
  for (const child of await descendants(platform.process.pid ?? 0)) {
    const isFunction = child.command.includes("aws-lambda-ric");
    if (isFunction && child.pid !== other) killProcess(child.pid);
  }
  expect((await put("at once")).status).toBe(201);
  expect((await hanging).status).toBe(502);
});

test("answers itself what is no route, what is too large, and a preflight", async () => {
  const unknown = await call("/nowhere");
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toEqual({ code: "not_found", type: "MISSING_AUTHENTICATION_TOKEN" });
  expect((await call("/items/x", { method: "DELETE" })).status).toBe(404);
  expect((await call("/items/x", { method: "HEAD" })).status).toBe(404);
  const large = await call("/echo/x", { method: "POST", body: new Uint8Array(10 * 1024 * 1024 + 1) });
  expect(large.status).toBe(413);
  const preflight = await call("/me", { method: "OPTIONS" });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
});

test("is not to be had under another name", async () => {
  const status = await new Promise((resolve, reject) => {
    request(`${platform.url}/v1/binary`, { headers: { host: "evil.example" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(status).toBe(421);
});

test("the authorizer lets in who has signed in to the pool, and nobody else", async () => {
  const outputs = await (await fetch(`${platform.url}/amplify_outputs.json`)).json();
  const ClientId = String(outputs.auth.user_pool_client_id);
  const cognito = new CognitoIdentityProviderClient({
    endpoint: `${platform.url}/cognito`,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const [Username, Password] = ["someone@test.example", "Correct-Horse-1"];
  await cognito.send(
    new SignUpCommand({ ClientId, Username, Password, UserAttributes: [{ Name: "email", Value: Username }] }),
  );
  const mails = await (await fetch(`${platform.url}/local/outbox.json?to=${Username}`)).json();
  const ConfirmationCode = /\d{6}/.exec(String(mails.items[0].text))?.[0];
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  const { AuthenticationResult: tokens } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );

  const me = (authorization?: string) => call("/me", authorization ? { headers: { authorization } } : {});
  const allowed = await me(`Bearer ${tokens?.IdToken}`);
  expect(allowed.status).toBe(200);
  const { claims } = (await allowed.json()).event.requestContext.authorizer;
  expect(claims).toMatchObject({ email: Username, email_verified: "true", token_use: "id", aud: ClientId });
  expect(claims.exp).toMatch(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
  expect((await me(tokens?.IdToken)).status).toBe(200);

  const [header, payload, signature = ""] = (tokens?.IdToken ?? "").split(".");
  const forged = `${header}.${payload}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  for (const token of [undefined, "Bearer x", forged, `Bearer ${tokens?.AccessToken}`]) {
    expect((await me(token)).status).toBe(401);
  }
});

test("passes a stream on as it comes", async () => {
  const response = await call("/stream?until=release");
  expect(response.status).toBe(202);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("x-of")).toBe("the function");
  expect(response.headers.getSetCookie()).toEqual(["a=1"]);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(await reader?.read()).toEqual({ done: false, value: "one" });
  // The function goes on only after this: what came before it was not held back.
  await put("release");
  expect(await reader?.read()).toEqual({ done: false, value: "two" });
  expect((await reader?.read())?.done).toBe(true);
});

test("a stream whose function fails breaks off", async () => {
  await put("release");
  const response = await call("/stream?until=release&fail=1");
  expect(response.status).toBe(202);
  await expect(response.text()).rejects.toThrow();
});

test("many listen at once, and who goes away leaves the others alone", async () => {
  const goesAway = new AbortController();
  // More than a function that doesn't stream has environments: all have begun before any may end.
  const listeners = await Promise.all(
    [undefined, undefined, undefined, goesAway.signal].map(async (signal) => {
      const response = await call("/stream?until=all", signal ? { signal } : {});
      return { signal, response };
    }),
  );
  goesAway.abort();
  await put("all");
  for (const { signal, response } of listeners) {
    if (signal) await expect(response.text()).rejects.toThrow();
    else expect(await response.text()).toBe("onetwo");
  }
  expect(await (await call("/stream?until=all")).text()).toBe("onetwo");
});

test("the table's stream reaches its function in order, each record once, and the bad ones a queue", async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `stream-${String(index).padStart(2, "0")}`);
  const poison = ["stream-07", "stream-33", "stream-34"];
  for (const id of ids) expect((await put(id, { poison: poison.includes(id) })).status).toBe(201);
  await put("stream-end");
  await until(async () => (await consumed()).includes("stream-end"));
  expect((await consumed()).filter((id) => ids.includes(id))).toEqual(
    ids.filter((id) => !poison.includes(id)),
  );

  const [queue] = await queues();
  const messages = (queue ?? "")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(JSON.parse(line).Body));
  expect(messages).toHaveLength(poison.length);
  expect(messages[0]).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
});

test("after a restart everything is there, and the stream goes on where it was", async () => {
  await put("before the restart");
  await until(async () => (await consumed()).includes("before the restart"));
  const seenBefore = (await consumed()).length;
  const children = await descendants(platform.process.pid ?? 0);
  await platform.end("SIGTERM");
  expect(platform.process.exitCode).toBe(0);
  for (const { pid } of children) expect(await isRunning(pid)).toBe(false);

  platform = await startTestPlatform(assembly, data);
  expect((await call("/items/before%20the%20restart")).status).toBe(200);
  await put("after the restart");
  await until(async () => (await consumed()).includes("after the restart"));
  expect((await consumed()).slice(seenBefore)).toEqual(["after the restart"]);
});

test("a second platform on the same data says so in one line", async () => {
  await expect(startTestPlatform(assembly, data)).rejects.toThrow(
    /ended with 1:\nLyceum can't start: the platform is running on .* already/,
  );
});

async function queues(): Promise<string[]> {
  const directory = join(data, "queues");
  return Promise.all((await readdir(directory)).map((name) => readFile(join(directory, name), "utf8")));
}
