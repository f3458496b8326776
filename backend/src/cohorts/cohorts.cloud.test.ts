import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, jest, test } from "@jest/globals";
import {
  accept,
  choices,
  type Link,
  newCohort,
  newInvite,
  newSecret,
  someCohort,
  takeIn,
  userIdOf,
} from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import type { AuditEntry, Cohort, CohortSummary, Member } from "@lyceum/shared/cohorts";
import { ulid } from "ulid";

jest.setTimeout(60_000);

/** Own cohorts, in the tests below. */
let olga: Person;
let ora: Person;
let ira: Person;
let lea: Person;
let leo: Person;
/** Is in no cohort but her own. */
let eve: Person;

const everybody: Person[] = [];
async function somebody(): Promise<Person> {
  const person = await newPerson();
  everybody.push(person);
  return person;
}

beforeAll(async () => {
  [olga, ora, ira, lea, leo, eve] = await Promise.all([
    somebody(),
    somebody(),
    somebody(),
    somebody(),
    somebody(),
    somebody(),
  ]);
});

const of = ({ id }: Cohort) => ({ params: { cohortId: id } });
const about = ({ id }: Cohort, person: Person) => ({ params: { cohortId: id, userId: userIdOf(person) } });

const get = (person: Person, cohort: Cohort) => person.client.call("GET /cohorts/{cohortId}", of(cohort));
const setState = (person: Person, cohort: Cohort, state: Cohort["state"]) =>
  person.client.call("PUT /cohorts/{cohortId}/state", { ...of(cohort), body: { state } });
const setRole = (by: Person, cohort: Cohort, person: Person, role: Member["role"]) =>
  by.client.call("PUT /cohorts/{cohortId}/members/{userId}", { ...about(cohort, person), body: { role } });
const remove = (by: Person, cohort: Cohort, person: Person) =>
  by.client.call("DELETE /cohorts/{cohortId}/members/{userId}", about(cohort, person));
const leave = (person: Person, cohort: Cohort) =>
  person.client.call("DELETE /cohorts/{cohortId}/me", of(cohort));
const preview = (person: Person, { inviteId, secret }: Link) =>
  person.client.call("POST /invites/{inviteId}", { params: { inviteId }, body: { secret } });
const revoke = (by: Person, { id: cohortId }: Cohort, { inviteId }: Link) =>
  by.client.call("DELETE /cohorts/{cohortId}/invites/{inviteId}", { params: { cohortId, inviteId } });

async function membersOf(cohort: Cohort, by: Person): Promise<Member[]> {
  const { items } = await by.client.call("GET /cohorts/{cohortId}/members", {
    ...of(cohort),
    query: { limit: 100 },
  });
  expect((await get(by, cohort)).members).toBe(items.length);
  return items;
}

/** The cohort's log, oldest first; by pages, so that those are tested with it. */
async function logOf(cohort: Cohort, by: Person): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 3, ...(cursor && { cursor }) };
    const page = await by.client.call("GET /cohorts/{cohortId}/audit", { ...of(cohort), query });
    entries.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return entries.toReversed();
}

const actionsIn = (log: AuditEntry[]) => log.map(({ action }) => action);

const conflict = { code: "conflict", status: 409 };
const forbidden = { code: "forbidden", status: 403 };
const notFound = { code: "not_found", status: 404 };
const closed = { code: "invite_closed", status: 409 };

/** The codes of what failed, in order; `ok` for what did not. */
async function outcomes(calls: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls);
  return settled.map((one) => (one.status === "fulfilled" ? "ok" : String(one.reason.code))).toSorted();
}

// Cohorts

test("who creates a cohort owns it", async () => {
  const body = await someCohort({ me: choices({ name: " Olga ", pseudonym: "Owl", shares: true }) });
  const cohort = await olga.client.call("POST /cohorts", { body });
  const { me, ...settings } = body;
  expect(cohort).toEqual({
    ...settings,
    demo: false,
    state: "active",
    createdAt: expect.any(String),
    members: 1,
    me: { ...me, name: "Olga", role: "owner", joinedAt: cohort.createdAt },
  });
  expect(await get(olga, cohort)).toEqual(cohort);
  expect(await logOf(cohort, olga)).toEqual([
    { at: expect.any(String), action: "cohort_created", actor: "Olga", actorId: userIdOf(olga) },
  ]);
});

