import { afterAll, expect, test } from "@jest/globals";
import { answered, someAnswer } from "@lyceum/scripts/testing/answers";
import { startTable } from "@lyceum/scripts/testing/table";
import { ulid } from "ulid";
import { whileMember } from "../cohorts/store.ts";
import { inOrder } from "../stream.ts";
import { conversationStore } from "./conversations/store.ts";
import { figuresOf } from "./figures/rules.ts";
import { figureStore } from "./figures/store.ts";
import { gapStore } from "./gaps/store.ts";
import { mostAnswers } from "./history/rules.ts";
import { keyOf } from "./record.ts";
import { keepFigures } from "./steps.ts";
import { answerStore } from "./store.ts";
import { questionsAnHour } from "./use/rules.ts";
import { useStore } from "./use/store.ts";

const { table, stop } = await startTable();
afterAll(stop);
const answers = answerStore(table, { whileMember });
const conversations = conversationStore(table);

/** A learner who is a member of a group. */
async function learner() {
  const who = { cohortId: `coh_${ulid()}`, userId: ulid() };
  await table.put({ pk: `COHORT#${who.cohortId}`, sk: `MEMBER#${who.userId}`, entity: "member" });
  return who;
}

async function asked(wish: { question?: string; conversationId?: string; askedAt?: string } = {}) {
  const record = await someAnswer({ ...(await learner()), ...wish });
  await answers.begin(record);
  return record;
}

const conflict = { code: "conflict" };

test("a question makes its conversation, and the next one is added to it", async () => {
  const first = await asked({
    question: "What is Überwachung?\nTell me.",
    askedAt: "2027-03-01T10:00:00.000Z",
  });
  const second = await someAnswer({
    ...first,
    id: `ans_${ulid(Date.parse("2027-03-01T10:05:00.000Z"))}`,
    question: "And what does it cost?",
    askedAt: "2027-03-01T10:05:00.000Z",
  });
  await answers.begin(second);
  expect(await conversations.get(first)).toMatchObject({
    title: "What is Überwachung? Tell me.",
    createdAt: first.askedAt,
    changedAt: second.askedAt,
    answers: 2,
    memory: "",
    words: new Set(["what", "is", "uberwachung", "tell", "me", "and", "does", "it", "cost"]),
  });
  expect((await answers.latest(first, 10)).map(({ id }) => id)).toEqual([second.id, first.id]);
  expect(await answers.latest(first, 1)).toHaveLength(1);
});

test("the first write of an answer wins, and nobody else's id finds it", async () => {
  const record = await asked();
  await expect(answers.begin({ ...record, question: "Another" })).rejects.toMatchObject(conflict);
  expect(await answers.get(keyOf(record))).toEqual(record);
  expect((await conversations.get(record))?.answers).toBe(1);
  expect(await answers.get({ ...keyOf(record), userId: "somebody" })).toBeUndefined();
  expect(await answers.get({ ...keyOf(record), cohortId: `coh_${ulid()}` })).toBeUndefined();
});

test("who is not a member any more asks nothing", async () => {
  const { cohortId } = await learner();
  const record = await someAnswer({ cohortId, userId: "somebody" });
  await expect(answers.begin(record)).rejects.toMatchObject(conflict);
  expect(await conversations.get(record)).toBeUndefined();
});

test("what is said so far is kept, and learns there that it should stop", async () => {
  const record = await asked();
  const key = keyOf(record);
  const at = "2027-03-01T10:00:01.000Z";
  expect(await answers.beat(key, { text: "It", at })).toEqual({ stop: false });
  await answers.stop(key);
  expect(await answers.beat(key, { text: "It is", at })).toEqual({ stop: true });
  await answers.finish({ ...answered(record), state: "stopped" });
  expect(await answers.beat(key, { text: "It is late", at })).toBeUndefined();
  await expect(answers.finish(answered(record))).rejects.toMatchObject(conflict);
  await answers.stop(key);
  expect(await answers.get(key)).toMatchObject({ state: "stopped", text: answered(record).text });
});

test("memory is kept unless the learner has changed it meanwhile", async () => {
  const record = await asked();
  await answers.finish(answered(record), { before: "", after: "About guardrails." });
  expect(await answers.memory(record)).toBe("About guardrails.");
  const next = { ...record, id: `ans_${ulid()}` };
  await answers.begin(next);
  await conversations.change(record, { title: "Guardrails", memory: "Only costs." });
  await answers.finish(answered(next), { before: "About guardrails.", after: "About guardrails, and more." });
  expect(await answers.memory(record)).toBe("Only costs.");
  expect(await answers.get(keyOf(next))).toMatchObject({ state: "answered" });
});

