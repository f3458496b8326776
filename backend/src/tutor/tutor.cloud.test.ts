import { beforeAll, expect, jest, test } from "@jest/globals";
import { answered, someAnswer } from "@lyceum/scripts/testing/answers";
import { accept, newCohort, newInvite, takeIn, userIdOf } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { platformTable } from "@lyceum/scripts/testing/platform";
import { ulid } from "ulid";
import * as z from "zod";
import type { Table } from "../aws/table.ts";
import { answersOn } from "./composition.ts";
import { figureStore } from "./figures/store.ts";
import type { AnswerRecord } from "./record.ts";
import type { AnswerStore } from "./store.ts";

// What is kept of answers and made of it, over the API. The answers are put into the table, as if they had been given.

jest.setTimeout(60_000);

let table: Table;
let answers: AnswerStore;
let owner: Person;
let learner: Person;
let other: Person;
let cohortId: string;

beforeAll(async () => {
  table = await platformTable();
  answers = answersOn(table);
  [owner, learner, other] = await Promise.all([newPerson(), newPerson(), newPerson()]);
  cohortId = await newGroup();
});

/** A group with both learners. */
async function newGroup(): Promise<string> {
  const { id } = await newCohort(owner);
  const link = await newInvite(owner, id, { maxUses: 10 });
  await Promise.all([accept(learner, link), accept(other, link)]);
  return id;
}

async function asked(by: Person, wish: Partial<AnswerRecord> = {}): Promise<AnswerRecord> {
  const record = await someAnswer({ cohortId, userId: userIdOf(by), ...wish });
  await answers.begin({ ...record, state: "answering" });
  return record;
}

/** A question and its answer, as it is named. */
async function given(by: Person, wish: Partial<AnswerRecord> = {}) {
  const record = await asked(by, wish);
  await answers.finish({ ...answered(record), ...wish });
  return paramsOf(record);
}

const paramsOf = ({ cohortId, conversationId, id: answerId }: AnswerRecord) => ({
  cohortId,
  conversationId,
  answerId,
});

const conflict = { code: "conflict" };
const notFound = { code: "not_found" };

const conversations = "GET /cohorts/{cohortId}/tutor/conversations";
const conversation = "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}";
const changeConversation = "PATCH /cohorts/{cohortId}/tutor/conversations/{conversationId}";
const removeConversation = "DELETE /cohorts/{cohortId}/tutor/conversations/{conversationId}";
const list = "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers";
const read = "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}";
const stop = "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/stop";
const rate = "PUT /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback";
const unrate = "DELETE /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback";
const report = "POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/gap";
const gaps = "GET /cohorts/{cohortId}/tutor/gaps";
const changeGap = "PATCH /cohorts/{cohortId}/tutor/gaps/{gapId}";
const rated = "GET /cohorts/{cohortId}/tutor/feedback";
const figures = "GET /cohorts/{cohortId}/tutor/figures";

test("a learner finds, renames and deletes conversations, and nobody else finds them", async () => {
  const me = await newPersonOf(cohortId);
  const first = await given(me, { question: "What is Überwachung?" });
  const second = await given(me, { question: "How do guardrails work?" });
  const params = { cohortId, conversationId: first.conversationId };
  const page = await me.client.call(conversations, { params: { cohortId }, query: { limit: 1 } });
  expect(page.items).toMatchObject([
    { id: second.conversationId, title: "How do guardrails work?", answers: 1 },
  ]);
  const rest = await me.client.call(conversations, { params: { cohortId }, query: { cursor: page.cursor } });
  expect(rest.items.map(({ id }) => id)).toEqual([first.conversationId]);

  expect(
    await me.client.call(changeConversation, { params, body: { title: "Monitoring", memory: "EU" } }),
  ).toMatchObject({
    title: "Monitoring",
    memory: "EU",
  });
  expect(
    await me.client.call(changeConversation, { params, body: { memory: "Mail anna@lyceum-mail.org" } }),
  ).toMatchObject({ title: "Monitoring", memory: "Mail [email]" });
  await me.client.call(changeConversation, { params, body: { memory: "" } });
  expect(await me.client.call(conversation, { params })).toMatchObject({ title: "Monitoring", memory: "" });
  for (const [search, found] of [
    ["uberw", 1],
    ["MONITORING was", 0],
    ["monitoring what", 1],
    ["guardrails", 1],
  ] as const) {
    const { items } = await me.client.call(conversations, { params: { cohortId }, query: { search } });
    expect([search, items.length]).toEqual([search, found]);
  }

  for (const route of [conversation, list] as const) {
    await expect(other.client.call(route, { params })).rejects.toMatchObject(notFound);
  }
  await expect(other.client.call(read, { params: first })).rejects.toMatchObject(notFound);
  await other.client.call(removeConversation, { params });
  await me.client.call(removeConversation, { params });
  await me.client.call(removeConversation, { params });
  await expect(me.client.call(conversation, { params })).rejects.toMatchObject(notFound);
  await expect(me.client.call(list, { params })).rejects.toMatchObject(notFound);
  await expect(me.client.call(read, { params: first })).rejects.toMatchObject(notFound);
  const left = await me.client.call(conversations, { params: { cohortId } });
  expect(left.items.map(({ id }) => id)).toEqual([second.conversationId]);
});

