import { beforeAll, expect, jest, test } from "@jest/globals";
import { submit } from "@lyceum/scripts/testing/attempts";
import { newCohort, takeIn } from "@lyceum/scripts/testing/cohorts";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, rawCall } from "@lyceum/scripts/testing/people";
import { platformTable } from "@lyceum/scripts/testing/platform";
import { lifeOf, newDraft } from "@lyceum/scripts/testing/review";
import { mostItems } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question, QuestionState } from "@lyceum/shared/questions";
import { ulid } from "ulid";
import { questionStore, stateWrite } from "../questions/store.ts";

// Whom the questions of a group reach, and whom they don't: through the API.

jest.setTimeout(120_000);

let exam: ExamProfile;
let some: Question;
let group: { cohortId: string; owner: Person; member: Person };
let stranger: Person;

beforeAll(async () => {
  const pack = await fullPack();
  exam = pack.exam;
  const [question] = pack.questions.filter(({ item }) => item.type === "multiple_choice");
  if (!question) throw new TypeError("the pack has questions");
  some = question;
  const [owner, member] = [await newPerson(), await newPerson()];
  stranger = await newPerson();
  const { id: cohortId } = await newCohort(owner);
  await takeIn(owner, cohortId, member);
  // Of another group of the same exam.
  await newCohort(stranger);
  group = { cohortId, owner, member };
});

/** Puts questions of the group into the bank. */
async function ofGroup(state: QuestionState, count = 1): Promise<string[]> {
  const bank = questionStore(await platformTable());
  const ids = Array.from({ length: count }, () => `que_${ulid()}`);
  for (const id of ids) {
    await bank.put({ ...some, id, cohortId: group.cohortId, state, version: 1 });
  }
  return ids;
}

async function start(person: Person, wish: object): Promise<{ attemptId: string; questionIds: string[] }> {
  const attemptId = `att_${ulid()}`;
  const reply = await rawCall("/attempts", {
    method: "POST",
    token: person.token,
    body: JSON.stringify({ id: attemptId, examId: exam.id, ...wish }),
  });
  if (reply.status === 409) return { attemptId, questionIds: [] };
  expect(reply.status).toBe(201);
  const { items }: { items: { questionId: string }[] } = JSON.parse(reply.text);
  return { attemptId, questionIds: items.map(({ questionId }) => questionId) };
}

const named = (...questionIds: string[]) => ({
  kind: "quiz",
  mode: "practice",
  count: questionIds.length,
  questionIds,
});

test("pilots of a group fill unscored places of its members' mocks, and of nobody else's", async () => {
  const pilots = await ofGroup("pilot", exam.unscoredItems);
  const { attemptId, questionIds } = await start(group.member, { kind: "mock" });
  const met = pilots.filter((id) => questionIds.includes(id));
  expect(met.length).toBeGreaterThan(0);
  const { items } = await submit(group.member, attemptId);
  for (const item of items.filter(({ questionId }) => pilots.includes(questionId))) {
    expect(item.scored).toBe(false);
  }
  for (const wish of [
    { kind: "mock" },
    { kind: "drill", scope: [some.taskId] },
    { kind: "quiz", mode: "exam", count: 60, scope: [] },
    named(...pilots),
  ]) {
    const { questionIds: others } = await start(stranger, wish);
    expect(pilots.filter((id) => others.includes(id))).toEqual([]);
  }
});

test("scored ones are in members' quizzes and drills; by id as well, and for nobody else", async () => {
  const [id = ""] = await ofGroup("scored");
  // Without a mock that runs, whose questions would be held back.
  const outsider = await newPerson();
  expect((await start(group.member, named(id))).questionIds).toEqual([id]);
  expect((await start(outsider, named(id))).questionIds).toEqual([]);
  const scope = [some.taskId];
  const whole = { kind: "quiz", mode: "exam", scope, count: await countOf(group.member, scope) };
  expect((await start(group.member, whole)).questionIds).toContain(id);
  const wholeOfStranger = { ...whole, count: await countOf(outsider, scope) };
  expect((await start(outsider, wholeOfStranger)).questionIds).not.toContain(id);
});

/** How many questions there are to choose from: the answer to who wants too many says so. */
async function countOf(person: Person, scope: string[]): Promise<number> {
  const wish = { id: `att_${ulid()}`, examId: exam.id, kind: "quiz", mode: "exam", scope, count: mostItems };
  const { body } = await rawCall("/attempts", {
    method: "POST",
    token: person.token,
    body: JSON.stringify(wish),
  });
  return Number(/There are (\d+)/.exec(body.message ?? "")?.[1]);
}

test.each(["draft", "in_review", "changes_requested", "rejected", "approved", "retired"] as const)(
  "one that is %s reaches not even members",
  async (state) => {
    const [id = ""] = await ofGroup(state);
    expect((await start(group.member, named(id))).questionIds).toEqual([]);
  },
);