test("a cohort that is created again, and at the same time, is the same; another's id is refused", async () => {
  const body = await someCohort();
  const create = (person: Person, changes = {}) =>
    person.client.call("POST /cohorts", { body: { ...body, ...changes } });
  const [first, ...others] = await Promise.all([create(olga), create(olga), create(olga)]);
  for (const other of [...others, await create(olga)]) expect(other).toEqual(first);
  await expect(create(eve)).rejects.toMatchObject(conflict);
  await expect(create(olga, { name: "Another" })).rejects.toMatchObject(conflict);
  expect(actionsIn(await logOf(first, olga))).toEqual(["cohort_created"]);
});

test.each([
  ["an exam that is not there", { examId: "none" }, notFound],
  ["a time zone that is none", { timeZone: "Europe/Atlantis" }, { status: 400 }],
  ["a day that is none", { examDate: "2027-02-30" }, { status: 400 }],
  ["no name", { name: " " }, { status: 400 }],
  ["a pseudonym with an address", { me: choices({ pseudonym: "a@b.example" }) }, { status: 400 }],
])("%s is refused", async (_, wrong, fault) => {
  const body = await someCohort(wrong);
  await expect(olga.client.call("POST /cohorts", { body })).rejects.toMatchObject(fault);
});

test("an id of any length is refused, and not looked up", async () => {
  const params = { cohortId: "x".repeat(3000) };
  await expect(olga.client.call("GET /cohorts/{cohortId}", { params })).rejects.toMatchObject({
    status: 400,
  });
});

test("the list has pages, and each cohort once with one's role in it", async () => {
  const max = await somebody();
  const own = await Promise.all([newCohort(max), newCohort(max), newCohort(max)]);
  const other = await newCohort(olga, { examDate: null });
  await takeIn(olga, other.id, max, "instructor");
  const listed: CohortSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await max.client.call("GET /cohorts", { query: { limit: 2, ...(cursor && { cursor }) } });
    expect(page.items.length).toBeLessThanOrEqual(2);
    listed.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  const summary = ({ id, name, examId, examDate, state, demo }: Cohort) => ({
    id,
    name,
    examId,
    examDate,
    state,
    demo,
  });
  expect(listed).toHaveLength(4);
  expect(listed).toEqual(
    expect.arrayContaining([
      ...own.map((cohort) => ({ ...summary(cohort), role: "owner" })),
      { ...summary(other), role: "instructor" },
    ]),
  );
});

test("settings are changed, and logged when they are", async () => {
  const cohort = await newCohort(olga);
  const change = (settings: { name: string; examDate: string | null; timeZone: string }) =>
    olga.client.call("PUT /cohorts/{cohortId}", { ...of(cohort), body: settings });
  const settings = { name: "Wednesday group", examDate: null, timeZone: "America/New_York" };
  const changed = await change(settings);
  expect(changed).toEqual({ ...cohort, ...settings });
  expect(await change(settings)).toEqual(changed);
  expect(await change({ ...settings, examDate: "2027-03-01" })).toEqual({
    ...changed,
    examDate: "2027-03-01",
  });
  expect(actionsIn(await logOf(cohort, olga))).toEqual([
    "cohort_created",
    "cohort_changed",
    "cohort_changed",
  ]);
});

