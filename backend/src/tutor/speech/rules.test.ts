import { expect, test } from "@jest/globals";
import { answerQuestion } from "../prompts/answer-question.ts";
import { isLeak, repeats } from "./rules.ts";

test("the words of the prompt are no answer, in any case and with any marks", () => {
  const [sentence = ""] = answerQuestion.system.split("\n");
  expect(isLeak(`Sure! ${sentence.toUpperCase()}`, answerQuestion.system)).toBe(true);
  expect(isLeak(`Sure! **${sentence.split(" ").join("** ")}`, answerQuestion.system)).toBe(true);
  expect(isLeak(sentence.replaceAll(/(\w)(\w)/g, "$1\u200b$2"), answerQuestion.system)).toBe(true);
  expect(isLeak("A batch job costs half as much as one on demand.", answerQuestion.system)).toBe(false);
  // As the prompt's own example has it.
  expect(isLeak("A batch job costs half as much [2].", answerQuestion.system)).toBe(false);
  expect(isLeak(sentence.replaceAll(" ", " [1] "), answerQuestion.system)).toBe(true);
  expect(isLeak("", answerQuestion.system)).toBe(false);
});

test("who says the same again and again is stuck; a list is not", () => {
  const sentence = "Batch inference costs half as much as inference on demand, and takes longer. ";
  expect(repeats(sentence.repeat(6))).toBe(true);
  expect(repeats(sentence.repeat(2))).toBe(false);
  const rows = ["cost", "latency", "privacy", "throughput", "effort"].map(
    (each) => `- ${sentence}It suits ${each}.`,
  );
  expect(repeats(rows.join("\n"))).toBe(false);
  expect(repeats("| --- ".repeat(60))).toBe(false);
});
