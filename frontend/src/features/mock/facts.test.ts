import { expect, test } from "@jest/globals";
import type { ExamProfile } from "@lyceum/shared/exams";
import { evenPace, itemCount, typeFacts, usualSeconds } from "./facts.ts";

const exam: ExamProfile = {
  id: "some-exam",
  code: "SOME",
  title: "Some exam",
  vendor: "Somebody",
  description: "An exam.",
  durationMinutes: 180,
  scoredItems: 65,
  unscoredItems: 10,
  scale: { min: 100, max: 1000, pass: 750 },
  itemTypes: { matching: 7, multiple_choice: 78, multiple_response: 15 },
  pacing: { reviewMinutes: 20, drillSeconds: 85 },
  domains: [{ id: "1", title: "All", weight: 100, tasks: [{ id: "1.1", title: "All", summary: "All." }] }],
  url: "https://exam.example/",
};

test("an even pace leaves the time for review, and extra time lengthens it", () => {
  expect(itemCount(exam)).toBe(75);
  expect(evenPace(exam, usualSeconds(exam))).toBe(128);
  expect(evenPace(exam, usualSeconds(exam) * 1.25)).toBe(164);
});

test("only the types that the exam uses are told of, the most frequent first", () => {
  expect(typeFacts(exam).map(({ type, share }) => [type, share])).toEqual([
    ["multiple_choice", 78],
    ["multiple_response", 15],
    ["matching", 7],
  ]);
});
