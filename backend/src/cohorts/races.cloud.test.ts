import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { choices, newSecret, someCohort } from "@lyceum/scripts/testing/cohorts";
import { startTable } from "@lyceum/scripts/testing/table";
import type { Member } from "@lyceum/shared/cohorts";
import { ulid } from "ulid";
import * as z from "zod";
import type { Caller } from "../http/caller.ts";
import { handlers } from "./handlers.ts";
import { type CohortStore, cohortStore } from "./store.ts";

// What happens between a request's reading and its writing, and what the clock does: on a table of the tests' own.

jest.setTimeout(60_000);

let server: Awaited<ReturnType<typeof startTable>>;
let store: CohortStore;
/** ms since 1970 */
let time = Date.parse("2026-03-01T09:00:00Z");
const now = () => new Date(time).toISOString();
const day = 86_400_000;

const Keys = z.object({ pk: z.string(), sk: z.string() });

beforeAll(async () => {
  server = await startTable();
  store = cohortStore(server.table);
});
afterAll(() => server?.stop());

/** @param changed functions of the store that something else happens before */
function platform(changed: Partial<CohortStore> = {}) {
  return handlers({ store: { ...store, ...changed }, examExists: async () => true, now });
}

/** Does something before the first call. */
function after<Args extends unknown[], Result>(
  happened: () => Promise<unknown>,
  call: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  let first: Promise<unknown> | undefined;
  return async (...args) => {
    first ??= happened();
    await first;
    return call(...args);
  };
}

const none = { params: undefined, query: undefined, body: undefined };
const person = (): Caller => ({ userId: ulid(), email: "", groups: [] });

interface Group {
  cohortId: string;
  owner: Caller;
}

async function newGroup(): Promise<Group> {
  const owner = person();
  const { id } = await platform().create({ ...none, caller: owner, body: await someCohort() });
  return { cohortId: id, owner };
}

/** A request of a member, with the role that the member has now. */
async function by(caller: Caller, { cohortId }: Group) {
  const member = await store.membership(cohortId, caller.userId);
  if (!member) throw new TypeError("not a member");
  return { ...none, caller, member, params: { cohortId } };
}

async function invite(group: Group, maxUses = 1) {
  const link = { id: `inv_${ulid()}`, secret: newSecret() };
  const body = { ...link, role: "learner" as const, days: 7, maxUses };
  await platform().invite({ ...(await by(group.owner, group)), body });
  return link;
}

const accepting = (caller: Caller, { id, secret }: { id: string; secret: string }, pseudonym?: string) => ({
  ...none,
  caller,
  params: { inviteId: id },
  body: { secret, me: choices(pseudonym ? { pseudonym } : {}) },
});

async function join(group: Group, pseudonym?: string): Promise<Caller> {
  const caller = person();
  await platform().accept(accepting(caller, await invite(group), pseudonym));
  return caller;
}

const settingRole = async (group: Group, subject: Caller, role: Member["role"]) => ({
  ...(await by(group.owner, group)),
  params: { cohortId: group.cohortId, userId: subject.userId },
  body: { role },
});
const setRole = async (group: Group, subject: Caller, role: Member["role"]) =>
  platform().setRole(await settingRole(group, subject, role));

const choosing = async (group: Group, caller: Caller, pseudonym: string) => ({
  ...(await by(caller, group)),
  body: choices({ pseudonym }),
});
const choose = async (group: Group, caller: Caller, pseudonym: string) =>
  platform().choose(await choosing(group, caller, pseudonym));

async function setState(group: Group, state: "active" | "archived") {
  return platform().setState({ ...(await by(group.owner, group)), body: { state } });
}

const leave = async (group: Group, caller: Caller) => platform().leave(await by(caller, group));

async function actionsOf({ cohortId }: Group): Promise<string[]> {
  const { items } = await store.audit(cohortId, { limit: 100 });
  return items.map(({ action }) => action);
}
const count = async (group: Group, action: string) =>
  (await actionsOf(group)).filter((one) => one === action).length;

/** To who comes late the cohort is not there. */
function unlessGone(error: unknown): void {
  expect(error).toMatchObject({ code: "not_found" });
}

const conflict = (about: string) => ({ code: "conflict", message: expect.stringContaining(about) });
const closed = (about: string) => ({ code: "invite_closed", message: expect.stringContaining(about) });

// The clock

test("an invite expires to the millisecond, and says so", async () => {
  const group = await newGroup();
  const link = await invite(group, 5);
  const { secret } = link;
  const preview = () =>
    platform().invitation({ ...none, caller: person(), params: { inviteId: link.id }, body: { secret } });
  time += 7 * day - 1;
  const early = person();
  const joined = await platform().accept(accepting(early, link));
  expect((await preview()).joined).toBe(false);
  time += 1;
  await expect(preview()).rejects.toMatchObject(closed("expired"));
  await expect(platform().accept(accepting(person(), link))).rejects.toMatchObject(closed("expired"));
  // Who is in already only sends the same request again.
  expect(await platform().accept(accepting(early, link))).toEqual(joined);
  const { items } = await platform().invites({
    ...(await by(group.owner, group)),
    query: { limit: 25 },
  });
  expect(items).toMatchObject([{ state: "expired", uses: 1 }]);
});