test("an archived cohort is read and not changed, but whoever wants to goes, and nobody comes", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, ira, "instructor");
  await takeIn(olga, cohort.id, lea);
  await takeIn(olga, cohort.id, leo);
  const [link, unwanted] = await Promise.all([newInvite(olga, cohort.id), newInvite(olga, cohort.id)]);
  expect((await setState(olga, cohort, "archived")).state).toBe("archived");
  await setState(olga, cohort, "archived");

  expect(await get(lea, cohort)).toMatchObject({ state: "archived", members: 4 });
  const { name, examDate, timeZone } = cohort;
  for (const body of [
    { name, examDate, timeZone },
    { name: "New", examDate, timeZone },
  ]) {
    const change = olga.client.call("PUT /cohorts/{cohortId}", { ...of(cohort), body });
    await expect(change).rejects.toMatchObject(conflict);
  }
  await expect(newInvite(ira, cohort.id)).rejects.toMatchObject(conflict);
  await expect(setRole(olga, cohort, lea, "instructor")).rejects.toMatchObject(conflict);
  await expect(preview(eve, link)).rejects.toMatchObject(closed);
  await expect(accept(eve, link)).rejects.toMatchObject(closed);

  // What people decide for themselves, and what takes somebody's place away.
  const hidden = { ...(await get(lea, cohort)).me, listed: false, shares: false };
  await lea.client.call("PUT /cohorts/{cohortId}/me", { ...of(cohort), body: hidden });
  expect((await get(lea, cohort)).me.listed).toBe(false);
  await leave(lea, cohort);
  await remove(ira, cohort, leo);
  await revoke(ira, cohort, unwanted);

  await setState(olga, cohort, "active");
  expect((await setState(olga, cohort, "active")).state).toBe("active");
  expect(await accept(eve, link)).toMatchObject({ state: "active", members: 3 });
  const states = actionsIn(await logOf(cohort, olga)).filter((action) => /archived|restored/.test(action));
  expect(states).toEqual(["cohort_archived", "cohort_restored"]);
});

test("a deleted cohort is gone for all at once, with everything in it", async () => {
  const body = await someCohort();
  const cohort = await olga.client.call("POST /cohorts", { body });
  await takeIn(olga, cohort.id, ora, "owner");
  await takeIn(olga, cohort.id, ira, "instructor");
  await takeIn(olga, cohort.id, lea);
  const link = await newInvite(olga, cohort.id);
  await olga.client.call("DELETE /cohorts/{cohortId}", of(cohort));

  const invite = { id: `inv_${ulid()}`, secret: newSecret(), role: "learner", days: 1, maxUses: 1 } as const;
  for (const attempt of [
    () => olga.client.call("DELETE /cohorts/{cohortId}", of(cohort)),
    ...[olga, ora, ira, lea].map((person) => () => get(person, cohort)),
    () => setState(ora, cohort, "active"),
    () => setRole(ora, cohort, lea, "instructor"),
    () => remove(ira, cohort, lea),
    () => leave(lea, cohort),
    () => lea.client.call("PUT /cohorts/{cohortId}/me", { ...of(cohort), body: choices() }),
    () => ira.client.call("GET /cohorts/{cohortId}/members", of(cohort)),
    () => ira.client.call("GET /cohorts/{cohortId}/invites", of(cohort)),
    () => ira.client.call("GET /cohorts/{cohortId}/audit", of(cohort)),
    () => ira.client.call("POST /cohorts/{cohortId}/invites", { ...of(cohort), body: invite }),
    () => revoke(ira, cohort, link),
    () => preview(eve, link),
    () => accept(eve, link),
    () => olga.client.call("POST /cohorts", { body }),
  ]) {
    await expect(attempt()).rejects.toMatchObject(notFound);
  }
  for (const person of [olga, ora, ira, lea, eve]) {
    const { items } = await person.client.call("GET /cohorts", { query: { limit: 100 } });
    expect(items.map(({ id }) => id)).not.toContain(cohort.id);
  }
});

// A member's own choices

const choose = (person: Person, cohort: Cohort, wish: Parameters<typeof choices>[0]) =>
  person.client.call("PUT /cohorts/{cohortId}/me", { ...of(cohort), body: choices(wish) });

test("choices are changed as often as one likes, and may be sent again", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, lea);
  const wish = { name: "Lea", pseudonym: "Lion", listed: false, shares: true };
  const chosen = await choose(lea, cohort, wish);
  expect(chosen.me).toEqual({ ...wish, role: "learner", joinedAt: expect.any(String) });
  expect(await choose(lea, cohort, wish)).toEqual(chosen);
  const other = { ...wish, pseudonym: "Lynx", name: "" };
  const together = await Promise.all([1, 2, 3, 4].map(() => choose(lea, cohort, other)));
  for (const one of together) expect(one.me).toMatchObject(other);
  expect((await membersOf(cohort, olga)).map(({ pseudonym }) => pseudonym)).toEqual(
    expect.arrayContaining(["Lynx"]),
  );
});

