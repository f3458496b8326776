import { beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { beginMock, newMock, someMock } from "@lyceum/scripts/testing/attempts";
import { newCohort, takeIn, userIdOf } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { someResponse } from "@lyceum/scripts/testing/responses";
import { type SealedAttempt, untouched } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { ulid } from "ulid";
import { resultsAt } from "./rules.ts";

// Mocks that a cohort sits together, as its members see them: through the API. What the clock does is in clock.cloud.test.ts.

jest.setTimeout(60_000);

let exam: ExamProfile;
let owner: Person;
let ida: Person;
let ada: Person;
let bob: Person;
let cohortId: string;

beforeAll(async () => {
  exam = (await fullPack()).exam;
  [owner, ida, ada, bob] = await Promise.all([newPerson(), newPerson(), newPerson(), newPerson()]);
});

beforeEach(async () => {
  cohortId = (await newCohort(owner)).id;
  await takeIn(owner, cohortId, ida, "instructor");
  await takeIn(owner, cohortId, ada);
  await takeIn(owner, cohortId, bob);
});

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const later = () => ({ opensAt: hours(1), closesAt: hours(30) });

const schedule = (by: Person, body: Awaited<ReturnType<typeof someMock>>, into = cohortId) =>
  by.client.call("POST /cohorts/{cohortId}/mocks", { params: { cohortId: into }, body });
const mockOf = (person: Person, mockId: string) =>
  person.client.call("GET /cohorts/{cohortId}/mocks/{mockId}", { params: { cohortId, mockId } });
const mocksOf = (person: Person, query: { limit?: number; cursor?: string } = {}) =>
  person.client.call("GET /cohorts/{cohortId}/mocks", { params: { cohortId }, query });
const cancel = (by: Person, mockId: string) =>
  by.client.call("DELETE /cohorts/{cohortId}/mocks/{mockId}", { params: { cohortId, mockId } });
const resultsOf = (person: Person, mockId: string) =>
  person.client.call("GET /cohorts/{cohortId}/mocks/{mockId}/results", { params: { cohortId, mockId } });
const attemptOf = (person: Person, attemptId: string) =>
  person.client.call("GET /attempts/{attemptId}", { params: { attemptId } });
async function submitSealed({ client }: Person, attemptId: string): Promise<SealedAttempt> {
  const attempt = await client.call("POST /attempts/{attemptId}/submit", { params: { attemptId } });
  if (attempt.state !== "sealed") throw new TypeError(`the attempt is ${attempt.state}`);
  return attempt;
}

async function logOf(person: Person) {
  const { items } = await person.client.call("GET /cohorts/{cohortId}/audit", { params: { cohortId } });
  return items
    .filter(({ action }) => action.startsWith("mock_"))
    .map(({ action, actorId, detail }) => ({ action, actorId, detail }));
}

test("an instructor schedules a mock, members see it, and the log tells of it once, however often it is sent", async () => {
  const wish = await someMock(later());
  const replies = await Promise.all([schedule(ida, wish), schedule(ida, wish), schedule(ida, wish)]);
  for (const { now: _, ...reply } of replies) {
    expect(reply).toEqual({
      ...wish,
      examId: exam.id,
      state: "scheduled",
      count: exam.scoredItems + exam.unscoredItems,
      minutes: exam.durationMinutes,
      begun: 0,
    });
  }
  expect(await mockOf(ada, wish.id)).toEqual({ ...replies[0], now: expect.any(String) });
  expect(ada.replies.at(-1)).not.toMatch(/que_/);
  expect(await logOf(ida)).toEqual([{ action: "mock_scheduled", actorId: userIdOf(ida), detail: wish.name }]);
  for (const other of [{ name: "Another" }, { opensAt: hours(2) }, { closesAt: hours(31) }]) {
    await expect(schedule(ida, { ...wish, ...other })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/another mock/),
    });
  }
});

test("a window that nobody could sit the mock in is refused with the reason", async () => {
  const refused = async (window: { opensAt: string; closesAt: string }, reason: RegExp) =>
    expect(schedule(ida, await someMock(window))).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringMatching(reason),
    });
  await refused({ opensAt: hours(2), closesAt: hours(1) }, /after it opens/);
  await refused({ opensAt: hours(-9), closesAt: hours(-1) }, /closed already/);
  await refused({ opensAt: hours(1), closesAt: hours(1.5) }, /takes \d+ minutes/);
  await refused({ opensAt: hours(1), closesAt: hours(24 * 61) }, /60 days/);
  expect(await mocksOf(ida)).toEqual({ items: [] });
});

test("an archived group schedules, begins and cancels nothing", async () => {
  const { id } = await newMock(ida, cohortId);
  const params = { cohortId };
  await owner.client.call("PUT /cohorts/{cohortId}/state", { params, body: { state: "archived" } });
  const archived = { code: "conflict", message: expect.stringMatching(/archived/) };
  await expect(newMock(ida, cohortId)).rejects.toMatchObject(archived);
  await expect(beginMock(ada, cohortId, id)).rejects.toMatchObject(archived);
  await expect(cancel(ida, id)).rejects.toMatchObject(archived);
  expect(await mockOf(ada, id)).toMatchObject({ begun: 0 });
});