// Joining

test.each([
  [
    "has been used by somebody else",
    closed("used"),
    async (_: Group, link: { id: string; secret: string }) => platform().accept(accepting(person(), link)),
  ],
  [
    "has been revoked",
    closed("revoked"),
    async (group: Group, { id }: { id: string }) =>
      platform().revoke({
        ...(await by(group.owner, group)),
        params: { cohortId: group.cohortId, inviteId: id },
      }),
  ],
  ["is for an archived cohort", closed("archived"), async (group: Group) => setState(group, "archived")],
  [
    "is for a deleted cohort",
    { code: "not_found" },
    async (group: Group) => platform().remove(await by(group.owner, group)),
  ],
  [
    "asks for a name that is taken by then",
    conflict("pseudonym"),
    async (group: Group) => choose(group, group.owner, "lion"),
  ],
])("who accepts an invite that %s is told so, and is no member", async (_, fault, happened) => {
  const group = await newGroup();
  const link = await invite(group);
  const caller = person();
  const racing = platform({ join: after(() => happened(group, link), store.join) });
  await expect(racing.accept(accepting(caller, link, "Lion"))).rejects.toMatchObject(fault);
  expect(await store.member(group.cohortId, caller.userId)).toBeUndefined();
});

// Roles

test("the other owner left first: the last one can't", async () => {
  const group = await newGroup();
  const other = await join(group);
  await setRole(group, other, "owner");
  const racing = platform({ remove: after(() => leave(group, other), store.remove) });
  await expect(racing.leave(await by(group.owner, group))).rejects.toMatchObject(conflict("owner"));
  expect((await store.get(group.cohortId))?.owners).toEqual(new Set([group.owner.userId]));
});

test("who leaves, and is made an owner meanwhile, has left, and the cohort knows it", async () => {
  const group = await newGroup();
  const learner = await join(group);
  const racing = platform({ remove: after(() => setRole(group, learner, "owner"), store.remove) });
  await racing.leave(await by(learner, group));
  expect(await store.get(group.cohortId)).toMatchObject({
    members: 1,
    owners: new Set([group.owner.userId]),
  });
});

test("an instructor does not remove who has become one", async () => {
  const group = await newGroup();
  const [instructor, learner] = [await join(group), await join(group)];
  await setRole(group, instructor, "instructor");
  const racing = platform({ remove: after(() => setRole(group, learner, "instructor"), store.remove) });
  const { cohortId } = group;
  const removing = { ...(await by(instructor, group)), params: { cohortId, userId: learner.userId } };
  await expect(racing.removeMember(removing)).rejects.toMatchObject({ code: "forbidden" });
  expect(await store.member(cohortId, learner.userId)).toMatchObject({ role: "instructor" });
  expect(await count(group, "member_removed")).toBe(0);
});

test("the role of who has left meanwhile can't be set", async () => {
  const group = await newGroup();
  const learner = await join(group);
  const racing = platform({ setRole: after(() => leave(group, learner), store.setRole) });
  await expect(racing.setRole(await settingRole(group, learner, "owner"))).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await store.get(group.cohortId))?.owners).toEqual(new Set([group.owner.userId]));
  expect(await count(group, "role_changed")).toBe(0);
});

test("a role that somebody else set meanwhile is set over, and both are logged with what was before", async () => {
  const group = await newGroup();
  const learner = await join(group);
  const racing = platform({ setRole: after(() => setRole(group, learner, "owner"), store.setRole) });
  expect(await racing.setRole(await settingRole(group, learner, "instructor"))).toMatchObject({
    role: "instructor",
  });
  const { items } = await store.audit(group.cohortId, { limit: 100 });
  expect(items.flatMap(({ action, detail }) => (action === "role_changed" ? [detail] : [])).sort()).toEqual([
    "learner -> owner",
    "owner -> instructor",
  ]);
  expect((await store.get(group.cohortId))?.owners).toEqual(new Set([group.owner.userId]));
});

// Names

test("who is removed after taking another name sets free that one, and not the one that is somebody else's by now", async () => {
  const group = await newGroup();
  const lea = await join(group, "Lion");
  const leo = await join(group, "Lynx");
  const meanwhile = async () => {
    await choose(group, lea, "Lark");
    await choose(group, leo, "Lion");
  };
  const racing = platform({ remove: after(meanwhile, store.remove) });
  await racing.leave(await by(lea, group));
  await expect(choose(group, group.owner, "LION")).rejects.toMatchObject(conflict("pseudonym"));
  await choose(group, group.owner, "Lark");
  expect(await store.get(group.cohortId)).toMatchObject({ members: 2 });
});

