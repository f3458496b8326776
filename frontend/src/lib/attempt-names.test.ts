import { expect, test } from "@jest/globals";
import { attemptName } from "./attempt-names.ts";

test("attempts are named by their kind, quizzes by their mode too", () => {
  expect(attemptName({ kind: "mock", mode: "exam" })).toBe("Full mock");
  const groupMock = { cohortId: "coh_1", mockId: "gmk_1" };
  expect(attemptName({ kind: "mock", mode: "exam", groupMock })).toBe("Group mock");
  expect(attemptName({ kind: "drill", mode: "exam" })).toBe("Drill");
  expect(attemptName({ kind: "quiz", mode: "practice" })).toBe("Practice quiz");
  expect(attemptName({ kind: "quiz", mode: "exam" })).toBe("Exam quiz");
});
