import { randomBytes } from "node:crypto";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { expect, test } from "@jest/globals";
import { platformUrl } from "@lyceum/scripts/testing/people";
import { mail } from "./mail.ts";

// As functions find it.
process.env.AWS_ENDPOINT_URL_SESV2 = `${platformUrl()}/ses`;
const client = new SESv2Client({
  region: "eu-west-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});
/** The sender of the stage that is served locally. */
const from = "lyceum@example.com";
const somebody = () => `${randomBytes(8).toString("hex")}@test.example`;

async function outboxOf(to: string): Promise<{ to: string; subject: string; text: string }[]> {
  const response = await fetch(`${platformUrl()}/local/outbox.json?to=${encodeURIComponent(to)}`);
  return (await response.json()).items;
}

test("a mail lands in the outbox, for programs and for people", async () => {
  const to = somebody();
  const text = "Grüße aus <Zürich> & 東京 🎓\n\nhttps://example.com/invites/inv_1#secret\n";
  await mail(from, client).send({ to, subject: "Join “AIP–C01”\r\nBcc: eve@test.example", text });
  const subject = "Join “AIP–C01” Bcc: eve@test.example";
  expect(await outboxOf(to)).toEqual([expect.objectContaining({ to, subject, text })]);
  expect(await outboxOf("eve@test.example")).toEqual([]);
  const page = await (await fetch(`${platformUrl()}/local/outbox?to=${to}`)).text();
  expect(page).toContain(subject);
  expect(page).toContain("Grüße aus &lt;Zürich&gt; &amp; 東京 🎓");
});

test("a sender that is not the stage's is refused, and nothing is sent", async () => {
  const to = somebody();
  await expect(mail("eve@test.example", client).send({ to, subject: "s", text: "t" })).rejects.toMatchObject({
    code: "unavailable",
    cause: expect.stringMatching(/^SES: MessageRejected, request /),
  });
  expect(await outboxOf(to)).toEqual([]);
});

test("what is no address is refused, and nothing is sent", async () => {
  const to = somebody();
  for (const several of [`${to}, ${to}`, `${to}\r\nBcc: ${to}`, "nobody", ""]) {
    await expect(mail(from, client).send({ to: several, subject: "s", text: "t" })).rejects.toMatchObject({
      code: "invalid_request",
    });
  }
  expect(await outboxOf(to)).toEqual([]);
});