test("an answer is read as far as it is written; one that is silent for long is broken off", async () => {
  const record = await asked(learner);
  const params = paramsOf(record);
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  const key = { ...params, userId: userIdOf(learner) };
  await answers.beat(key, { text: "A guard", at: ago(1) });
  expect(await learner.client.call(read, { params })).toMatchObject({ state: "answering", text: "A guard" });
  await expect(learner.client.call(rate, { params, body: { thumb: "up" } })).rejects.toMatchObject(conflict);
  await learner.client.call(stop, { params });
  expect(await answers.beat(key, { text: "A guardrail", at: ago(30) })).toEqual({ stop: true });
  expect(await learner.client.call(read, { params })).toMatchObject({
    state: "failed",
    text: "A guardrail",
    notice: "It was broken off. Ask again.",
  });
  // It may yet come to an end, unless whoever wrote it is surely gone.
  expect(await answers.beat(key, { text: "A guardrail", at: ago(130) })).toEqual({ stop: true });
  await learner.client.call(list, { params });
  await expect(answers.finish(answered(record))).rejects.toMatchObject(conflict);
});

test("feedback is kept with the answer, and told to instructors without saying whose it is", async () => {
  const tool = { name: "my_progress" as const, input: "{}", output: '{"readiness":0.31}', failed: false };
  const params = await given(learner, { tools: [tool] });
  const feedback = {
    thumb: "down" as const,
    reason: "not_supported" as const,
    text: "It is not so: [email]",
  };
  const body = { ...feedback, text: "It is not so: anna@lyceum-mail.org" };
  expect(await learner.client.call(rate, { params, body })).toMatchObject({ feedback });
  const { items } = await owner.client.call(rated, { params: { cohortId }, query: {} });
  expect(items).toMatchObject([
    { feedback, answer: { id: params.answerId, by: { model: "some-model", prompt: "answer-question@1" } } },
  ]);
  const told = owner.replies.at(-1);
  expect(told).not.toContain(userIdOf(learner));
  expect(told).not.toContain(params.conversationId);
  expect(told).not.toContain("0.31");
  await learner.client.call(rate, { params, body: { thumb: "up" } });
  const thumbed = async (thumb: "up" | "down") =>
    (await owner.client.call(rated, { params: { cohortId }, query: { thumb } })).items.length;
  expect([await thumbed("down"), await thumbed("up")]).toEqual([0, 1]);
  await learner.client.call(unrate, { params });
  await learner.client.call(unrate, { params });
  expect([await thumbed("down"), await thumbed("up")]).toEqual([0, 0]);
  expect((await learner.client.call(read, { params })).feedback).toBeUndefined();
});

test("what the notes don't answer is a gap with a count, whoever asked, until somebody fills it", async () => {
  const notInNotes = { state: "not_in_notes" as const, text: "" };
  const one = await given(learner, { ...notInNotes, question: "What does provisioned throughput cost?" });
  const same = await given(other, { ...notInNotes, question: "How much do provisioned throughputs cost?" });
  const declined = await given(other, { state: "declined", question: "What is the weather?" });
  expect(await learner.client.call(report, { params: one })).toMatchObject({ reported: true });
  await learner.client.call(report, { params: one });
  expect(await other.client.call(report, { params: same })).toMatchObject({ reported: true });
  await expect(other.client.call(report, { params: declined })).rejects.toMatchObject(conflict);
  const open = async () => (await owner.client.call(gaps, { params: { cohortId } })).items;
  const [gap, ...more] = await open();
  expect(more).toEqual([]);
  expect(gap).toMatchObject({
    question: "What does provisioned throughput cost?",
    learners: 2,
    state: "open",
  });
  expect(gap?.nearest).toMatchObject({ noteTitle: "Guardrails", cohortId });
  for (const person of [learner, other]) expect(owner.replies.at(-1)).not.toContain(userIdOf(person));
  const params = { cohortId, gapId: gap?.id ?? "" };
  await owner.client.call(changeGap, { params, body: { state: "added" } });
  expect(await open()).toEqual([]);
  const unknown = { cohortId, gapId: `gap_${ulid()}` };
  await expect(
    owner.client.call(changeGap, { params: unknown, body: { state: "open" } }),
  ).rejects.toMatchObject(notFound);
});