test("a pseudonym belongs to one member, whatever its case, until it is given up", async () => {
  const cohort = await newCohort(olga, { me: choices({ pseudonym: "Weiß Fuchs" }) });
  await takeIn(olga, cohort.id, lea);
  await takeIn(olga, cohort.id, leo);
  for (const pseudonym of ["Weiß Fuchs", "weiß fuchs", "WEISS  FUCHS"]) {
    await expect(choose(lea, cohort, { pseudonym })).rejects.toMatchObject(conflict);
    const link = await newInvite(olga, cohort.id);
    await expect(accept(eve, link, { pseudonym })).rejects.toMatchObject(conflict);
    expect((await preview(eve, link)).joined).toBe(false);
  }
  // One's own in other letters is still one's own.
  expect((await choose(olga, cohort, { pseudonym: "WEISS FUCHS" })).me.pseudonym).toBe("WEISS FUCHS");
  await expect(choose(lea, cohort, { pseudonym: "Weiß Fuchs" })).rejects.toMatchObject(conflict);

  await choose(olga, cohort, { pseudonym: "Wolf" });
  await choose(lea, cohort, { pseudonym: "Weiß Fuchs" });
  await expect(choose(leo, cohort, { pseudonym: "weiss fuchs" })).rejects.toMatchObject(conflict);
  await leave(lea, cohort);
  await choose(leo, cohort, { pseudonym: "weiss fuchs" });
  // In another cohort it is free.
  await newCohort(lea, { me: choices({ pseudonym: "Wolf" }) });
});

test("of many who want the same pseudonym at the same time, one gets it", async () => {
  const cohort = await newCohort(olga);
  for (const person of [ora, ira, lea, leo]) await takeIn(olga, cohort.id, person);
  const wish = ["Fox", "fox", "FOX", "Fox"];
  const people = [ora, ira, lea, leo];
  const results = await outcomes(
    people.map((person, place) => choose(person, cohort, { pseudonym: wish[place] ?? "" })),
  );
  expect(results).toEqual(["conflict", "conflict", "conflict", "ok"]);
  const names = (await membersOf(cohort, olga)).map(({ pseudonym }) => pseudonym.toLowerCase());
  expect(names.filter((name) => name === "fox")).toHaveLength(1);
  expect(new Set(names).size).toBe(5);
});

// Invites

test("an invite is made once, listed with the newest first, and shown to who has its link", async () => {
  const cohort = await newCohort(olga);
  const body = { id: `inv_${ulid()}`, secret: newSecret(), role: "learner", days: 7, maxUses: 2 } as const;
  const create = (person: Person, { id }: Cohort, changes = {}) =>
    person.client.call("POST /cohorts/{cohortId}/invites", {
      params: { cohortId: id },
      body: { ...body, ...changes },
    });
  const [invite, again] = await Promise.all([create(olga, cohort), create(olga, cohort)]);
  expect(invite).toEqual({
    id: body.id,
    role: "learner",
    createdAt: expect.any(String),
    expiresAt: expect.any(String),
    maxUses: 2,
    uses: 0,
    state: "open",
  });
  expect(Date.parse(invite.expiresAt) - Date.parse(invite.createdAt)).toBe(7 * 86_400_000);
  expect(again).toEqual(invite);
  for (const changes of [{ secret: newSecret() }, { role: "instructor" }, { maxUses: 3 }]) {
    await expect(create(olga, cohort, changes)).rejects.toMatchObject(conflict);
  }
  await expect(create(eve, await newCohort(eve))).rejects.toMatchObject(conflict);

  const made: string[] = [body.id];
  for (let count = 0; count < 4; count++) made.push((await newInvite(olga, cohort.id)).inviteId);
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 2, ...(cursor && { cursor }) };
    const page = await olga.client.call("GET /cohorts/{cohortId}/invites", { ...of(cohort), query });
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor);
  expect(listed).toEqual(made.toReversed());

  const link = { inviteId: body.id, secret: body.secret };
  const shown = { cohortId: cohort.id, cohortName: cohort.name, examId: cohort.examId, role: "learner" };
  expect(await preview(lea, link)).toEqual({ ...shown, joined: false });
  expect(await accept(lea, link, { name: "Lea", pseudonym: "Lion" })).toEqual({
    ...cohort,
    members: 2,
    me: {
      name: "Lea",
      pseudonym: "Lion",
      listed: true,
      shares: false,
      role: "learner",
      joinedAt: expect.any(String),
    },
  });
  expect(await preview(lea, link)).toEqual({ ...shown, joined: true });
  expect(actionsIn(await logOf(cohort, olga)).filter((action) => action === "invite_created")).toHaveLength(
    5,
  );
});

