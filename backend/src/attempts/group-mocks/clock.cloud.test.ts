import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { publish } from "@lyceum/scripts/content/publish";
import { attemptHandlers } from "@lyceum/scripts/testing/attempt-handlers";
import { choices } from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { startTable } from "@lyceum/scripts/testing/table";
import { type GroupMockResult, type RunningAttempt, untouched } from "@lyceum/shared/attempts";
import type { MemberChoices } from "@lyceum/shared/cohorts";
import type { CohortRole } from "@lyceum/shared/contract/route";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { QuestionState } from "@lyceum/shared/questions";
import { ulid } from "ulid";
import { cohortStore, putAudit, whileActive } from "../../cohorts/store.ts";
import type { Caller, Membership } from "../../http/caller.ts";
import { questionStore, stateWrite } from "../../questions/store.ts";
import { countingOn } from "../composition.ts";
import { cutDeadline, resultsAt } from "./rules.ts";
import { groupMockStore } from "./store.ts";

// What the clock does to a cohort's mocks: on a table of the tests' own, with a clock that they set.

jest.setTimeout(60_000);

let server: Awaited<ReturnType<typeof startTable>>;
let exam: ExamProfile;
/** ms since 1970 */
let time = Date.parse("2026-03-01T09:00:00Z");
const now = () => new Date(time).toISOString();
const inMinutes = (minutes: number) => new Date(time + minutes * 60_000).toISOString();
const later = (minutes: number) => {
  time += minutes * 60_000;
};

beforeAll(async () => {
  server = await startTable();
  const pack = await fullPack();
  exam = pack.exam;
  await publish(server.table, pack);
});
afterAll(() => server?.stop());

const platform = () => attemptHandlers(server.table, now);

const none = { params: undefined, query: undefined, body: undefined };
const firstPage: Page = { limit: 25, cursor: undefined };

interface Page {
  limit: number;
  cursor: string | undefined;
}

interface Person {
  caller: Caller;
  member: Membership;
}

let cohortId: string;
let ida: Person;

beforeEach(async () => {
  cohortId = `coh_${ulid()}`;
  const { userId, record } = someMember("owner", { name: "Ida" });
  const cohort = {
    id: cohortId,
    name: "Tuesday group",
    examId: exam.id,
    examDate: null,
    timeZone: "UTC",
    state: "active",
    createdAt: now(),
    createdBy: userId,
    demo: false,
    members: 1,
    owners: new Set([userId]),
  } as const;
  await cohortStore(server.table).create(cohort, record, logged("cohort_created"));
  ida = await personOf(userId);
});

const logged = (action: "cohort_created" | "invite_created" | "member_joined" | "member_left") => ({
  id: randomUUID(),
  at: now(),
  action,
  actor: "Ida",
});

function someMember(role: CohortRole, wish: Partial<MemberChoices>) {
  const userId = ulid();
  return { userId, record: { ...choices(wish), cohortId, userId, role, joinedAt: now() } };
}

async function personOf(userId: string): Promise<Person> {
  const member = await cohortStore(server.table).membership(cohortId, userId);
  if (!member) throw new TypeError("somebody who joined is a member");
  return { caller: { userId, email: "ada@test.example", groups: [] }, member };
}

async function join(wish: Partial<MemberChoices> = {}): Promise<Person> {
  const store = cohortStore(server.table);
  const { userId, record } = someMember("learner", wish);
  const invite = {
    id: `inv_${ulid()}`,
    cohortId,
    role: "learner",
    secretHash: "",
    createdAt: now(),
    expiresAt: inMinutes(1),
    maxUses: 1,
    uses: 0,
  } as const;
  await store.createInvite(invite, logged("invite_created"));
  await store.join(invite, record, now(), logged("member_joined"));
  return personOf(userId);
}

async function leave({ caller: { userId } }: Person): Promise<void> {
  const store = cohortStore(server.table);
  const record = await store.member(cohortId, userId);
  if (record) await store.remove(record, logged("member_left"));
}

/** Opens at once, and closes so many minutes later. */
async function schedule(minutes = exam.durationMinutes) {
  const body = { id: `gmk_${ulid()}`, name: "Rehearsal", opensAt: now(), closesAt: inMinutes(minutes) };
  return platform().scheduleMock({ ...none, ...ida, params: { cohortId }, body });
}

async function begin(
  person: Person,
  mockId: string,
  extraTimePercent = 0,
  id = `att_${ulid()}`,
): Promise<RunningAttempt> {
  const request = { ...none, ...person, params: { cohortId, mockId }, body: { id, extraTimePercent } };
  const attempt = await platform().beginMock(request);
  if (attempt.state !== "running") throw new TypeError(`the attempt is ${attempt.state}`);
  return attempt;
}

