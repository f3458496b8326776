import { expect, test } from "@jest/globals";
import { attemptName, sourceName } from "./names.ts";

test("attempts are named by their kind, quizzes by their mode too", () => {
  expect(attemptName({ kind: "mock", mode: "exam" })).toBe("Full mock");
  const groupMock = { cohortId: "coh_1", mockId: "gmk_1" };
  expect(attemptName({ kind: "mock", mode: "exam", groupMock })).toBe("Group mock");
  expect(attemptName({ kind: "drill", mode: "exam" })).toBe("Drill");
  expect(attemptName({ kind: "quiz", mode: "practice" })).toBe("Practice quiz");
  expect(attemptName({ kind: "quiz", mode: "exam" })).toBe("Exam quiz");
});

test("what the questions were drawn from", () => {
  expect(sourceName({ scope: [] })).toBe("");
  expect(sourceName({ scope: ["1", "2.3"] })).toBe("1, 2.3");
  expect(sourceName({ scope: [], only: "mistakes" })).toBe("mistakes");
  expect(sourceName({ scope: ["2"], only: "unseen" })).toBe("new questions in 2");
});