test("a wrong secret and an invite that never was are told nothing, and the same", async () => {
  const cohort = await newCohort(olga);
  const link = await newInvite(olga, cohort.id);
  const faults: unknown[] = [];
  for (const wrong of [
    { ...link, secret: newSecret() },
    { ...link, inviteId: `inv_${ulid()}` },
  ]) {
    for (const attempt of [preview, accept]) {
      faults.push(await attempt(eve, wrong).catch(({ code, message }) => ({ code, message })));
    }
  }
  expect(faults).toEqual(Array(4).fill({ code: "not_found", message: expect.stringContaining("link") }));
  expect(new Set(faults.map((fault) => JSON.stringify(fault))).size).toBe(1);
});

test("an invite that is used up lets in who is in already, and nobody else", async () => {
  const cohort = await newCohort(olga);
  const link = await newInvite(olga, cohort.id);
  const joined = await accept(lea, link);
  expect(await accept(lea, link)).toEqual(joined);
  expect((await preview(lea, link)).joined).toBe(true);
  for (const attempt of [preview, accept]) {
    await expect(attempt(leo, link)).rejects.toMatchObject({
      ...closed,
      message: expect.stringContaining("used"),
    });
  }
  expect(await membersOf(cohort, olga)).toHaveLength(2);
});

test("a revoked invite lets nobody in; it is revoked once, and by its own cohort", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, ira, "instructor");
  const link = await newInvite(olga, cohort.id, { maxUses: 5 });
  await accept(lea, link);
  const foreign = await newCohort(eve);
  await expect(revoke(eve, foreign, link)).rejects.toMatchObject(notFound);
  await expect(revoke(ira, cohort, { inviteId: `inv_${ulid()}`, secret: "" })).rejects.toMatchObject(
    notFound,
  );
  expect((await preview(leo, link)).joined).toBe(false);
  await Promise.all([revoke(ira, cohort, link), revoke(olga, cohort, link), revoke(ira, cohort, link)]);
  await revoke(ira, cohort, link);
  for (const attempt of [preview, accept]) {
    await expect(attempt(leo, link)).rejects.toMatchObject({
      ...closed,
      message: expect.stringContaining("revoked"),
    });
  }
  const { items } = await olga.client.call("GET /cohorts/{cohortId}/invites", of(cohort));
  expect(items[0]).toMatchObject({ id: link.inviteId, state: "revoked", uses: 1 });
  expect(actionsIn(await logOf(cohort, olga)).filter((action) => action === "invite_revoked")).toHaveLength(
    1,
  );
});

test("instructors invite learners, and owners instructors, too", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, ira, "instructor");
  await expect(newInvite(ira, cohort.id, { role: "instructor" })).rejects.toMatchObject(forbidden);
  await accept(lea, await newInvite(ira, cohort.id));
  await accept(leo, await newInvite(olga, cohort.id, { role: "instructor" }));
  const roles = (await membersOf(cohort, olga)).map(({ userId, role }) => [userId, role]);
  expect(Object.fromEntries(roles)).toEqual({
    [userIdOf(olga)]: "owner",
    [userIdOf(ira)]: "instructor",
    [userIdOf(lea)]: "learner",
    [userIdOf(leo)]: "instructor",
  });
});