test("answers are closed while an exam is sat, and open again after it", async () => {
  const me = await newPersonOf(cohortId);
  const params = await given(me);
  const { exam } = await fullPack();
  const attemptId = `att_${ulid()}`;
  await me.client.call("POST /attempts", {
    body: { id: attemptId, examId: exam.id, kind: "mock" },
  });
  const closed = [
    () => me.client.call(list, { params }),
    () => me.client.call(read, { params }),
    () => me.client.call(rate, { params, body: { thumb: "up" } }),
    () => me.client.call(report, { params }),
  ];
  for (const call of closed) await expect(call()).rejects.toMatchObject(conflict);
  await me.client.call("POST /attempts/{attemptId}/submit", { params: { attemptId } });
  for (const call of closed) await call();
});

test("an archived group's answers are read, and nothing more is said of them", async () => {
  const group = await newGroup();
  const params = await given(learner, { cohortId: group });
  await owner.client.call("PUT /cohorts/{cohortId}/state", {
    params: { cohortId: group },
    body: { state: "archived" },
  });
  expect(await learner.client.call(read, { params })).toMatchObject({ state: "answered" });
  await expect(learner.client.call(rate, { params, body: { thumb: "up" } })).rejects.toMatchObject(conflict);
  await expect(learner.client.call(report, { params })).rejects.toMatchObject(conflict);
  await learner.client.call(removeConversation, { params });
});

test("answers are counted by month and model, and for operators by group with its name", async () => {
  const group = await newGroup();
  const { name: cohortName } = await owner.client.call("GET /cohorts/{cohortId}", {
    params: { cohortId: group },
  });
  const askedAt = "2031-05-04T10:00:00.000Z";
  const params = await given(learner, { cohortId: group, askedAt });
  await given(other, { cohortId: group, askedAt, state: "not_in_notes", by: undefined, claims: [] });
  await learner.client.call(rate, { params, body: { thumb: "down" } });
  const month = { month: "2031-05" };
  const told = () => owner.client.call(figures, { params: { cohortId: group }, query: month });
  const isCounted = (models: { answers: number; thumbsDown: number }[]) =>
    models.length === 2 && models.some(({ thumbsDown }) => thumbsDown === 1);
  const { models } = await eventually(told, (reply) => isCounted(reply.models));
  expect(models).toMatchObject([
    { cohortId: group, model: "", answers: 1, states: { not_in_notes: 1 } },
    { cohortId: group, model: "some-model", answers: 1, claims: 1, thumbsDown: 1, usd: 0.0021 },
  ]);
  const operator = await newPerson({ group: "operator" });
  const all = await operator.client.call("GET /operations/tutor", { query: { ...month, limit: 100 } });
  expect(all.items.filter((one) => one.cohortId === group)).toEqual(
    models.map((one) => ({ ...one, cohortName })),
  );
  expect(all.gaps).toBeGreaterThanOrEqual(0);
});

test("a group that is deleted has no name, for as long as its figures are still there", async () => {
  const cohortId = `coh_${ulid()}`;
  await figureStore(table).add({ cohortId, model: "some-model", month: "2031-06" }, { answers: 1 }, []);
  const operator = await newPerson({ group: "operator" });
  const query = { month: "2031-06", limit: 100 };
  const { items } = await operator.client.call("GET /operations/tutor", { query });
  const [found] = items.filter((one) => one.cohortId === cohortId);
  expect(found).toMatchObject({ answers: 1 });
  expect(found).not.toHaveProperty("cohortName");
});

test("what somebody has asked goes when they leave, and all of it with the group", async () => {
  const group = await newGroup();
  await given(learner, { cohortId: group });
  const params = await given(other, { cohortId: group, state: "not_in_notes" });
  await other.client.call(report, { params });
  const kept = async (pk: string) => {
    const prefixes = ["CNV#", "ANS#", "GAP#", "ASKER#", "HEAD"];
    const all = await Promise.all(prefixes.map((each) => table.queryAll(z.object({}), { pk, prefix: each })));
    return all.flat().length;
  };
  const of = (person: Person) => `TUTOR#${group}#${userIdOf(person)}`;
  expect(await kept(of(learner))).toBe(2);
  await learner.client.call("DELETE /cohorts/{cohortId}/me", { params: { cohortId: group } });
  await eventually(
    () => kept(of(learner)),
    (count) => count === 0,
  );
  await takeIn(owner, group, learner);
  const mine = await learner.client.call(conversations, { params: { cohortId: group } });
  expect(mine.items).toEqual([]);
  await given(learner, { cohortId: group });
  expect(await kept(of(other))).toBe(2);
  await owner.client.call("DELETE /cohorts/{cohortId}", { params: { cohortId: group } });
  for (const pk of [of(learner), of(other), `GAPS#${group}`]) {
    await eventually(
      () => kept(pk),
      (count) => count === 0,
    );
  }
});

async function newPersonOf(group: string): Promise<Person> {
  const person = await newPerson();
  await takeIn(owner, group, person);
  return person;
}
