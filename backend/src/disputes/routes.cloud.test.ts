import { beforeAll, expect, jest, test } from "@jest/globals";
import { userIdOf } from "@lyceum/scripts/testing/cohorts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { smallPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person, rawCall } from "@lyceum/scripts/testing/people";
import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import type { Client } from "@lyceum/shared/contract/client";
import type { Question } from "@lyceum/shared/questions";
import { ulid } from "ulid";

// The routes on the platform, with the consumer that the stream brings to work. The questions are of an exam that no
// other test's answers are scored by. They may have been disputed when this ran before.

jest.setTimeout(60_000);

let instructor: Person;
let examId: string;
let questions: readonly Question[];

beforeAll(async () => {
  instructor = await newPerson({ group: "instructor" });
  const pack = await smallPack();
  examId = pack.exam.id;
  questions = pack.questions.filter(({ item }) => item.type === "multiple_choice").toReversed();
});

/** A quiz of one question that is over. */
async function attemptWith(person: Person, questionId: string): Promise<SubmittedAttempt> {
  const body = { id: `att_${ulid()}`, examId, kind: "quiz", mode: "exam", count: 1 } as const;
  await person.client.call("POST /attempts", { body: { ...body, questionIds: [questionId] } });
  const attempt = await person.client.call("POST /attempts/{attemptId}/submit", {
    params: { attemptId: body.id },
  });
  if (attempt.state !== "submitted") throw new TypeError("a quiz has its result at once");
  return attempt;
}

const wrongKey = { reason: "wrong_key", text: "The documentation says otherwise." } as const;

async function dispute(
  person: Person,
  questionId: string,
  body: { reason: "wrong_key"; text: string } = wrongKey,
) {
  const { id: attemptId } = await attemptWith(person, questionId);
  return person.client.call("POST /attempts/{attemptId}/items/{position}/dispute", {
    params: { attemptId, position: "1" },
    body,
  });
}

/** A question for one test alone, at the version that it has by now. */
async function nextQuestion(): Promise<Question> {
  const [next, ...others] = questions;
  questions = others;
  if (!next) throw new TypeError("the pack has too few questions");
  return instructor.client.call("GET /questions/{questionId}", { params: { questionId: next.id } });
}

const paramsOf = ({ id, version }: Question) => ({ questionId: id, version: String(version) });

function otherKey({ item }: Question) {
  if (item.key.type !== "multiple_choice") throw new TypeError("only these are taken");
  return { type: item.key.type, choice: item.key.choice === "a" ? "b" : "a" };
}

const noticesOf = ({ client }: Person) => client.call("GET /notices");

test("a dispute is answered: its learner sees it, is told, and dismisses it", async () => {
  const [ada, question] = await Promise.all([newPerson(), nextQuestion()]);
  const params = paramsOf(question);
  const look = () => instructor.client.call("GET /questions/{questionId}/versions/{version}", { params });
  const before = await look();
  const made = await dispute(ada, question.id);
  expect(made).toEqual({
    questionId: question.id,
    version: question.version,
    examId,
    taskId: question.taskId,
    attemptId: expect.any(String),
    position: 1,
    ...wrongKey,
    at: expect.any(String),
  });
  const disputes = (before.case?.disputes ?? 0) + 1;
  expect(await look()).toMatchObject({
    question: { item: question.item },
    currentVersion: question.version,
    statistics: { lowN: true },
    case: { state: "open", stem: question.item.stem, disputes },
    answers: before.answers,
  });
  const body = { id: `ans_${ulid()}`, text: "It says so for another service." };
  const answered = await instructor.client.call("POST /questions/{questionId}/versions/{version}/answers", {
    params,
    body,
  });
  expect(answered).toMatchObject({
    currentVersion: question.version,
    case: { state: "answered", disputes },
    answers: [{ ...body, decision: "key_kept", by: userIdOf(instructor) }, ...before.answers],
  });

  const { items } = await eventually(
    () => noticesOf(ada),
    (reply) => reply.items.length > 0,
  );
  const { attemptId, position } = made;
  expect(items).toEqual([
    {
      kind: "dispute_answered",
      id: expect.stringMatching(/^ntc_/),
      at: answered.answers[0]?.at,
      text: body.text,
      decision: "key_kept",
      ...{ attemptId, examId, position },
    },
  ]);
  const mine = await ada.client.call("GET /disputes");
  const { by: _, rescoring: _rescoring, ...answer } = answered.answers[0] ?? {};
  expect(mine.items).toEqual([{ ...made, answer }]);

  for (const { id: noticeId } of [...items, ...items]) {
    await ada.client.call("DELETE /notices/{noticeId}", { params: { noticeId } });
  }
  expect(await noticesOf(ada)).toEqual({ items: [] });
  const done = await eventually(look, ({ answers }) => answers[0]?.rescoring.state === "done");
  expect(done.answers[0]?.rescoring).toMatchObject({ learners: 0, attempts: 0, changed: 0 });
});