test("of many who accept at the same time, no more get in than an invite has uses", async () => {
  const cohort = await newCohort(olga);
  const link = await newInvite(olga, cohort.id, { maxUses: 4 });
  const people = await Promise.all(Array.from({ length: 12 }, somebody));
  // Each one twice, as an impatient browser would.
  const results = await outcomes([...people, ...people].map((person) => accept(person, link)));
  expect(results).toEqual([...Array(16).fill("invite_closed"), ...Array(8).fill("ok")]);
  const members = await membersOf(cohort, olga);
  expect(members).toHaveLength(5);
  const { items } = await olga.client.call("GET /cohorts/{cohortId}/invites", of(cohort));
  expect(items).toMatchObject([{ uses: 4, state: "used_up" }]);
  const log = await logOf(cohort, olga);
  const joined = log.filter(({ action }) => action === "member_joined").map(({ actor }) => actor);
  expect(joined.toSorted()).toEqual(
    members
      .filter(({ role }) => role === "learner")
      .map(({ pseudonym }) => pseudonym)
      .toSorted(),
  );
});

test("one person who accepts many times at the same time is one member, and one use", async () => {
  const cohort = await newCohort(olga);
  const link = await newInvite(olga, cohort.id, { maxUses: 10 });
  const replies = await Promise.all(Array.from({ length: 8 }, () => accept(lea, link)));
  for (const { me } of replies) expect(me).toEqual(replies[0]?.me);
  expect(await membersOf(cohort, olga)).toHaveLength(2);
  const { items } = await olga.client.call("GET /cohorts/{cohortId}/invites", of(cohort));
  expect(items).toMatchObject([{ uses: 1, state: "open" }]);
  expect(actionsIn(await logOf(cohort, olga)).filter((action) => action === "member_joined")).toHaveLength(1);
});

test("an invite that races with its being revoked, and the cohort with its being archived, lets in or not", async () => {
  for (const close of [revoke, (by: Person, cohort: Cohort) => setState(by, cohort, "archived")]) {
    const cohort = await newCohort(olga);
    const link = await newInvite(olga, cohort.id, { maxUses: 4 });
    const [, ...results] = await Promise.allSettled([
      close(olga, cohort, link),
      ...[ira, lea, leo, eve].map((person) => accept(person, link)),
    ]);
    const joined = results.filter(({ status }) => status === "fulfilled");
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(closed);
    }
    expect(await membersOf(cohort, olga)).toHaveLength(1 + joined.length);
  }
});

// Roles

test("a role is what it was set to, and each change is logged once", async () => {
  const cohort = await newCohort(olga, { me: choices({ name: "Olga" }) });
  await accept(lea, await newInvite(olga, cohort.id), { name: "Lea" });
  expect(await setRole(olga, cohort, lea, "instructor")).toEqual({
    userId: userIdOf(lea),
    name: "Lea",
    pseudonym: expect.any(String),
    role: "instructor",
    joinedAt: expect.any(String),
  });
  await setRole(olga, cohort, lea, "instructor");
  expect((await get(lea, cohort)).me.role).toBe("instructor");
  await Promise.all(Array.from({ length: 6 }, () => setRole(olga, cohort, lea, "owner")));
  await Promise.all(Array.from({ length: 6 }, () => setRole(olga, cohort, lea, "learner")));
  const changes = (await logOf(cohort, olga)).filter(({ action }) => action === "role_changed");
  expect(changes).toEqual(
    ["learner -> instructor", "instructor -> owner", "owner -> learner"].map((detail) => ({
      at: expect.any(String),
      action: "role_changed",
      actor: "Olga",
      actorId: userIdOf(olga),
      subject: "Lea",
      subjectId: userIdOf(lea),
      detail,
    })),
  );
  await expect(setRole(olga, cohort, eve, "learner")).rejects.toMatchObject(notFound);
});

test("however many roles are set at the same time, the log leads from one to the next", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, lea);
  const wishes = Array.from({ length: 4 }, () => ["instructor", "owner", "learner"] as const).flat();
  await Promise.all(wishes.map((role) => setRole(olga, cohort, lea, role)));
  const details = (await logOf(cohort, olga)).flatMap(({ action, detail }) =>
    action === "role_changed" ? [String(detail).split(" -> ")] : [],
  );
  const role = (await membersOf(cohort, olga)).find(({ userId }) => userId === userIdOf(lea))?.role;
  // Entries of the same millisecond have no order, so they are counted: each role is left as often as it is entered,
  // but for the first, which is left once more, and the last, which is entered once more.
  for (const one of ["owner", "instructor", "learner"]) {
    const entered = details.filter(([, to]) => to === one).length + Number(one === "learner");
    const left = details.filter(([from]) => from === one).length + Number(one === role);
    expect([one, entered]).toEqual([one, left]);
  }
  expect(details.length).toBeLessThanOrEqual(wishes.length);
});