const get = ({ caller }: Person, attemptId: string) =>
  platform().get({ ...none, caller, params: { attemptId } });
const submit = ({ caller }: Person, attemptId: string) =>
  platform().submit({ ...none, caller, params: { attemptId } });
const resultsOf = (person: Person, mockId: string, query = firstPage) =>
  platform().mockResults({ ...none, ...person, params: { cohortId, mockId }, query });

async function answer({ caller }: Person, attempt: RunningAttempt): Promise<void> {
  const [item] = attempt.items;
  if (!item) throw new TypeError("a mock has items");
  await platform().save({
    ...none,
    caller,
    params: { attemptId: attempt.id, position: 1 },
    body: { ...untouched, response: someResponse(item), revision: 1 },
  });
}

const who = (items: readonly GroupMockResult[]) =>
  items.map(({ result: _, ...shown }) => shown).sort((a, b) => a.pseudonym.localeCompare(b.pseudonym));

test("who begins late has the time that is left until it closes, and no more with extra time", async () => {
  const [ada, bob, carl] = [await join(), await join(), await join()];
  const { id, closesAt } = await schedule(exam.durationMinutes + 60);
  expect((await begin(ada, id)).deadline).toBe(inMinutes(exam.durationMinutes));
  const untilItCloses = cutDeadline("9999-01-01T00:00:00.000Z", closesAt, id);
  expect((await begin(bob, id, 100)).deadline).toBe(untilItCloses);
  later(61);
  expect((await begin(carl, id)).deadline).toBe(untilItCloses);
});

test("from the moment that it closes nobody begins; who has begun still gets the attempt", async () => {
  const [ada, bob] = [await join(), await join()];
  const { id } = await schedule();
  const attempt = await begin(ada, id);
  later(exam.durationMinutes);
  await expect(begin(bob, id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/can't be begun any more/),
  });
  expect(await begin(ada, id, 0, attempt.id)).toMatchObject({ id: attempt.id });
});

test("a mock is scheduled, open and closed by the server's clock", async () => {
  const params = { cohortId, mockId: `gmk_${ulid()}` };
  const body = { id: params.mockId, name: "Rehearsal", opensAt: inMinutes(10), closesAt: inMinutes(250) };
  const state = async () => (await platform().mock({ ...none, ...ida, params })).state;
  await platform().scheduleMock({ ...none, ...ida, params, body });
  expect(await state()).toBe("scheduled");
  later(10);
  expect(await state()).toBe("open");
  later(240);
  expect(await state()).toBe("closed");
  // The same request again, long after it could have been sent first.
  expect(await platform().scheduleMock({ ...none, ...ida, params, body })).toMatchObject({
    state: "closed",
    begun: 0,
  });
});

test("what is withdrawn after a mock was scheduled reaches nobody who begins then, and the rest is scored", async () => {
  const [ada, bob, carl] = [await join(), await join(), await join()];
  const bank = questionStore(server.table);
  const [some] = (await fullPack()).questions;
  if (!some) throw new TypeError("the pack has questions");
  // Of the group, so that no other test meets them.
  const own = Array.from({ length: exam.unscoredItems }, () => `que_${ulid()}`);
  for (const id of own) await bank.put({ ...some, id, cohortId, state: "pilot", version: 1 });
  const { id, count } = await schedule();
  const before = await begin(ada, id);
  const given = (attempt: RunningAttempt) => attempt.items.map(({ questionId }) => questionId);
  expect(given(before)).toHaveLength(count);
  const pilots = given(before).filter((questionId) => own.includes(questionId));
  const counting = given(before).find((questionId) => !own.includes(questionId)) ?? "";
  const head = await bank.head(counting);
  const [reviewed = "", retired = ""] = pilots;
  if (!head) throw new TypeError("what was given is in the bank");
  const move = (questionId: string, from: QuestionState, to: QuestionState, version = 1) =>
    server.table.transact([stateWrite({ id: questionId, version, state: from }, to)]);
  await move(reviewed, "pilot", "in_review");
  await move(retired, "pilot", "retired");
  await move(counting, head.state, "retired", head.version);
  const [one, two] = [await begin(bob, id), await begin(carl, id)];
  await move(counting, "retired", head.state, head.version);

  const left = given(before).filter((questionId) => ![reviewed, retired, counting].includes(questionId));
  expect([given(one), given(two)]).toEqual([left, left]);
  expect(one).toMatchObject({ count: count - 3, deadline: before.deadline });
  // Who has begun keeps what was given.
  expect(await get(ada, before.id)).toMatchObject({ count });
  await submit(ada, before.id);
  await submit(bob, one.id);
  later(exam.durationMinutes + 1);
  const { items } = await resultsOf(bob, id);
  const totals = (own: boolean) => items.flatMap(({ me, result }) => (me === own ? [result.total] : []));
  expect(totals(true)).toEqual([exam.scoredItems - 1]);
  expect(totals(false).toSorted()).toEqual([exam.scoredItems - 1, exam.scoredItems]);
  expect(items.map(({ result }) => result.scaled?.score)).toEqual([1, 2, 3].map(() => exam.scale.min));
});