test("the latest is listed first, by pages, each with the caller's own attempt", async () => {
  const starts = [3, 1, 4, 2];
  for (const start of starts) {
    await newMock(ida, cohortId, { name: `In ${start}`, opensAt: hours(start), closesAt: hours(start + 9) });
  }
  const open = await newMock(ida, cohortId);
  const { id: attemptId } = await beginMock(ada, cohortId, open.id);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await mocksOf(ada, { limit: 2, ...(cursor && { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(2);
    names.push(...page.items.map(({ name }) => name));
    cursor = page.cursor;
  } while (cursor);
  expect(names).toEqual(["In 4", "In 3", "In 2", "In 1", open.name]);
  const own = (await mocksOf(ada)).items.map((mock) => mock.attemptId);
  expect(own).toEqual([undefined, undefined, undefined, undefined, attemptId]);
  expect((await mocksOf(bob)).items.at(-1)).toMatchObject({ begun: 1, state: "open" });
  expect((await mocksOf(bob)).items.at(-1)).not.toHaveProperty("attemptId");
});

test("all who begin get the same questions, the options in an order of their own", async () => {
  const { id, closesAt } = await newMock(ida, cohortId);
  const [one, two] = await Promise.all([beginMock(ada, cohortId, id), beginMock(bob, cohortId, id)]);
  const ids = (attempt: typeof one) => attempt.items.map(({ questionId }) => questionId);
  expect(ids(one)).toHaveLength(exam.scoredItems + exam.unscoredItems);
  expect(ids(two)).toEqual(ids(one));
  const firstTexts = (attempt: typeof one) => attempt.items.map(({ item }) => item.options[0]?.text);
  expect(firstTexts(two)).not.toEqual(firstTexts(one));
  expect(one).toMatchObject({ kind: "mock", mode: "exam", groupMock: { cohortId, mockId: id } });
  // An hour is left beside the mock's time, so the clock is the attempt's own.
  expect(Date.parse(one.deadline ?? "") - Date.parse(one.startedAt)).toBe(exam.durationMinutes * 60_000);
  expect(Date.parse(closesAt)).toBeGreaterThan(Date.parse(one.deadline ?? ""));
  expect(await mockOf(ida, id)).toMatchObject({ begun: 2 });
  expect(ada.replies.join("\n")).not.toMatch(/"scored":|rationale|"key"/);
});

test("a mock is begun once: the same request again is the same attempt, another is refused", async () => {
  const { id } = await newMock(ida, cohortId);
  const attemptId = `att_${ulid()}`;
  const same = await Promise.all([1, 2, 3].map(() => beginMock(ada, cohortId, id, attemptId)));
  for (const attempt of same) expect({ ...attempt, now: "" }).toEqual({ ...same[0], now: "" });
  await expect(beginMock(ada, cohortId, id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/begun this mock already/),
  });
  const others = await Promise.allSettled([1, 2, 3, 4].map(() => beginMock(bob, cohortId, id)));
  expect(others.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await mockOf(ada, id)).toMatchObject({ begun: 2, attemptId });
});

test("an id that names another attempt begins nothing", async () => {
  const { id } = await newMock(ida, cohortId);
  const quiz = { id: `att_${ulid()}`, examId: exam.id, kind: "quiz", mode: "exam", count: 1 } as const;
  await ada.client.call("POST /attempts", { body: quiz });
  await expect(beginMock(ada, cohortId, id, quiz.id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/another attempt/),
  });
  const begun = await beginMock(ada, cohortId, id);
  await expect(ada.client.call("POST /attempts", { body: { ...quiz, id: begun.id } })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await mockOf(ada, id)).toMatchObject({ begun: 1 });
});

test("who has discarded a mock can't begin it again, by the same id or another", async () => {
  const { id } = await newMock(ida, cohortId);
  const { id: attemptId } = await beginMock(ada, cohortId, id);
  await ada.client.call("DELETE /attempts/{attemptId}", { params: { attemptId } });
  for (const next of [attemptId, `att_${ulid()}`]) {
    await expect(beginMock(ada, cohortId, id, next)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/discarded/),
    });
  }
});

test("nobody begins before it opens, nobody of another group at all, and no path leads to another group's mock", async () => {
  const { id } = await newMock(ida, cohortId, later());
  await expect(beginMock(ada, cohortId, id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/can't be begun yet/),
  });
  const open = await newMock(ida, cohortId);
  const stranger = await newPerson();
  const other = await newCohort(stranger);
  for (const path of [cohortId, other.id]) {
    await expect(beginMock(stranger, path, open.id)).rejects.toMatchObject({ code: "not_found" });
  }
  const params = { cohortId: other.id, mockId: open.id };
  await stranger.client.call("DELETE /cohorts/{cohortId}/mocks/{mockId}", { params });
  await expect(schedule(stranger, await someMock({ id: open.id }), other.id)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await mockOf(ada, open.id)).toMatchObject({ begun: 0, state: "open" });
});

