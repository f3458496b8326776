import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, jest, test } from "@jest/globals";
import { accept, type Link, newCohort, newInvite, newSecret, takeIn } from "@lyceum/scripts/testing/cohorts";
import { newPerson, type Person, platformUrl } from "@lyceum/scripts/testing/people";
import type { Cohort } from "@lyceum/shared/cohorts";
import { ulid } from "ulid";

jest.setTimeout(60_000);

let olga: Person;
let ira: Person;
let cohort: Cohort;
beforeAll(async () => {
  [olga, ira] = await Promise.all([newPerson(), newPerson()]);
  cohort = await newCohort(olga, { name: "Owls\r\nhttps://evil.example/x" });
  await takeIn(olga, cohort.id, ira, "instructor");
});

const somebody = () => `${ulid().toLowerCase()}@test.example`;

const send = (by: Person, { inviteId, secret }: Link, email: string, cohortId = cohort.id) =>
  by.client.call("POST /cohorts/{cohortId}/invites/{inviteId}/mail", {
    params: { cohortId, inviteId },
    body: { secret, email },
  });

async function outboxOf(to: string): Promise<{ subject: string; text: string }[]> {
  const response = await fetch(`${platformUrl()}/local/outbox.json?to=${encodeURIComponent(to)}`);
  return (await response.json()).items;
}

async function log(by: Person): Promise<{ action: string; actor: string; detail?: string | undefined }[]> {
  const { items } = await by.client.call("GET /cohorts/{cohortId}/audit", {
    params: { cohortId: cohort.id },
    query: { limit: 100 },
  });
  return items.filter(({ action }) => action === "invite_mailed");
}

test("the mail has the link, and whoever gets it can join by it", async () => {
  const link = await newInvite(olga, cohort.id);
  const email = somebody();
  const before = (await log(olga)).length;
  await send(olga, link, email);
  const [mail, ...others] = await outboxOf(email);
  expect(others).toEqual([]);
  // The group's name stays on its line, and brings no link.
  expect(mail?.subject).toMatch(/invites you to the study group Owls evil\. example\/x$/);
  expect(mail?.text).toMatch(/\nGroup: Owls evil\. example\/x\nExam: \S.*\nYou would join as: a learner\n/);
  const [url, ...urls] = mail?.text.match(/https?:\S+/g) ?? [];
  expect(urls).toEqual([]);
  expect(url).toBe(`${platformUrl()}/join/${link.inviteId}#${link.secret}`);

  const entries = await log(olga);
  expect(entries).toHaveLength(before + 1);
  expect(entries[0]).toMatchObject({ detail: "learner" });

  const [inviteId = "", secret = ""] = String(url?.split("/join/")[1]).split("#");
  const lea = await newPerson();
  expect((await accept(lea, { inviteId, secret })).id).toBe(cohort.id);
  // Used up by now; but what was sent is sent.
  await send(olga, link, email);
  expect(await outboxOf(email)).toHaveLength(1);
});

test("asked again, it isn't sent again; to another address it is", async () => {
  const link = await newInvite(olga, cohort.id);
  const email = somebody();
  const before = (await log(olga)).length;
  await send(olga, link, email);
  await send(olga, link, email);
  await send(ira, link, email.toUpperCase());
  expect(await outboxOf(email)).toHaveLength(1);
  const other = somebody();
  await send(ira, link, other);
  expect(await outboxOf(other)).toHaveLength(1);
  expect(await log(olga)).toHaveLength(before + 2);
});

test("only owners send what makes instructors", async () => {
  const link = await newInvite(olga, cohort.id, { role: "instructor" });
  const email = somebody();
  await expect(send(ira, link, email)).rejects.toMatchObject({ code: "forbidden" });
  expect(await outboxOf(email)).toEqual([]);
  await send(olga, link, email);
  expect((await outboxOf(email))[0]?.text).toContain("You would join as: an instructor");
});

test("a link that isn't the group's, or isn't known, is not sent", async () => {
  const [link, elsewhere] = [await newInvite(olga, cohort.id), await newCohort(olga)];
  const email = somebody();
  const notFound = { code: "not_found" };
  await expect(send(olga, { ...link, secret: newSecret() }, email)).rejects.toMatchObject(notFound);
  await expect(send(olga, { ...link, inviteId: `inv_${ulid()}` }, email)).rejects.toMatchObject(notFound);
  await expect(send(olga, link, email, elsewhere.id)).rejects.toMatchObject(notFound);
  expect(await outboxOf(email)).toEqual([]);
});

test("an invite that lets nobody in is not sent", async () => {
  const [revoked, used] = await Promise.all([newInvite(olga, cohort.id), newInvite(olga, cohort.id)]);
  const params = { cohortId: cohort.id, inviteId: revoked.inviteId };
  await olga.client.call("DELETE /cohorts/{cohortId}/invites/{inviteId}", { params });
  await accept(await newPerson(), used);
  const email = somebody();
  for (const [link, why] of [
    [revoked, "revoked"],
    [used, "used"],
  ] as const) {
    const message = expect.stringContaining(why);
    await expect(send(olga, link, email)).rejects.toMatchObject({ code: "invite_closed", message });
  }
  const archived = await newCohort(olga);
  const link = await newInvite(olga, archived.id);
  await olga.client.call("PUT /cohorts/{cohortId}/state", {
    params: { cohortId: archived.id },
    body: { state: "archived" },
  });
  await expect(send(olga, link, email, archived.id)).rejects.toMatchObject({ code: "invite_closed" });
  expect(await outboxOf(email)).toEqual([]);
});

test("what is no address is refused with what is wrong", async () => {
  const link = await newInvite(olga, cohort.id);
  for (const email of ["nobody", `${somebody()}, ${somebody()}`, `${somebody()}\r\nBcc: ${somebody()}`, ""]) {
    await expect(send(olga, link, email)).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining("body.email"),
    });
  }
});

test("the address is in no reply, and nowhere on disk but in the outbox that stands for it", async () => {
  const link = await newInvite(olga, cohort.id);
  const name = ulid().toLowerCase();
  await send(olga, link, `${name}@test.example`);
  await send(olga, link, `${name}@test.example`);
  await log(olga);
  await expect(send(ira, { ...link, secret: newSecret() }, `${name}@test.example`)).rejects.toThrow();

  const holds = (content: Buffer | string) => content.toString("latin1").toLowerCase().includes(name);
  expect([olga, ira].flatMap(({ replies }) => replies).some(holds)).toBe(false);
  const data = process.env.LYCEUM_DATA ?? "";
  const files = (await readdir(data, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const holding = await Promise.all(
    files.map(async ({ parentPath, name: file }) => {
      // The platform goes on writing: a file may be gone by the time it is read.
      const content = await readFile(join(parentPath, file)).catch(() => "");
      return holds(content) ? [file] : [];
    }),
  );
  expect([...new Set(holding.flat().map((file) => file.split(".")[0]))]).toEqual(["outbox"]);
});