test("a mock of which nothing that counts is left is not begun", async () => {
  const ada = await join();
  const { id } = await schedule();
  const [some] = (await fullPack()).questions;
  if (!some) throw new TypeError("the pack has questions");
  const [pilot, retired] = [`que_${ulid()}`, `que_${ulid()}`];
  const bank = questionStore(server.table);
  await bank.put({ ...some, id: pilot, cohortId, state: "pilot", version: 1 });
  await bank.put({ ...some, id: retired, cohortId, state: "retired", version: 1 });
  const places = [
    { questionId: pilot, version: 1, scored: false },
    { questionId: retired, version: 1, scored: true },
  ];
  await server.table.put({ pk: `GROUPMOCK#${id}`, sk: "FORM", entity: "groupMockForm", places });
  await expect(begin(ada, id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/withdrawn/),
  });
});

test("what was submitted is sealed until the mock closes, and then told, by every route alike", async () => {
  const ada = await join();
  const { id, closesAt } = await schedule(exam.durationMinutes + 60);
  const attempt = await begin(ada, id);
  await answer(ada, attempt);
  expect(await submit(ada, attempt.id)).toMatchObject({
    state: "sealed",
    resultsAt: resultsAt({ closesAt }),
  });
  time = Date.parse(resultsAt({ closesAt })) - 1;
  expect(await get(ada, attempt.id)).toMatchObject({ state: "sealed" });
  time += 1;
  const told = await get(ada, attempt.id);
  expect(told).toMatchObject({ state: "submitted", groupMock: { cohortId, mockId: id } });
  expect(told.state === "submitted" && told.items[0]?.review.key).toBeDefined();
  expect(await submit(ada, attempt.id)).toEqual(told);
  const { items } = await platform().list({ ...none, caller: ada.caller, query: firstPage });
  expect(items).toMatchObject([{ id: attempt.id, state: "submitted", result: { answered: 1 } }]);
});

test("it counts for its learner when its results are told, and not before", async () => {
  const ada = await join();
  const { id, closesAt } = await schedule(exam.durationMinutes + 60);
  const attempt = await begin(ada, id);
  await answer(ada, attempt);
  await submit(ada, attempt.id);
  const { userId } = ada.caller;
  const { consume, ledgers } = countingOn(server.table, now);
  const seen = async () => {
    await consume({ dynamodb: { NewImage: { id: { S: attempt.id }, userId: { S: userId } } } });
    return (await ledgers.get(userId, exam.id)).ledger.seen.size;
  };
  expect(await seen()).toBe(0);
  time = Date.parse(resultsAt({ closesAt }));
  expect(await seen()).toBe(0);
  // Whoever reads it first lets it count.
  await resultsOf(ida, id);
  await get(ada, attempt.id);
  expect(await seen()).toBe(1);
});

test("whose own time is up before the mock closes is told nothing until then, either", async () => {
  const ada = await join();
  const { id, closesAt } = await schedule(exam.durationMinutes + 60);
  const attempt = await begin(ada, id);
  later(exam.durationMinutes + 1);
  const sealed = {
    state: "sealed",
    timedOut: true,
    submittedAt: attempt.deadline,
    resultsAt: resultsAt({ closesAt }),
  };
  expect(await get(ada, attempt.id)).toMatchObject(sealed);
  const { items } = await platform().list({ ...none, caller: ada.caller, query: firstPage });
  expect(items).toMatchObject([sealed]);
});