test("ownership is handed over by making another owner and stepping down", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, lea);
  for (const attempt of [
    () => setRole(olga, cohort, olga, "instructor"),
    () => setRole(olga, cohort, olga, "learner"),
    () => leave(olga, cohort),
    () => remove(olga, cohort, olga),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ ...conflict, message: expect.stringContaining("owner") });
  }
  await setRole(olga, cohort, lea, "owner");
  await setRole(olga, cohort, olga, "learner");
  expect((await get(lea, cohort)).me.role).toBe("owner");
  await expect(setRole(olga, cohort, lea, "learner")).rejects.toMatchObject(forbidden);
  await expect(setState(olga, cohort, "archived")).rejects.toMatchObject(forbidden);
  await expect(leave(lea, cohort)).rejects.toMatchObject(conflict);
  await leave(olga, cohort);
  expect((await membersOf(cohort, lea)).map(({ role }) => role)).toEqual(["owner"]);
});

test.each([
  ["leave", (cohort: Cohort) => [leave(olga, cohort), leave(ora, cohort)]],
  [
    "remove each other",
    (cohort: Cohort) => [
      remove(olga, cohort, ora),
      remove(ora, cohort, olga),
      remove(olga, cohort, ora),
      remove(ora, cohort, olga),
    ],
  ],
  [
    "demote each other",
    (cohort: Cohort) => [setRole(olga, cohort, ora, "learner"), setRole(ora, cohort, olga, "learner")],
  ],
  ["step down", (cohort: Cohort) => [olga, ora].map((person) => setRole(person, cohort, person, "learner"))],
  ["leave and step down", (cohort: Cohort) => [leave(olga, cohort), setRole(ora, cohort, ora, "learner")]],
])("when two owners %s at the same time, one stays an owner", async (_, act) => {
  for (let round = 0; round < 4; round++) {
    const cohort = await newCohort(olga);
    await takeIn(olga, cohort.id, ora, "owner");
    await takeIn(olga, cohort.id, ira, "instructor");
    const before = await logOf(cohort, olga);
    const results = await outcomes(act(cohort));
    expect(results).toContain("ok");
    expect(results.filter((code) => !["ok", "conflict", "forbidden", "not_found"].includes(code))).toEqual(
      [],
    );
    // An instructor has nothing to do with it, and sees how it came out.
    const owners = (await membersOf(cohort, ira)).filter(({ role }) => role === "owner");
    expect(owners).toHaveLength(1);
    expect(await logOf(cohort, ira)).toHaveLength(before.length + 1);
  }
});

test("the log says of each entry whose it is, and about whom", async () => {
  const cohort = await newCohort(olga);
  await accept(lea, await newInvite(olga, cohort.id));
  await accept(leo, await newInvite(olga, cohort.id));
  await leave(lea, cohort);
  await remove(olga, cohort, leo);
  const whose = (await logOf(cohort, olga)).map(({ action, actorId, subjectId }) => [
    action,
    actorId,
    subjectId,
  ]);
  expect(whose).toEqual([
    ["cohort_created", userIdOf(olga), undefined],
    ["invite_created", userIdOf(olga), undefined],
    ["member_joined", userIdOf(lea), undefined],
    ["invite_created", userIdOf(olga), undefined],
    ["member_joined", userIdOf(leo), undefined],
    ["member_left", userIdOf(lea), undefined],
    ["member_removed", userIdOf(olga), userIdOf(leo)],
  ]);
});

// Removing and leaving