test("until it closes, a submitted mock tells nothing by any route, and its questions can't be practised", async () => {
  const { id, closesAt } = await newMock(ida, cohortId);
  const carl = await newPerson();
  await takeIn(owner, cohortId, carl);
  const attempt = await beginMock(carl, cohortId, id);
  const ids = attempt.items.map(({ questionId }) => questionId);
  const [first] = attempt.items;
  if (!first) throw new TypeError("a mock has items");
  await carl.client.call("PUT /attempts/{attemptId}/items/{position}", {
    params: { attemptId: attempt.id, position: "1" },
    body: { ...untouched, response: someResponse(first), revision: 1 },
  });
  const { items: _, now: _now, deadline: _deadline, ...same } = attempt;
  const { now: _replied, ...told } = await submitSealed(carl, attempt.id);
  const sealed = { ...told, now: expect.any(String) };
  expect(told).toEqual({
    ...same,
    state: "sealed",
    submittedAt: expect.any(String),
    timedOut: false,
    resultsAt: resultsAt({ closesAt }),
  });
  expect(await submitSealed(carl, attempt.id)).toEqual(sealed);
  expect(await attemptOf(carl, attempt.id)).toEqual(sealed);
  expect((await carl.client.call("GET /attempts")).items).toEqual([sealed]);
  expect(await beginMock(carl, cohortId, id, attempt.id).catch(({ message }) => message)).toMatch(/sealed/);
  await expect(resultsOf(carl, id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/shown when everybody has finished/),
  });

  const quiz = { examId: exam.id, kind: "quiz", mode: "practice" } as const;
  const start = (count: number, questionIds?: string[]) =>
    carl.client.call("POST /attempts", { body: { ...quiz, id: `att_${ulid()}`, count, questionIds } });
  await expect(start(20, ids.slice(0, 20))).rejects.toMatchObject({ code: "bank_too_small" });
  const drawn = await start(60);
  const shown = drawn.state === "running" ? drawn.items.map(({ questionId }) => questionId) : [];
  expect(shown).toHaveLength(60);
  expect(shown.filter((questionId) => ids.includes(questionId))).toEqual([]);
  expect(carl.replies.join("\n")).not.toMatch(/rationale|"key"|"correct"|"result"/);
});

test("the questions of a mock that was discarded are held back, too, until it closes", async () => {
  const { id } = await newMock(ida, cohortId);
  const { id: attemptId, items } = await beginMock(ada, cohortId, id);
  await ada.client.call("DELETE /attempts/{attemptId}", { params: { attemptId } });
  const questionIds = items.slice(0, 5).map(({ questionId }) => questionId);
  const quiz = { examId: exam.id, kind: "quiz", mode: "practice", count: 5, questionIds } as const;
  await expect(
    ada.client.call("POST /attempts", { body: { ...quiz, id: `att_${ulid()}` } }),
  ).rejects.toMatchObject({ code: "bank_too_small" });
});

test("a mock is cancelled, however often that is sent, until somebody has begun", async () => {
  const { id, name } = await newMock(ida, cohortId);
  await cancel(ida, id);
  await cancel(ida, id);
  await expect(mockOf(ada, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(beginMock(ada, cohortId, id)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringMatching(/cancelled/),
  });
  expect(await mocksOf(ada)).toEqual({ items: [] });
  expect((await logOf(ida)).map(({ action, detail }) => [action, detail])).toEqual([
    ["mock_cancelled", name],
    ["mock_scheduled", name],
  ]);

  const begun = await newMock(ida, cohortId);
  await beginMock(ada, cohortId, begun.id);
  await expect(cancel(ida, begun.id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/has begun/),
  });
});

test("of beginning and cancelling at the same time, one happens", async () => {
  const { id } = await newMock(ida, cohortId);
  const [began, cancelled] = await Promise.allSettled([beginMock(ada, cohortId, id), cancel(ida, id)]);
  const left = await mockOf(ada, id).catch(() => undefined);
  expect([began.status, cancelled.status, left?.begun]).toEqual(
    left ? ["fulfilled", "rejected", 1] : ["rejected", "fulfilled", undefined],
  );
});

test("a deleted group's mocks go with it, and the attempts stay", async () => {
  const { id } = await newMock(ida, cohortId);
  const attempt = await beginMock(ada, cohortId, id);
  await owner.client.call("DELETE /cohorts/{cohortId}", { params: { cohortId } });
  await expect(mockOf(ada, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await submitSealed(ada, attempt.id)).toMatchObject({ state: "sealed" });
  // Until the stream's consumer has been there, the id is taken.
  const other = await newCohort(owner);
  const isFree = () =>
    newMock(owner, other.id, { id }).then(
      () => true,
      ({ code }) => code !== "conflict",
    );
  await eventually(isFree, (free) => free);
  const params = { cohortId: other.id, mockId: id };
  const again = await owner.client.call("GET /cohorts/{cohortId}/mocks/{mockId}", { params });
  expect(again).toMatchObject({ begun: 0, state: "open" });
});
