import { expect, test } from "@jest/globals";
import { loadPacks } from "@lyceum/scripts/content/library";
import { newPerson } from "@lyceum/scripts/testing/people";

test("the exams of the content packs are there, each with its whole profile", async () => {
  const ada = await newPerson();
  const packs = await loadPacks();
  const { items } = await ada.client.call("GET /exams");
  expect(items.map((exam) => exam.id).sort()).toEqual(packs.map((pack) => pack.exam.id).sort());
  for (const { exam } of packs) {
    expect(await ada.client.call("GET /exams/{examId}", { params: { examId: exam.id } })).toEqual(exam);
  }
});