test("instructors remove learners, and owners anybody; who is removed is refused at once", async () => {
  const cohort = await newCohort(olga);
  await takeIn(olga, cohort.id, ira, "instructor");
  await takeIn(olga, cohort.id, ora, "instructor");
  await takeIn(olga, cohort.id, lea);
  await takeIn(olga, cohort.id, leo);
  for (const person of [olga, ora, ira]) {
    await expect(remove(ira, cohort, person)).rejects.toMatchObject(forbidden);
  }
  await expect(remove(lea, cohort, leo)).rejects.toMatchObject(forbidden);
  await remove(ira, cohort, lea);
  await expect(get(lea, cohort)).rejects.toMatchObject(notFound);
  await Promise.all(Array.from({ length: 5 }, () => remove(olga, cohort, ora)));
  await remove(olga, cohort, ora);
  await remove(olga, cohort, eve);
  await expect(get(ora, cohort)).rejects.toMatchObject(notFound);
  expect(await membersOf(cohort, olga)).toHaveLength(3);
  const { items } = await lea.client.call("GET /cohorts", { query: { limit: 100 } });
  expect(items.map(({ id }) => id)).not.toContain(cohort.id);
  expect(actionsIn(await logOf(cohort, olga)).filter((action) => action === "member_removed")).toHaveLength(
    2,
  );
});

test("who leaves is gone once, however often it is asked, and may come back", async () => {
  const cohort = await newCohort(olga);
  await accept(lea, await newInvite(olga, cohort.id), { pseudonym: "Lion" });
  const results = await outcomes(Array.from({ length: 6 }, () => leave(lea, cohort)));
  expect(results).toContain("ok");
  // To who has gone the cohort is not there.
  expect(results.filter((code) => code !== "ok" && code !== "not_found")).toEqual([]);
  await expect(leave(lea, cohort)).rejects.toMatchObject(notFound);
  expect(await membersOf(cohort, olga)).toHaveLength(1);
  await accept(lea, await newInvite(olga, cohort.id), { pseudonym: "Lion" });
  expect(actionsIn(await logOf(cohort, olga)).filter((action) => action.startsWith("member_"))).toEqual([
    "member_joined",
    "member_left",
    "member_joined",
  ]);
});

test("leaving, being removed and changing one's name at the same time leaves no name behind", async () => {
  const cohort = await newCohort(olga);
  for (let round = 0; round < 6; round++) {
    await accept(lea, await newInvite(olga, cohort.id), { pseudonym: "Lion" });
    await outcomes([
      choose(lea, cohort, { pseudonym: "Lynx" }),
      remove(olga, cohort, lea),
      leave(lea, cohort),
      choose(lea, cohort, { pseudonym: "Lark" }),
    ]);
    expect(await membersOf(cohort, olga)).toHaveLength(1);
    for (const pseudonym of ["Lion", "Lynx", "Lark"]) {
      expect((await choose(olga, cohort, { pseudonym })).me.pseudonym).toBe(pseudonym);
    }
    await choose(olga, cohort, { pseudonym: "Owl" });
  }
});

// What nobody may find out

test("no reply has anybody's e-mail address", () => {
  const bytes = everybody.flatMap(({ replies }) => replies).join("\n");
  expect(bytes).toContain('"pseudonym"');
  expect(bytes).not.toMatch(/@|test\.example/);
});

test("an invite's secret is in no reply, and nothing on disk has more of it than its hash", async () => {
  const cohort = await newCohort(olga);
  const link = await newInvite(olga, cohort.id, { maxUses: 5 });
  await preview(lea, link);
  await accept(lea, link);
  await accept(leo, { ...link, secret: newSecret() }).catch(() => undefined);
  await revoke(olga, cohort, link);
  await expect(accept(leo, link)).rejects.toMatchObject(closed);
  await olga.client.call("GET /cohorts/{cohortId}/invites", of(cohort));

  const hash = createHash("sha256").update(link.secret).digest("base64url");
  const bytes = [olga, lea, leo].flatMap(({ replies }) => replies).join("\n");
  expect(bytes).toContain(link.inviteId);
  expect(bytes).not.toContain(link.secret);
  expect(bytes).not.toContain(hash);

  const data = process.env.LYCEUM_DATA ?? "";
  // The platform goes on writing: a file may be gone by the time it is read, and what is in it go over to another.
  const onDisk = async () => {
    const entries = await readdir(data, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Promise.all(
      files.map(({ parentPath, name }) => readFile(join(parentPath, name)).catch(() => Buffer.alloc(0))),
    );
  };
  const stored = await eventually(onDisk, (contents) => contents.some((content) => content.includes(hash)));
  expect(stored.some((content) => content.includes(link.secret))).toBe(false);
});