test("a conversation that is deleted stays so, whatever is late", async () => {
  const record = await asked();
  const key = keyOf(record);
  await conversations.remove(key, record.askedAt);
  expect(await answers.beat(key, { text: "late", at: record.askedAt })).toBeUndefined();
  await expect(answers.finish(answered(record), { before: "", after: "late" })).rejects.toMatchObject(
    conflict,
  );
  await expect(answers.begin({ ...record, id: `ans_${ulid()}` })).rejects.toMatchObject(conflict);
  await expect(conversations.change(key, { title: "late", memory: "" })).rejects.toMatchObject(conflict);
  await conversations.remove(key, record.askedAt);
  expect(await conversations.get(key)).toBeUndefined();
  expect(await answers.memory(key)).toBe("");
  expect((await conversations.list(key, { limit: 10 })).items).toEqual([]);
  expect(await answers.latest(key, 10)).toEqual([]);
});

test("a conversation has its fill, and is deleted with all of it", async () => {
  const record = await asked();
  for (let more = 1; more < mostAnswers; more++) await answers.begin({ ...record, id: `ans_${ulid()}` });
  const [last] = await answers.latest(record, 1);
  await expect(answers.begin({ ...record, id: `ans_${ulid()}` })).rejects.toMatchObject(conflict);
  expect(last?.conversationId).toBe(record.conversationId);
  await conversations.remove(record, record.askedAt);
  expect(await answers.latest(record, 10)).toEqual([]);
});

test("an answer whose function is gone is settled, but none that goes on", async () => {
  const record = await asked();
  await answers.settle({ ...record, beatAt: "2027-01-01T00:00:00.000Z" });
  expect(await answers.get(keyOf(record))).toMatchObject({ state: "answering" });
  await answers.settle(record);
  expect(await answers.get(keyOf(record))).toMatchObject({ state: "failed", notice: expect.any(String) });
});

test("an answer is rated once it is over, as often as the learner likes, and listed by its thumb", async () => {
  const record = await asked();
  const key = keyOf(record);
  const at = "2027-03-01T11:00:00.000Z";
  await expect(answers.rate(key, { thumb: "up" }, at)).rejects.toMatchObject(conflict);
  await answers.finish(answered(record));
  await answers.rate(key, { thumb: "down", reason: "wrong", text: "No." }, at);
  const rated = async (thumb: "up" | "down") =>
    (await answers.rated(key.cohortId, thumb, { limit: 10 })).items;
  expect(await rated("down")).toMatchObject([{ id: record.id, ratedAt: at, feedback: { reason: "wrong" } }]);
  await answers.rate(key, { thumb: "up" }, at);
  expect(await rated("down")).toEqual([]);
  expect(await rated("up")).toHaveLength(1);
  await answers.rate(key, undefined, at);
  expect(await rated("up")).toEqual([]);
  expect((await answers.get(key))?.feedback).toBeUndefined();
});

test("words find conversations on all pages", async () => {
  const first = await asked({ question: "Old café" });
  for (const question of ["One", "Two", "Bedrock, a café", "Three", "Bedrock"]) {
    await answers.begin({ ...first, id: `ans_${ulid()}`, conversationId: `cnv_${ulid()}`, question });
  }
  const search = async (wanted: string, limit: number) => {
    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await conversations.search(first, wanted, { limit, cursor });
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.cursor;
    } while (cursor);
    return titles.sort();
  };
  for (const limit of [1, 2, 100]) {
    expect(await search("cafe", limit)).toEqual(["Bedrock, a café", "Old café"]);
    expect(await search("bedrock CAFÉ", limit)).toEqual(["Bedrock, a café"]);
    expect(await search("lambda", limit)).toEqual([]);
  }
});

test("gaps that many report at the same moment are all there, and all counted", async () => {
  const gaps = gapStore(table);
  const { cohortId } = await learner();
  const before = await gaps.open();
  const questions = ["anchors", "beacons", "cables", "drills", "engines", "funnels", "gears", "hinges"];
  const at = "2027-03-01T10:00:00.000Z";
  await Promise.all(
    questions.map((question) => gaps.report(cohortId, question, { id: `gap_${ulid()}`, question, at }, [])),
  );
  const { items } = await gaps.list(cohortId, "open", { limit: 100 });
  expect(items.map(({ question }) => question).sort()).toEqual(questions);
  expect(await gaps.open()).toBe(before + questions.length);
  await gaps.purge(cohortId);
});

