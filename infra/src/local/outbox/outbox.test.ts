import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createOutbox, type Outbox } from "./outbox.ts";
import { contentSecurityPolicy, outboxHtml } from "./page.ts";

let directory: string;
let outbox: Outbox;
let server: Server;
let base: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "outbox-"));
  outbox = createOutbox(join(directory, "outbox.sqlite"));
  server = createServer((request, response) => outbox.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/local`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  outbox.close();
  await rm(directory, { recursive: true });
});

const json = async (query = "") => (await fetch(`${base}/outbox.json${query}`)).json();
const page = async (query = "") => (await fetch(`${base}/outbox${query}`)).text();

test("programs get the newest mail first, all of it or to one address", async () => {
  outbox.send({ to: "ada@example.com", subject: "One", text: "first", kind: "Sign-up" });
  outbox.send({ to: "bob@example.com", subject: "Two", text: "second" });
  outbox.send({ to: "ada@example.com", subject: "Three", text: "third" });
  expect(await json()).toEqual({
    items: [
      expect.objectContaining({ subject: "Three" }),
      expect.objectContaining({ subject: "Two" }),
      {
        id: 1,
        to: "ada@example.com",
        subject: "One",
        text: "first",
        sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    ],
  });
  const toAda = await json(`?to=${encodeURIComponent(" ADA@example.com")}`);
  expect(toAda.items.map(({ subject }: { subject: string }) => subject)).toEqual(["Three", "One"]);
  expect(await json("?to=nobody@example.com")).toEqual({ items: [] });
});

test("the page shows mails with their code, in pages", async () => {
  expect(await page()).toContain("No mail yet.");
  for (let n = 0; n < 21; n++) {
    outbox.send({ to: "ada@example.com", subject: `Mail ${n}`, text: `Your code is ${100_000 + n}.` });
  }
  const first = await page("?to=ada@example.com");
  expect(first).toContain('<output aria-label="Code">100020</output>');
  expect(first.match(/<article>/g)?.length).toBe(20);
  expect(first).toContain('href="?to=ada%40example.com&amp;page=2"');
  const second = await page("?to=ada@example.com&page=2");
  expect(second).toContain("Mail 0<");
  expect(second).not.toContain('rel="next"');
  expect(await page("?to=bob@example.com")).toContain("No mail to bob@example.com");
});

test("what is asked wrongly is answered plainly", async () => {
  for (const query of ["?page=0", "?page=-1", "?page=x", "?page=1e99", "?to=%ff", "?to=", "?%%%"]) {
    expect([query, (await fetch(`${base}/outbox${query}`)).status]).toEqual([query, 200]);
  }
  expect((await fetch(`${base}/outbox`, { method: "DELETE" })).status).toBe(405);
  expect((await fetch(`${base}/elsewhere`)).status).toBe(404);
});

test("mail survives a restart", async () => {
  outbox.send({ to: "ada@example.com", subject: "Kept", text: "" });
  outbox.close();
  outbox = createOutbox(join(directory, "outbox.sqlite"));
  expect((await json()).items).toHaveLength(1);
});

test("nothing in a mail or in the query becomes markup", () => {
  const empty = outboxHtml({ mails: [], to: undefined, page: 1, more: false });
  const tags = (html: string) => html.match(/<[a-z!/][^\s>]*/gi)?.length;
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("<script>alert(1)</script>", `"'><b x="`, "&lt;"),
  );
  const mail = (text: string) => ({
    id: 1,
    to: text,
    subject: text,
    text,
    kind: text,
    sentAt: "2026-01-06T01:02:03.000Z",
  });
  const plain = tags(outboxHtml({ mails: [mail("x")], to: "x", page: 2, more: true }));
  fc.assert(
    fc.property(nasty, (text) => {
      fc.pre(!/\d{6}/.test(text));
      expect(tags(outboxHtml({ mails: [mail(text)], to: text, page: 2, more: true }))).toBe(plain);
    }),
  );
  expect(empty).toContain("No mail yet.");
  expect(contentSecurityPolicy).not.toContain("unsafe");
});
