import { expect, test } from "@jest/globals";
import { fullPack } from "@lyceum/scripts/testing/exam";
import { newPerson } from "@lyceum/scripts/testing/people";

test("an instructor reads the bank by pages and by task, each question with its key", async () => {
  const iris = await newPerson({ group: "instructor" });
  const pack = await fullPack();
  const params = { examId: pack.exam.id };
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await iris.client.call("GET /exams/{examId}/questions", {
      params,
      query: { limit: 7, ...(cursor && { cursor }) },
    });
    expect(page.items.length).toBeLessThanOrEqual(7);
    listed.push(...page.items.map((question) => question.id));
    cursor = page.cursor;
  } while (cursor);
  expect(listed.toSorted()).toEqual(pack.questions.map((question) => question.id).toSorted());

  const [question] = pack.questions;
  if (!question) throw new TypeError("the pack has questions");
  const ofTask = await iris.client.call("GET /exams/{examId}/questions", {
    params,
    query: { taskId: question.taskId },
  });
  expect(ofTask.items.every((other) => other.taskId === question.taskId)).toBe(true);
  expect(
    await iris.client.call("GET /questions/{questionId}", { params: { questionId: question.id } }),
  ).toEqual(question);
});