test("its questions can be practised once it has closed, however many attempts come after it", async () => {
  const ada = await join();
  const { id, closesAt } = await schedule(exam.durationMinutes + 60);
  const attempt = await begin(ada, id);
  await submit(ada, attempt.id);
  const questionIds = attempt.items.slice(0, 3).map(({ questionId }) => questionId);
  const quiz = { examId: exam.id, kind: "quiz", mode: "practice", count: 3 } as const;
  const start = (wish: { questionIds?: string[] }) =>
    platform().start({
      ...none,
      caller: ada.caller,
      body: { ...quiz, ...wish, scope: [], id: `att_${ulid()}` },
    });
  for (let count = 0; count < 41; count++) await start({});
  await expect(start({ questionIds })).rejects.toMatchObject({ code: "bank_too_small" });
  time = Date.parse(resultsAt({ closesAt }));
  expect(await start({ questionIds })).toMatchObject({ count: 3 });
  const body = { id: attempt.id, examId: exam.id, kind: "mock", extraTimePercent: 0 } as const;
  await expect(platform().start({ ...none, caller: ada.caller, body })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("there are no results before it closes, whoever has finished", async () => {
  const ada = await join();
  const { id } = await schedule();
  await submit(ada, (await begin(ada, id)).id);
  for (const person of [ada, ida]) {
    await expect(resultsOf(person, id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/UTC/),
    });
  }
});

test("results: oneself; for learners who is on the boards, for instructors who shares, by name", async () => {
  const ada = await join({ pseudonym: "Auk", name: "Ada" });
  const bob = await join({ pseudonym: "Bittern", name: "Bob", shares: true });
  const cleo = await join({ pseudonym: "Crane", name: "Cleo", shares: true, listed: false });
  const dan = await join({ pseudonym: "Dunlin" });
  const eve = await join({ pseudonym: "Egret" });
  const fay = await join({ pseudonym: "Finch" });
  const { id } = await schedule();
  for (const person of [ada, cleo, dan]) await submit(person, (await begin(person, id)).id);
  // One whose time runs out, and one who gives up.
  const left = await begin(bob, id);
  await answer(bob, left);
  const { id: attemptId } = await begin(eve, id);
  await platform().discard({ ...none, caller: eve.caller, params: { attemptId } });
  await leave(dan);
  later(exam.durationMinutes + 1);

  const auk = { pseudonym: "Auk", me: false };
  const bittern = { pseudonym: "Bittern", me: false };
  const shown = async (person: Person) => who((await resultsOf(person, id)).items);
  expect(await shown(ada)).toEqual([{ ...auk, me: true }, bittern]);
  expect(await shown(cleo)).toEqual([auk, bittern, { pseudonym: "Crane", me: true }]);
  expect(await shown(fay)).toEqual([auk, bittern]);
  expect(await shown(ida)).toEqual([
    { ...bittern, name: "Bob" },
    { pseudonym: "Crane", name: "Cleo", me: false },
  ]);

  const { items } = await resultsOf(bob, id);
  const own = items.find(({ me }) => me);
  const review = await get(bob, left.id);
  expect(own?.result).toEqual(review.state === "submitted" && review.result);
  expect(own?.result).toMatchObject({ answered: expect.any(Number), scaled: { pass: exam.scale.pass } });
});

test("what was sent as it closed may still arrive, and is in the results then", async () => {
  const [ada, bob] = [await join({ pseudonym: "Avocet" }), await join()];
  const { id, closesAt } = await schedule();
  const attempt = await begin(ada, id);
  time = Date.parse(closesAt) + 10_000;
  expect(await resultsOf(bob, id)).toEqual({ items: [] });
  await answer(ada, attempt);
  time += 10_000;
  const { items } = await resultsOf(bob, id);
  expect(who(items)).toEqual([{ pseudonym: "Avocet", me: false }]);
  expect(await get(ada, attempt.id)).toMatchObject({ timedOut: true, result: items[0]?.result });
});

test("results come by pages, each member once", async () => {
  const bob = await join();
  const people = await Promise.all(Array.from({ length: 5 }, () => join()));
  const { id } = await schedule();
  await Promise.all(people.map((person) => begin(person, id)));
  later(exam.durationMinutes + 1);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await resultsOf(bob, id, { limit: 2, cursor });
    expect(page.items.length).toBeLessThanOrEqual(2);
    names.push(...page.items.map(({ pseudonym }) => pseudonym));
    cursor = page.cursor;
  } while (cursor);
  expect(new Set(names).size).toBe(5);
  expect(names).toHaveLength(5);
});

test("a cohort's mocks go with it, and those of no other", async () => {
  const groupMocks = groupMockStore(server.table, { putAudit, whileActive });
  const [ada, bob] = [await join(), await join()];
  const [first, second] = [await schedule(), await schedule()];
  for (const person of [ada, bob]) await begin(person, first.id);
  await groupMocks.purge(`coh_${ulid()}`);
  expect((await groupMocks.list(cohortId, firstPage)).items).toHaveLength(2);
  await groupMocks.purge(cohortId);
  expect(await groupMocks.list(cohortId, firstPage)).toEqual({ items: [] });
  for (const { id } of [first, second]) {
    expect(await groupMocks.get(id)).toBeUndefined();
    expect(await groupMocks.form(id)).toEqual([]);
    expect(await groupMocks.entries(id, firstPage)).toEqual({ items: [] });
  }
  expect(await groupMocks.latestEntries(ada.caller.userId)).toEqual([]);
});
