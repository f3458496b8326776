import { expect, jest, test } from "@jest/globals";
import { submit } from "@lyceum/scripts/testing/attempts";
import { eventually } from "@lyceum/scripts/testing/eventually";
import { smallPack } from "@lyceum/scripts/testing/exam";
import { newPerson, type Person } from "@lyceum/scripts/testing/people";
import { keyResponse } from "@lyceum/scripts/testing/responses";
import { type SubmittedAttempt, untouched } from "@lyceum/shared/attempts";
import type { AuthorItem, Question } from "@lyceum/shared/questions";
import { ulid } from "ulid";

// A key is corrected on the running platform, and what follows from it: attempts that others took, what they know of
// themselves, and what is counted of the question.

jest.setTimeout(120_000);

test("a corrected key scores anew what was answered by the old one, and tells everyone whose result has changed", async () => {
  const [ada, ben, eve, instructor] = await Promise.all([
    newPerson(),
    newPerson(),
    newPerson(),
    newPerson({ group: "instructor" }),
  ]);
  const { exam, questions } = await smallPack();
  // Disputes' other tests take the last ones.
  const first = questions.find(({ item }) => item.type === "multiple_choice")?.id ?? "";
  const question = await instructor.client.call("GET /questions/{questionId}", {
    params: { questionId: first },
  });
  const { item } = question;
  if (item.type !== "multiple_choice") throw new TypeError("no multiple choice");
  const other = item.options.find(({ id }) => id !== item.key.choice)?.id ?? "";
  const corrected = { ...item, key: { type: "multiple_choice" as const, choice: other } };

  // Ada answers as the key says, Ben as it will say, Eve leaves it.
  const before = {
    ada: await quizWith(ada, question, item),
    ben: await quizWith(ben, question, corrected),
    eve: await quizWith(eve, question, undefined),
  };
  expect([before.ada, before.ben, before.eve].map(({ result }) => result.correct)).toEqual([1, 0, 0]);
  await Promise.all(
    [ada, ben].map((person) =>
      eventually(
        () => progressOf(person, exam.id),
        ({ seen }) => seen === 1,
      ),
    ),
  );
  const running = await begin(ben, question, corrected);

  const path = { questionId: question.id, version: String(question.version) };
  await ben.client.call("POST /attempts/{attemptId}/items/{position}/dispute", {
    params: { attemptId: before.ben.id, position: "1" },
    body: { reason: "wrong_key", text: "The documentation names the other one." },
  });
  const explanation = {
    decidedBy: "What the documentation says.",
    rationales: { [other]: "The documentation names it." },
  };
  const body = {
    id: `ans_${ulid()}`,
    text: "You are right: thank you.",
    key: corrected.key,
    explanation,
  };
  const answer = () =>
    instructor.client.call("POST /questions/{questionId}/versions/{version}/answers", { params: path, body });
  await answer();
  await answer();

  const version = await eventually(
    () => instructor.client.call("GET /questions/{questionId}/versions/{version}", { params: path }),
    ({ answers }) => answers.some(({ id, rescoring }) => id === body.id && rescoring.state === "done"),
  );
  expect(version.currentVersion).toBe(question.version + 1);
  expect(version.answers[0]).toMatchObject({
    decision: "key_corrected",
    keyBefore: item.key,
    keyAfter: corrected.key,
  });
  expect(version.answers[0]?.rescoring.changed).toBeGreaterThanOrEqual(2);

  const after = async ({ client }: Person, { id }: SubmittedAttempt) => {
    const attempt = await client.call("GET /attempts/{attemptId}", { params: { attemptId: id } });
    if (attempt.state !== "submitted") throw new TypeError("it is submitted");
    return attempt;
  };
  const [adas, bens, eves] = await Promise.all([
    after(ada, before.ada),
    after(ben, before.ben),
    after(eve, before.eve),
  ]);
  expect(adas).toMatchObject({ result: { correct: 0 }, before: { result: { correct: 1 } } });
  expect(adas.items).toMatchObject([
    { version: question.version + 1, correctBefore: true, review: { correct: false } },
  ]);
  expect(bens).toMatchObject({ result: { correct: 1 }, before: { result: { correct: 0 } } });
  expect(bens.items).toMatchObject([
    { correctBefore: false, review: { correct: true, decidedBy: explanation.decidedBy } },
  ]);
  expect(Object.values(bens.items[0]?.review.rationales ?? {})).toContain("The documentation names it.");
  expect(eves.result.correct).toBe(0);

  const noticesOf = async ({ client }: Person) => (await client.call("GET /notices", {})).items;
  expect((await noticesOf(ben)).map(({ kind }) => kind).sort()).toEqual(["dispute_answered", "rescored"]);
  expect(await noticesOf(ada)).toMatchObject([
    {
      kind: "rescored",
      attemptId: before.ada.id,
      text: body.text,
      before: { correct: 1 },
      after: { correct: 0 },
    },
  ]);
  expect(await noticesOf(eve)).toEqual([]);

  // What they know of themselves follows.
  await eventually(
    () => progressOf(ben, exam.id),
    ({ tasks }) => tasks.some(({ taskId, right }) => taskId === question.taskId && right === 1),
  );
  await eventually(
    () => progressOf(ada, exam.id),
    ({ mistakes }) => mistakes === 1,
  );

  // An attempt that ran all the while is scored by the corrected key at once.
  const late = await submit(ben, running);
  expect(late.result.correct).toBe(1);
  expect(late.before).toBeUndefined();
});

/** A quiz of one question that runs, with the answer by a key; without one it is opened and left. */
async function begin({ client }: Person, question: Question, by: AuthorItem | undefined): Promise<string> {
  const id = `att_${ulid()}`;
  const { id: questionId, examId } = question;
  const quiz = { id, examId, kind: "quiz", mode: "exam", count: 1 } as const;
  const attempt = await client.call("POST /attempts", { body: { ...quiz, questionIds: [questionId] } });
  const [place] = attempt.state === "running" ? attempt.items : [];
  if (!place) throw new TypeError("a new attempt runs");
  await client.call("PUT /attempts/{attemptId}/items/{position}", {
    params: { attemptId: id, position: "1" },
    body: { ...untouched, response: by ? keyResponse(place, by) : null, seconds: 30, revision: 1 },
  });
  return id;
}

const quizWith = async (person: Person, question: Question, by: AuthorItem | undefined) =>
  submit(person, await begin(person, question, by));

const progressOf = ({ client }: Person, examId: string) =>
  client.call("GET /exams/{examId}/progress", { params: { examId } });
