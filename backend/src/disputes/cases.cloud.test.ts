import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { publish } from "@lyceum/scripts/content/publish";
import { type Desk, openDesk } from "@lyceum/scripts/testing/disputes";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Question } from "@lyceum/shared/questions";
import { ulid } from "ulid";
import { correctionStore } from "../questions/corrections/store.ts";
import { examWith } from "../testing/items.ts";

// What becomes of disputes and answers in whatever order they come: on a table of the tests' own.

jest.setTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.stop());

const conflict = (about: string) => ({ code: "conflict", message: expect.stringContaining(about) });

test("a dispute after an answer opens the case again, and the next answer is for both", async () => {
  const question = await desk.newQuestion();
  const [ada, grace] = [ulid(), ulid()];
  await desk.dispute(ada, question);
  const first = await desk.answer(question);
  expect(first).toMatchObject({ case: { state: "answered", disputes: 1 } });
  const later = await desk.dispute(grace, question);
  expect(later.answer).toBeUndefined();
  expect(await desk.version(question)).toMatchObject({ case: { state: "open", disputes: 2 } });
  expect((await desk.mine(ada)).items).toMatchObject([{ answer: { text: "So it is." } }]);
  expect((await desk.mine(grace)).items).toEqual([later]);

  const second = await desk.answer(question, { text: "It is so, for two reasons." });
  expect(second.answers.map(({ text }) => text)).toEqual(["It is so, for two reasons.", "So it is."]);
  for (const userId of [ada, grace]) {
    expect((await desk.mine(userId)).items).toMatchObject([
      { answer: { text: "It is so, for two reasons." } },
    ]);
  }
});

test("the open cases come first that are open for longest, of the answered ones the latest, page by page", async () => {
  const first = await desk.newQuestion();
  const questions = [first];
  for (let more = 0; more < 3; more++) {
    const question = { ...(await desk.newQuestion()), id: `que_${ulid()}`, examId: first.examId };
    await desk.bank.put(question);
    questions.push(question);
  }
  const listed = async (state: "open" | "answered") => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await desk.cases(first.examId, state, { limit: 1, cursor });
      found.push(...page.items.map(({ questionId }) => questionId));
      cursor = page.cursor;
    } while (cursor);
    return found;
  };
  const [a, b, c, d] = questions.map(({ id }) => id);
  for (const question of questions) await desk.dispute(ulid(), question);
  // Who is disputed again doesn't go to the end of the queue.
  await desk.dispute(ulid(), first);
  expect([await listed("open"), await listed("answered")]).toEqual([[a, b, c, d], []]);
  for (const question of questions.slice(0, 2)) await desk.answer(question);
  expect([await listed("open"), await listed("answered")]).toEqual([
    [c, d],
    [b, a],
  ]);
  await desk.dispute(ulid(), first);
  expect([await listed("open"), await listed("answered")]).toEqual([[c, d, a], [b]]);
});

test("disputes and answers at the same time: each at a time of its own, and none is lost", async () => {
  const question = await desk.newQuestion();
  const people = Array.from({ length: 8 }, () => ulid());
  await desk.dispute(people[0] ?? "", question);
  const insist = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Fault && error.code === "unavailable")) throw error;
      await insist(act);
    }
  };
  const ids = [1, 2, 3].map(() => `ans_${ulid()}`);
  await Promise.all([
    ...people.slice(1).map((userId) => insist(() => desk.dispute(userId, question))),
    ...ids.map((id) => insist(() => desk.answer(question, { id }))),
  ]);
  const { answers, ...rest } = await desk.version(question);
  expect(rest.case).toMatchObject({ disputes: people.length });
  expect(answers.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  const disputes = await Promise.all(people.map(async (userId) => (await desk.mine(userId)).items));
  const times = [...answers, ...disputes.flat()].map(({ at }) => at);
  expect(new Set(times).size).toBe(people.length + ids.length);
  const [latest] = answers;
  for (const { at, answer } of disputes.flat()) {
    expect(answer?.id).toBe(latest && at < latest.at ? latest.id : undefined);
  }
});

test("a dispute sent again is the same one; in other words it is refused", async () => {
  const question = await desk.newQuestion();
  const ada = ulid();
  const replies = await Promise.all([1, 2, 3].map(() => desk.dispute(ada, question)));
  replies.push(await desk.dispute(ada, question));
  for (const reply of replies) expect(reply).toEqual(replies[0]);
  await expect(desk.dispute(ada, question, "It is out of date.")).rejects.toMatchObject(
    conflict("in other words"),
  );
  expect(await desk.version(question)).toMatchObject({ case: { disputes: 1 } });
});