test("a corrected key is a new version, which learners are given from then on", async () => {
  const [ada, question] = await Promise.all([newPerson(), nextQuestion()]);
  await dispute(ada, question.id);
  const key = otherKey(question);
  const body = { id: `ans_${ulid()}`, text: "You are right: thank you.", key };
  const send = (client: Client) =>
    client.call("POST /questions/{questionId}/versions/{version}/answers", {
      params: paramsOf(question),
      body,
    });
  const replies = await Promise.all([send(instructor.client), send(instructor.client)]);
  replies.push(await send(instructor.client));
  for (const reply of replies) {
    expect(reply).toMatchObject({
      question: { version: question.version, item: question.item },
      currentVersion: question.version + 1,
      case: { state: "answered" },
      answers: [{ decision: "key_corrected", keyBefore: question.item.key, keyAfter: key }],
    });
  }
  expect(
    await instructor.client.call("GET /questions/{questionId}", { params: { questionId: question.id } }),
  ).toEqual({ ...question, version: question.version + 1, item: { ...question.item, key } });
  expect((await attemptWith(await newPerson(), question.id)).items[0]?.version).toBe(question.version + 1);
});

test("nobody is told who disputes", async () => {
  const [ada, grace, question] = await Promise.all([newPerson(), newPerson(), nextQuestion()]);
  for (const person of [ada, grace]) await dispute(person, question.id);
  const path = `/questions/${question.id}/versions/${question.version}/disputes`;
  const first = await rawCall(`${path}?limit=1`, { token: instructor.token });
  const { items, cursor } = JSON.parse(first.text);
  expect(items).toEqual([{ ...wrongKey, at: expect.any(String) }]);
  for (const person of [ada, grace]) {
    const told = first.text + Buffer.from(cursor, "base64url").toString();
    expect(told).not.toContain(userIdOf(person));
    expect(told).not.toContain(person.email);
  }
  const second = await rawCall(`${path}?limit=1&cursor=${cursor}`, { token: instructor.token });
  expect(JSON.parse(second.text).items).toEqual([{ ...wrongKey, at: expect.any(String) }]);
  expect(JSON.parse(second.text).items[0].at < items[0].at).toBe(true);
});

test("only what is submitted can be disputed, by whose it is, where it has such an item", async () => {
  const [ada, question] = await Promise.all([newPerson(), nextQuestion()]);
  const submitted = await attemptWith(ada, question.id);
  const running = { id: `att_${ulid()}`, examId, kind: "quiz", mode: "practice", count: 1 } as const;
  await ada.client.call("POST /attempts", { body: running });
  const disputing = async (
    person: Person,
    attemptId: string,
    position: number,
    text: string = wrongKey.text,
  ) => {
    const { status, body } = await rawCall(`/attempts/${attemptId}/items/${position}/dispute`, {
      method: "POST",
      token: person.token,
      body: JSON.stringify({ ...wrongKey, text }),
    });
    return [status, body.code ?? "made"];
  };
  expect(await disputing(await newPerson(), submitted.id, 1)).toEqual([404, "not_found"]);
  expect(await disputing(ada, submitted.id, 2)).toEqual([404, "not_found"]);
  expect(await disputing(ada, running.id, 1)).toEqual([409, "conflict"]);
  expect(await disputing(ada, submitted.id, 1, "No!")).toEqual([400, "invalid_request"]);
  await ada.client.call("DELETE /attempts/{attemptId}", { params: { attemptId: running.id } });
  expect(await disputing(ada, running.id, 1)).toEqual([404, "not_found"]);
  expect(await disputing(ada, submitted.id, 1)).toEqual([201, "made"]);
  expect(await disputing(ada, submitted.id, 1)).toEqual([201, "made"]);
  expect(await disputing(ada, submitted.id, 1, "It is out of date.")).toEqual([409, "conflict"]);
});
