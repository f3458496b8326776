import { Readable } from "node:stream";
import { inspect } from "node:util";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import fc from "fast-check";
import { mail } from "./mail.ts";

interface Answer {
  status: number;
  /** The error's name, as SES says it. */
  type?: string;
  body?: unknown;
}

/** A client of a server that gives these answers, or can't be reached; and what the server was asked. */
function answering({ maxAttempts = 1 }, ...answers: (Answer | Error)[]) {
  const asked: { body: string; canBeAborted: boolean }[] = [];
  const requestHandler = {
    handle: async (request: { body?: Uint8Array }, { abortSignal }: { abortSignal?: unknown } = {}) => {
      const text = new TextDecoder().decode(request.body);
      asked.push({ body: text, canBeAborted: abortSignal instanceof AbortSignal });
      const answer = answers[asked.length - 1];
      if (!answer || answer instanceof Error) throw answer;
      const { status, type, body = {} } = answer;
      const headers = {
        "content-type": "application/json",
        "x-amzn-requestid": "request-1",
        ...(type && { "x-amzn-errortype": type }),
      };
      return { response: { statusCode: status, headers, body: Readable.from([JSON.stringify(body)]) } };
    },
  };
  const client = new SESv2Client({
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler,
    maxAttempts,
  });
  return { client, asked };
}

const done = { status: 200, body: { MessageId: "1" } };
const from = "lyceum@example.com";
const invite = { to: "ada@test.example", subject: "An invite", text: "Grüße\nhttps://example.com/" };

/** What sending fails with. */
async function failure(answer: Answer | Error): Promise<unknown> {
  const { client } = answering({}, answer);
  return mail(from, client)
    .send(invite)
    .then(
      () => "sent",
      (error: unknown) => error,
    );
}

test("a mail goes to one person as plain text, and no longer than there is time for", async () => {
  const { client, asked } = answering({}, done);
  await mail(from, client).send(invite);
  expect(asked).toEqual([{ body: expect.any(String), canBeAborted: true }]);
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
    FromEmailAddress: `Lyceum <${from}>`,
    Destination: { ToAddresses: [invite.to] },
    Content: {
      Simple: {
        Subject: { Data: invite.subject, Charset: "UTF-8" },
        Body: { Text: { Data: invite.text, Charset: "UTF-8" } },
      },
    },
  });
});

test("a subject is one line, whatever it was made of", async () => {
  const ofLines = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\r\n", "\n", "\u2028")));
  await fc.assert(
    fc.asyncProperty(ofLines, async (parts) => {
      const { client, asked } = answering({}, done);
      await mail(from, client).send({ ...invite, subject: parts.join("") });
      const { Data } = JSON.parse(asked[0]?.body ?? "").Content.Simple.Subject;
      expect(Data).not.toMatch(/[\p{Cc}\u2028\u2029]|^\s|\s$/u);
    }),
  );
});

test.each(["", undefined])(
  "without a sender (%j) nothing is sent, and it is said what to do",
  async (none) => {
    const { client, asked } = answering({}, done);
    await expect(mail(none, client).send(invite)).rejects.toMatchObject({
      code: "unavailable",
      message: "This installation sends no mail: copy the link and send it yourself.",
    });
    expect(asked).toEqual([]);
  },
);

test("what passes is tried again", async () => {
  const { client, asked } = answering(
    { maxAttempts: 3 },
    { status: 429, type: "TooManyRequestsException" },
    { status: 500, type: "InternalServiceErrorException" },
    done,
  );
  await mail(from, client).send(invite);
  expect(asked).toHaveLength(3);
});

test.each([
  [400, "BadRequestException", "invalid_request", /Check it/],
  [400, "MessageRejected", "unavailable", /Tell its operator/],
  [400, "MailFromDomainNotVerifiedException", "unavailable", /Tell its operator/],
  [400, "SendingPausedException", "unavailable", /Tell its operator/],
  [400, "AccountSuspendedException", "unavailable", /Tell its operator/],
  [403, "AccessDeniedException", "unavailable", /Tell its operator/],
  [429, "TooManyRequestsException", "unavailable", /Try again in a moment/],
  [400, "LimitExceededException", "unavailable", /Try again in a moment/],
  [500, "InternalServiceErrorException", "unavailable", /Try again in a moment/],
])("a %i %s is %s", async (status, type, code, message) => {
  const fault = await failure({ status, type });
  expect(fault).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(fault).toHaveProperty("message", expect.stringContaining("copy the link"));
  expect(fault).toHaveProperty("cause", `SES: ${type}, request request-1`);
});

test("a server that can't be reached may be there in a moment", async () => {
  const fault = await failure(new Error(`connect ECONNREFUSED for ${invite.to}`));
  expect(fault).toMatchObject({ code: "unavailable", message: expect.stringMatching(/in a moment/) });
  expect(inspect(fault, { depth: null })).not.toContain(invite.to);
});

test("no address gets from SES's answers into what is shown or logged", async () => {
  const types = fc.constantFrom(
    "BadRequestException",
    "MessageRejected",
    "AccessDeniedException",
    "TooManyRequestsException",
    "SomethingNew",
  );
  await fc.assert(
    fc.asyncProperty(types, fc.constantFrom(400, 403, 429, 500), async (type, status) => {
      const message = `Email address is not verified: ${from}, ${invite.to}`;
      const fault = await failure({ status, type, body: { message } });
      expect(fault).toBeInstanceOf(Fault);
      expect(inspect(fault, { depth: null, showHidden: true })).not.toMatch(/@(test\.)?example/);
    }),
  );
});
