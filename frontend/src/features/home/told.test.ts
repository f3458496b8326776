import { expect, test } from "@jest/globals";
import type { Result } from "@lyceum/shared/attempts";
import { noticeText } from "./told.ts";

const notice = {
  id: "ntc_1",
  at: "2026-03-01T12:00:00.000Z",
  attemptId: "att_1",
  examId: "exam",
  text: "You are right.",
};
const result = (correct: number): Result => ({ correct, total: 10, answered: 10, byDomain: [], cut: 0.7 });

test("a notice says what became of the key, or of the result", () => {
  const answered = { ...notice, kind: "dispute_answered", position: 3 } as const;
  expect(noticeText({ ...answered, decision: "key_kept" }).sentence).toBe(
    "The answer key of question 3 stays.",
  );
  expect(noticeText({ ...answered, decision: "key_corrected" }).sentence).toMatch(/wrong and is corrected/);
  expect(noticeText({ ...notice, kind: "rescored", before: result(6), after: result(7) }).sentence).toMatch(
    /was 6 of 10 .+ is 7 of 10 .+ The review keeps both/,
  );
});

test("reviewers are told how many questions wait, and owners that it takes too long", () => {
  const waiting = { id: "ntc_2", at: notice.at, cohortId: "coh_1", cohortName: "Tuesday group" };
  const told = (kind: "review_reminder" | "review_escalation", count: number) =>
    noticeText({ ...waiting, kind, waiting: count }).sentence;
  expect(told("review_reminder", 1)).toMatch(/^One question waits for a decision/);
  expect(told("review_escalation", 12)).toMatch(/^12 questions wait .+ You own the group/);
});
