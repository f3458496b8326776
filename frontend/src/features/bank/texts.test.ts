import { expect, test } from "@jest/globals";
import { choicesSentence, consequences, rescoringText, standsStill } from "./texts.ts";

const choice = (option: string, right: boolean, count: number) => ({
  option,
  right,
  count,
  share: count / 10,
});

test("the sentence of a chart names the key and the distractor that was chosen most", () => {
  expect(choicesSentence([choice("a", false, 1), choice("b", true, 6), choice("c", false, 3)], 10)).toBe(
    "10 learners answered: 60% chose B, which is right. Of the others, C was chosen most, by 30%.",
  );
  expect(choicesSentence([choice("a", true, 9), choice("b", true, 8), choice("c", false, 0)], 10)).toBe(
    "10 learners answered: 90% chose A and 80% chose B, which are right. Nobody chose another one.",
  );
});

test("a corrected key changes results, another answer tells those who disputed it alone", () => {
  const disputed = {
    questionId: "que_1",
    version: 2,
    examId: "exam",
    taskId: "1.1",
    type: "multiple_choice",
    stem: "?",
    state: "open",
    disputes: 3,
    changedAt: "2026-03-01T12:00:00.000Z",
  } as const;
  const said = (corrected: boolean, one = {}) =>
    consequences({ question: { version: 2 }, ...one }, corrected).join(" ");
  expect(said(false, { case: disputed })).toMatch(/^3 learners who disputed it are told .+ The key stays/);
  expect(said(true, { case: disputed })).toMatch(
    /are told .+ submitted attempt with version 2 is scored anew/,
  );
  expect(said(true)).not.toMatch(/disputed/);
  expect([said(false), said(true)].every((text) => text.endsWith("This can't be undone."))).toBe(true);
});

test("work is told with its counts; telling people has none", () => {
  const counts = { learners: 3, attempts: 4, changed: 1 };
  expect(rescoringText("key_corrected", { state: "running", ...counts })).toMatch(
    /^So far 4 attempts scored anew among those of 3 learners, 1 with another result/,
  );
  expect(rescoringText("key_corrected", { state: "done", ...counts })).toMatch(/^Done: 4 attempts/);
  expect(rescoringText("key_kept", { state: "done", ...counts })).toBe(
    "Everyone who disputed it has been told.",
  );
});

test("work stands still when it has not moved for a minute and is not done", () => {
  const movedAt = "2026-03-01T12:00:00.000Z";
  const later = (seconds: number) => Date.parse(movedAt) + 1000 * seconds;
  expect(standsStill({ state: "running", movedAt }, later(59))).toBe(false);
  expect(standsStill({ state: "running", movedAt }, later(61))).toBe(true);
  expect(standsStill({ state: "done", movedAt }, later(3600))).toBe(false);
});
