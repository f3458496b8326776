import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { askAll, keptAnswers, NotNow } from "./asking.ts";
import { someAnswer, someQuestion } from "./samples.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lyceum-eval-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const kept = { question: someQuestion.question, answer: someAnswer, firstTextMs: 12.5, ms: 80 };
const nobody = () => Promise.reject(new NotNow("nobody may ask"));

test("what is answered is not asked again, also where the last line was cut off", async () => {
  const file = join(folder, "deeper", "answers.jsonl");
  const answers = keptAnswers(file, "these notes");
  await answers.add(kept);
  await appendFile(file, '{"corpus":"these notes","question":"What');
  expect(await askAll([someQuestion], nobody, answers, () => {})).toEqual([
    { question: someQuestion, answer: someAnswer, firstTextMs: 12.5, ms: 80 },
  ]);
  // On other notes it would be another answer.
  await expect(askAll([someQuestion], nobody, keptAnswers(file, "others"), () => {})).rejects.toThrow(NotNow);
  await answers.clear();
  expect(await answers.all()).toEqual([]);
  await answers.clear();
});