test("choices that were changed meanwhile are not written over; the same ones are what was asked for", async () => {
  const group = await newGroup();
  const lea = await join(group, "Lion");
  const racing = (meanwhile: () => Promise<unknown>) => platform({ choose: after(meanwhile, store.choose) });
  await expect(
    racing(() => choose(group, lea, "Lynx")).choose(await choosing(group, lea, "Lark")),
  ).rejects.toMatchObject(conflict("somewhere else"));
  const same = await racing(() => choose(group, lea, "Lark")).choose(await choosing(group, lea, "Lark"));
  expect(same.me.pseudonym).toBe("Lark");
  await expect(
    racing(() => choose(group, group.owner, "Lion")).choose(await choosing(group, lea, "Lion")),
  ).rejects.toMatchObject(conflict("taken"));
  await expect(
    racing(() => leave(group, lea)).choose(await choosing(group, lea, "Lion 2")),
  ).rejects.toMatchObject({ code: "not_found" });
});

// The cohort

test("settings of a cohort that was archived meanwhile are not changed, and no invite is made", async () => {
  const group = await newGroup();
  const before = await store.get(group.cohortId);
  const settings = { name: "New", examDate: null, timeZone: "UTC" };
  const changing = platform({ update: after(() => setState(group, "archived"), store.update) });
  await expect(changing.update({ ...(await by(group.owner, group)), body: settings })).rejects.toMatchObject(
    conflict("archived"),
  );
  expect(await store.get(group.cohortId)).toEqual({ ...before, state: "archived" });
  await setState(group, "active");

  const inviting = platform({ createInvite: after(() => setState(group, "archived"), store.createInvite) });
  const body = { id: `inv_${ulid()}`, secret: newSecret(), role: "learner", days: 1, maxUses: 1 } as const;
  await expect(inviting.invite({ ...(await by(group.owner, group)), body })).rejects.toMatchObject(
    conflict("archived"),
  );
  expect(await store.invite(body.id)).toBeUndefined();
});

test("that a cohort was deleted, and by whom, is told once, and stays when all else has gone", async () => {
  const group = await newGroup();
  const { cohortId, owner } = group;
  const request = await by(owner, group);
  await Promise.all([1, 2, 3].map(() => platform().remove(request).catch(unlessGone)));
  await store.purge(cohortId);
  const Entry = z.object({ cohortId: z.string(), action: z.string(), name: z.string(), actorId: z.string() });
  const log = await server.table.queryAll(Entry, { pk: "AUDIT", prefix: now() });
  expect(log.filter((entry) => entry.cohortId === cohortId)).toEqual([
    { cohortId, action: "cohort_deleted", name: "Tuesday group", actorId: owner.userId },
  ]);
});

test("what was under way when a cohort was deleted and purged fails, and leaves nothing behind", async () => {
  const group = await newGroup();
  const { cohortId } = group;
  const [lea, leo] = [await join(group, "Lion"), await join(group, "Lynx")];
  const link = await invite(group, 5);
  const [learner, other, before] = await Promise.all([
    store.member(cohortId, lea.userId),
    store.member(cohortId, leo.userId),
    store.invite(link.id),
  ]);
  if (!learner || !other || !before) throw new TypeError("they have just been made");
  const settings = { name: "New", examDate: null, timeZone: "UTC" };
  const entry = () => ({ id: ulid(), at: now(), action: "cohort_changed" as const, actor: "Owl" });
  const writes = [
    () => store.update(cohortId, settings, entry()),
    () => store.setState(cohortId, "archived", entry()),
    () => store.setState(cohortId, "active", entry()),
    () => store.choose(learner, choices({ pseudonym: "Lark" })),
    () => store.choose(learner, choices({ pseudonym: "Lion" })),
    () => store.setRole(learner, "instructor", entry()),
    () => store.setRole(learner, "owner", entry()),
    () => store.remove(other, entry()),
    () => store.createInvite({ ...before, id: `inv_${ulid()}` }, entry()),
    () => store.revoke(before, now(), entry()),
    () => store.join(before, { ...other, userId: ulid(), pseudonym: "Lama" }, now(), entry()),
  ];
  const left = async () => {
    const partition = `COHORT#${cohortId}`;
    const pages = await Promise.all([
      server.table.query(Keys, { pk: `INVITE#${link.id}`, prefix: "INVITE" }),
      ...["HEAD", "MEMBER#", "NAME#", "AUDIT#"].map((prefix) =>
        server.table.query(Keys, { pk: partition, prefix }),
      ),
    ]);
    return pages.flatMap(({ items }) => items.map(({ sk }) => sk));
  };
  await platform().remove(await by(group.owner, group));
  await store.purge(cohortId);
  for (const write of writes) await expect(write()).rejects.toMatchObject({ code: "conflict" });
  expect(await left()).toEqual(["HEAD"]);
  // In the end its head expires.
  await server.table.deleteAll({ pk: `COHORT#${cohortId}`, prefix: "HEAD" });
  for (const write of writes) await expect(write()).rejects.toMatchObject({ code: "conflict" });
  expect(await left()).toEqual([]);
});