test("a question that many ask is one gap, counted once for each learner", async () => {
  const gaps = gapStore(table);
  const { cohortId } = await learner();
  const report = (userId: string, question: string, at = "2027-03-01T10:00:00.000Z") =>
    gaps.report(cohortId, userId, { id: `gap_${ulid()}`, question, at }, []);
  const before = await gaps.open();
  await report("a", "What does provisioned throughput cost?");
  await Promise.all(["a", "b", "c"].map((userId) => report(userId, "What do provisioned throughputs cost?")));
  await report("b", "What is a mixture of experts?", "2027-03-01T11:00:00.000Z");
  const list = async (state: "open" | "added" | "dismissed") =>
    (await gaps.list(cohortId, state, { limit: 10 })).items;
  const [most, other] = await list("open");
  expect(most).toMatchObject({ question: "What does provisioned throughput cost?", learners: 3 });
  expect(other).toMatchObject({ question: "What is a mixture of experts?", learners: 1 });
  expect(await gaps.open()).toBe(before + 2);

  const [id = "", dismissed = ""] = [most?.id, other?.id];
  expect(await gaps.change(cohortId, id, "added", [])).toMatchObject({ state: "added" });
  await gaps.change(cohortId, id, "added", []);
  await gaps.change(cohortId, dismissed, "dismissed", []);
  expect(await gaps.open()).toBe(before);
  // Filled, and asked again: it was not filled. What is dismissed stays so.
  await report("d", "what does provisioned throughput cost");
  await report("d", "What is a mixture of experts?");
  expect(await list("open")).toMatchObject([{ id, learners: 4 }]);
  expect(await list("dismissed")).toMatchObject([{ id: dismissed, learners: 2 }]);
  expect(await gaps.open()).toBe(before + 1);
  expect(await gaps.change(cohortId, `gap_${ulid()}`, "open", [])).toBeUndefined();
  await gaps.purge(cohortId);
  expect(await list("open")).toEqual([]);
  expect(await gaps.open()).toBe(before);
});

test("an answer is counted once, however often the stream tells of it, and its thumb as it is now", async () => {
  const figures = figureStore(table);
  const count = inOrder(keepFigures({ answers, figures }), (error) => {
    throw error;
  });
  const record = await asked({ askedAt: "2027-02-28T23:59:59.000Z" });
  const [key, { cohortId }] = [keyOf(record), record];
  const image = Object.fromEntries(
    Object.entries({ ...key, id: key.answerId }).map(([name, S]) => [name, { S }]),
  );
  const told = () =>
    count({ Records: [{ dynamodb: { NewImage: image } }, { dynamodb: { NewImage: image } }] });
  const counted = async () =>
    (await figures.of(cohortId, "2027-02")).map((one) => figuresOf(one, one.counters));
  await told();
  expect(await counted()).toEqual([]);
  await answers.finish(answered(record));
  await told();
  await Promise.all([told(), told()]);
  const whole = {
    ...{ cohortId, model: "some-model", answers: 1, claims: 1, unsupported: 0, thumbsUp: 0, thumbsDown: 0 },
    states: { answered: 1, not_in_notes: 0, declined: 0, stopped: 0, failed: 0 },
    ...{ inputTokens: 1200, outputTokens: 40, usd: 0.0021 },
    ...{ firstTextMs: { p50: 750, p95: 750 }, ms: { p50: 3000, p95: 3000 } },
  };
  expect(await counted()).toEqual([whole]);
  await answers.rate(key, { thumb: "down" }, record.askedAt);
  await told();
  expect(await counted()).toEqual([{ ...whole, thumbsDown: 1 }]);
  await answers.rate(key, { thumb: "up" }, record.askedAt);
  await told();
  expect(await counted()).toEqual([{ ...whole, thumbsUp: 1 }]);
  await answers.rate(key, undefined, record.askedAt);
  await told();
  expect(await counted()).toEqual([whole]);
  await conversations.remove(key, record.askedAt);
  await told();
  expect(await counted()).toEqual([whole]);
  expect((await figures.month("2027-02", { limit: 10 })).items).toMatchObject([{ cohortId }]);
  await figures.purge(cohortId);
  expect(await counted()).toEqual([]);
});

test("what a learner has asked goes with the learner", async () => {
  const record = await asked();
  await conversations.forget(record);
  expect(await conversations.get(record)).toBeUndefined();
  expect(await answers.get(keyOf(record))).toBeUndefined();
});

test("questions are counted by learner, also those that come at once", async () => {
  const use = useStore(table);
  const who = await learner();
  const at = "2027-03-01T10:00:00.000Z";
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => use.begin(who, at)));
  let counted = results.filter(({ status }) => status === "fulfilled").length;
  expect(counted).toBeGreaterThan(0);
  for (; counted < questionsAnHour; counted++) await use.begin(who, at);
  await expect(use.begin(who, "2027-03-01T10:48:00.000Z")).rejects.toMatchObject({
    code: "too_many_requests",
    message: expect.stringContaining("in 12 minutes"),
  });
  await use.begin({ ...who, userId: "another" }, at);
  await use.begin(who, "2027-03-01T11:00:00.001Z");
});

test("tokens are counted by day, of a learner and of the group", async () => {
  const use = useStore(table);
  const who = await learner();
  const at = "2027-03-01T22:00:00.000Z";
  await use.spent(who, at, 299_999);
  await use.begin(who, at);
  await use.spent(who, at, 1);
  await expect(use.begin(who, at)).rejects.toMatchObject({
    message: expect.stringContaining("in about 2 hours"),
  });
  await use.begin({ ...who, userId: "another" }, at);
  await use.spent({ ...who, userId: "a third" }, at, 2_700_000);
  const refused = { code: "too_many_requests", message: expect.stringContaining("Your group") };
  await expect(use.begin({ ...who, userId: "another" }, at)).rejects.toMatchObject(refused);
  await use.begin({ ...who, userId: "another" }, "2027-03-02T00:00:00.000Z");
});