test("an answer sent again is the same one; its id names no other", async () => {
  const [question, other] = [await desk.newQuestion(), await desk.newQuestion()];
  for (const each of [question, other]) await desk.dispute(ulid(), each);
  const id = `ans_${ulid()}`;
  const wish = { id, choice: "b" };
  const replies = await Promise.all([1, 2, 3].map(() => desk.answer(question, wish)));
  replies.push(await desk.answer(question, wish));
  for (const reply of replies) expect(reply).toEqual(replies[0]);
  expect(replies[0]).toMatchObject({ currentVersion: 2, answers: [{ id }] });
  for (const act of [
    () => desk.answer(question, { ...wish, text: "Something else." }),
    () => desk.answer(question, { ...wish, choice: "c" }),
    () => desk.answer(question, { id }),
    () => desk.answer(other, wish),
  ]) {
    await expect(act()).rejects.toMatchObject(conflict("This id names another answer"));
  }
  expect((await desk.version(other)).currentVersion).toBe(1);
});

test("of two corrections at the same time one comes through, and the other is told what the current version is", async () => {
  const question = await desk.newQuestion();
  const outcomes = await Promise.allSettled(["b", "c"].map((choice) => desk.answer(question, { choice })));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  expect(refused?.reason).toMatchObject(conflict("Open version 2"));
  expect(await desk.version(question)).toMatchObject({ currentVersion: 2, answers: [expect.anything()] });
});

test("a corrected key may be corrected again, and each correction is known", async () => {
  const question = await desk.newQuestion();
  const first = await desk.answer(question, { choice: "b" });
  const second = await desk.answer({ ...question, version: 2 }, { choice: "c", text: "Now it is right." });
  expect(first.case).toBeUndefined();
  expect(second).toMatchObject({ question: { version: 2 }, currentVersion: 3 });
  const { id: questionId, examId } = question;
  expect(await correctionStore(desk.table).ofExam(examId)).toEqual([
    {
      questionId,
      from: 1,
      to: 2,
      answerId: first.answers[0]?.id,
      text: "So it is.",
      at: first.answers[0]?.at,
    },
    {
      questionId,
      from: 2,
      to: 3,
      answerId: second.answers[0]?.id,
      text: "Now it is right.",
      at: second.answers[0]?.at,
    },
  ]);
  const keys = [1, 2, 3].map(async (version) => (await desk.bank.find({ questionId, version }))?.item.key);
  expect(await Promise.all(keys)).toEqual(
    ["a", "b", "c"].map((choice) => ({ type: "multiple_choice", choice })),
  );
  expect((await desk.cases(examId, "answered", { limit: 10 })).items).toEqual([]);
});

test("who was never asked needs no answer, and what is not there can't have one", async () => {
  const question = await desk.newQuestion();
  await expect(desk.answer(question)).rejects.toMatchObject(conflict("nobody to answer"));
  await expect(desk.answer({ ...question, version: 2 })).rejects.toMatchObject({ code: "not_found" });
  await expect(desk.version({ ...question, id: `que_${ulid()}` })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(desk.answer(question, { choice: "a" })).rejects.toMatchObject({ code: "invalid_request" });
  await expect(desk.answer(question, { choice: "e" })).rejects.toMatchObject({ code: "invalid_request" });
  expect(await desk.version(question)).toMatchObject({ currentVersion: 1, answers: [] });
});

test("a pack that is published again undoes no correction", async () => {
  const exam = examWith([100]);
  const question: Question = { ...(await desk.newQuestion()), id: `que_${ulid()}`, examId: exam.id };
  const publishing = (item: Question["item"]) =>
    publish(desk.table, { exam, questions: [{ ...question, item }] });
  const current = async () => desk.bank.get(question.id);
  await publishing(question.item);
  await desk.answer(question, { choice: "b" });
  const corrected = await current();
  await publishing(question.item);
  expect(await current()).toEqual(corrected);

  const { item } = corrected ?? question;
  await publishing({ ...item, stem: "A better stem" });
  expect(await current()).toMatchObject({
    version: 3,
    item: { stem: "A better stem", key: { choice: "b" } },
  });
  for (const again of [question.item, item, { ...item, stem: "A better stem" }]) await publishing(again);
  expect(await current()).toMatchObject({ version: 3 });
});
