import { expect, test } from "@jest/globals";
import type { Answer } from "@lyceum/shared/tutor";
import type { GoldenQuestion } from "./golden.ts";
import { someAnswer, someQuestion } from "./samples.ts";
import { answeredBy, citedIn, contentIn, type Scored, scoreAnswers } from "./scoring.ts";

const scored = (answer: Partial<Answer>, question: Partial<GoldenQuestion> = {}): Scored => ({
  question: { ...someQuestion, ...question },
  answer: { ...someAnswer, ...answer },
  firstTextMs: 40,
  ms: 100,
});

const absent: Partial<GoldenQuestion> = { needs: [], expects: "not_in_notes", kind: "near" };
const refusal: Partial<Answer> = { state: "not_in_notes", text: "", claims: [] };

/** The figures of some answers, by measure and questions. */
function figuresOf(rows: readonly Scored[]) {
  const all = scoreAnswers(rows);
  return (measure: string, of = "all") =>
    all.find((row) => row.measure === measure && row.of === of)?.estimate.value;
}

test("an answer with one of two sentences, and a claim that nothing supports", () => {
  const rows = [scored({})];
  const figure = figuresOf(rows);
  expect(figure("passages that answer, among those shown")).toBe(0.5);
  expect(figure("faithfulness, by the tutor's own checks")).toBe(0.5);
  expect(figure("faithfulness, by the golden sentences")).toBe(0.5);
  expect(figure("coverage of the golden sentences")).toBe(0.5);
  expect(figure("whole golden answer in the text")).toBe(0);
  expect(figure("citation precision")).toBe(0.5);
  expect(figure("citation recall")).toBe(0.5);
  expect(figure("first text, ms, p50")).toBe(40);
  expect(figure("US dollars")).toBe(0.5);
  expect(figure("refusal recall")).toBeUndefined();
  expect(figure("whole answer, ms, p95", "half for tests")).toBe(100);
  expect(answeredBy([...rows, ...rows])).toEqual(["a-model, prompt answer-question@1"]);
});

test("refusals count by what the notes answer", () => {
  const rows = [
    scored({}),
    scored(refusal),
    scored(refusal, absent),
    scored(refusal, { ...absent, kind: "far" }),
    scored({ state: "answered" }, absent),
    scored({ state: "failed" }),
  ];
  const figure = figuresOf(rows);
  expect(figure("refusal precision")).toBeCloseTo(2 / 3);
  expect(figure("refusal recall")).toBeCloseTo(2 / 3);
  expect(figure("refusal recall, near")).toBe(0.5);
  expect(figure("refusal recall, far")).toBe(1);
  expect(figure("answered, of what the notes answer")).toBeCloseTo(1 / 3);
  expect(figure("failed or declined")).toBeCloseTo(1 / 6);
});

test("what is said and not meant as an answer covers nothing", () => {
  const text = "A store keeps vectors. It is fast.";
  expect(figuresOf([scored({ text })])("whole golden answer in the text")).toBe(1);
  expect(figuresOf([scored({ text, state: "failed" })])("coverage of the golden sentences")).toBe(0);
});

test("content is compared by words that say something", () => {
  expect(contentIn("Vector stores keep data", "A store keeps the vectors")).toBeCloseTo(1);
  expect(contentIn("", "A store")).toBe(0);
  expect(citedIn("One [2]. Two [2][10]. Nothing [?] and [x](y).")).toEqual([2, 10]);
});