test("who leaves keeps the review of what was taken, and is given no more of them", async () => {
  const leaver = await newPerson();
  await takeIn(group.owner, group.cohortId, leaver);
  const [id = ""] = await ofGroup("scored");
  const { attemptId } = await start(leaver, named(id));
  await submit(leaver, attemptId);
  await leaver.client.call("DELETE /cohorts/{cohortId}/me", { params: { cohortId: group.cohortId } });
  expect((await start(leaver, named(id))).questionIds).toEqual([]);
  const review = await leaver.client.call("GET /attempts/{attemptId}", { params: { attemptId } });
  expect(review).toMatchObject({
    state: "submitted",
    items: [{ questionId: id, review: { key: expect.anything() } }],
  });
});

test("a group's mock has its own pilots, and other groups' have not", async () => {
  const pilots = await ofGroup("pilot", exam.unscoredItems);
  const bank = questionStore(await platformTable());
  const schedule = async (owner: Person, cohortId: string) => {
    const opensAt = new Date(Date.now() - 60_000).toISOString();
    const closesAt = new Date(Date.now() + (exam.durationMinutes + 60) * 60_000).toISOString();
    const mock = await owner.client.call("POST /cohorts/{cohortId}/mocks", {
      params: { cohortId },
      body: { id: `gmk_${ulid()}`, name: "Dress rehearsal", opensAt, closesAt },
    });
    const attempt = await owner.client.call("POST /cohorts/{cohortId}/mocks/{mockId}/attempts", {
      params: { cohortId, mockId: mock.id },
      body: { id: `att_${ulid()}` },
    });
    return attempt.state === "running" ? attempt.items.map(({ questionId }) => questionId) : [];
  };
  const own = await schedule(group.owner, group.cohortId);
  const heads = await Promise.all(own.map((id) => bank.head(id)));
  expect(heads.some((head) => head?.cohortId === group.cohortId)).toBe(true);
  const other = await newCohort(stranger);
  const theirs = await schedule(stranger, other.id);
  expect(theirs.length).toBe(own.length);
  expect(pilots.filter((id) => theirs.includes(id))).toEqual([]);
});

test("platform instructors see them by id, for disputes; the exam's own list has none", async () => {
  const iris = await newPerson({ group: "instructor" });
  const [id = ""] = await ofGroup("scored");
  const question = await iris.client.call("GET /questions/{questionId}", { params: { questionId: id } });
  expect(question.cohortId).toBe(group.cohortId);
  const { items } = await iris.client.call("GET /exams/{examId}/questions", {
    params: { examId: exam.id },
    query: { limit: 100, taskId: some.taskId },
  });
  expect(items.length).toBeGreaterThan(0);
  expect(items.map((item) => item.id)).not.toContain(id);
});

test("a corrected key of one is told in its life, and stays with the group", async () => {
  const iris = await newPerson({ group: "instructor" });
  const table = await platformTable();
  const bank = questionStore(table);
  const { id } = await newDraft(table, group.cohortId, { state: "approved", admitted: 1 });
  await bank.put({ ...some, id, cohortId: group.cohortId, state: "pilot", version: 1 });
  const { key } = some.item;
  const choice = key.type === "multiple_choice" && key.choice === "a" ? "b" : "a";
  await iris.client.call("POST /questions/{questionId}/versions/{version}/answers", {
    params: { questionId: id, version: "1" },
    body: {
      id: `ans_${ulid()}`,
      text: "The documentation has changed.",
      key: { type: "multiple_choice", choice },
    },
  });
  expect(await bank.head(id)).toMatchObject({ state: "pilot", version: 2, cohortId: group.cohortId });
  expect(await lifeOf(group.owner, group.cohortId, id)).toEqual(["key_corrected"]);
  expect((await bank.published(exam.id)).map((question) => question.id)).not.toContain(id);
});

test("a key is not corrected while the group's reviewers decide about the question anew, and is when they have", async () => {
  const iris = await newPerson({ group: "instructor" });
  const table = await platformTable();
  const bank = questionStore(table);
  const [id = ""] = await ofGroup("in_review");
  const { key } = some.item;
  const choice = key.type === "multiple_choice" && key.choice === "a" ? "b" : "a";
  const correct = () =>
    iris.client.call("POST /questions/{questionId}/versions/{version}/answers", {
      params: { questionId: id, version: "1" },
      body: {
        id: `ans_${ulid()}`,
        text: "The documentation has changed.",
        key: { type: "multiple_choice", choice },
      },
    });
  await expect(correct()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/reviewers are deciding/),
  });
  expect(await bank.head(id)).toMatchObject({ state: "in_review", version: 1 });
  await table.transact([stateWrite({ id, version: 1, state: "in_review" }, "retired")]);
  await correct();
  expect(await bank.head(id)).toMatchObject({ state: "retired", version: 2 });
});
