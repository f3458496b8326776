import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { OutgoingMail } from "../outbox/store.ts";
import { createTemplate } from "../template/template.ts";
import { mailIdentitiesOf } from "./identities.ts";
import { createMailService } from "./server.ts";

let server: Server;
let url: string;
let delivered: OutgoingMail[];

beforeEach(async () => {
  delivered = [];
  const identities = ["lyceum@example.com", "Verified.example"];
  const handle = createMailService(identities, "eu-west-1", (mail) => delivered.push(mail));
  server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/ses/v2/email/outbound-emails`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
const simple = { Simple: { Subject: utf8("Subject"), Body: { Text: utf8("Text") } } };
const request = (over: object = {}) => ({
  FromEmailAddress: "Lyceum <lyceum@example.com>",
  Destination: { ToAddresses: ["ada@test.example"] },
  Content: simple,
  ...over,
});
const signed = { authorization: "AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/ses/aws4_request" };

async function post(
  body: unknown,
  {
    headers = signed,
    method = "POST",
    at = url,
  }: {
    headers?: Record<string, string>;
    method?: string;
    at?: string;
  } = {},
) {
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(at, { method, headers, ...(method === "POST" && { body: sent }) });
  return {
    status: response.status,
    type: response.headers.get("x-amzn-errortype"),
    body: await response.json(),
  };
}

test("each of the recipients gets the mail", async () => {
  const ToAddresses = ["ada@test.example", "Bob <bob@test.example>"];
  const sent = await post(request({ Destination: { ToAddresses } }));
  expect(sent).toEqual({
    status: 200,
    type: null,
    body: { MessageId: expect.stringMatching(/^[\da-f-]{43}$/) },
  });
  expect(delivered).toEqual(
    ["ada@test.example", "bob@test.example"].map((to) => ({ to, subject: "Subject", text: "Text" })),
  );
});

test.each([
  ["lyceum@example.com", 200],
  ["lyceum@EXAMPLE.com", 200],
  ["Lyceum@example.com", 400],
  ["other@example.com", 400],
  ["lyceum@sub.example.com", 400],
  ["anybody@verified.example", 200],
  ["anybody@mail.verified.example", 200],
  ["anybody@unverified.example", 400],
])("from %s: %i", async (from, status) => {
  const answer = await post(request({ FromEmailAddress: from }));
  expect(answer.status).toBe(status);
  expect(delivered).toHaveLength(status === 200 ? 1 : 0);
  if (status === 200) return;
  expect(answer).toMatchObject({
    type: "MessageRejected",
    body: {
      message: `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${from}`,
    },
  });
});

test.each<[string, unknown]>([
  ["no sender", request({ FromEmailAddress: undefined })],
  ["no recipient", request({ Destination: { ToAddresses: [] } })],
  ["51 recipients", request({ Destination: { ToAddresses: Array(51).fill("ada@test.example") } })],
  ["two addresses in one", request({ Destination: { ToAddresses: ["ada@test.example,bob@test.example"] } })],
  [
    "a copy",
    request({ Destination: { ToAddresses: ["ada@test.example"], CcAddresses: ["bob@test.example"] } }),
  ],
  ["no text", request({ Content: { Simple: { Subject: utf8("S"), Body: { Html: utf8("<p>") } } } })],
  ["ASCII", request({ Content: { Simple: { Subject: { Data: "S" }, Body: { Text: { Data: "T" } } } } })],
  ["a raw message", request({ Content: { Raw: { Data: "" } } })],
  [
    "a mail over 1 MB",
    request({ Content: { Simple: { ...simple.Simple, Subject: utf8("S".repeat(2 ** 20)) } } }),
  ],
])("%s is a bad request", async (_, body) => {
  expect(await post(body)).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(delivered).toEqual([]);
});

test("a browser, a stranger and another operation are refused", async () => {
  const refused = async (...given: Parameters<typeof post>) => {
    const { status, type } = await post(...given);
    return [status, type];
  };
  expect(await refused(request(), { headers: { ...signed, origin: "http://evil.example" } })).toEqual([
    403,
    "AccessDeniedException",
  ]);
  expect(await refused(request(), { headers: {} })).toEqual([403, "MissingAuthenticationTokenException"]);
  expect(await refused("", { method: "GET" })).toEqual([404, "UnknownOperationException"]);
  expect(await refused(request(), { at: url.replace("outbound", "outbound-bulk") })).toEqual([
    404,
    "UnknownOperationException",
  ]);
  expect(await refused("{")).toEqual([400, "SerializationException"]);
  expect(delivered).toEqual([]);
});

test("a template's senders are its identities, which functions may refer to", () => {
  const template = createTemplate(
    {
      Resources: {
        Sender: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "lyceum@example.com" } },
      },
      Outputs: { From: { Value: { Ref: "Sender" } } },
    },
    { stackName: "Test", region: "eu-west-1", accountId: "000000000000" },
    () => undefined,
  );
  expect(mailIdentitiesOf(template)).toEqual(["lyceum@example.com"]);
  expect(template.output("From")).toBe("lyceum@example.com");
});
