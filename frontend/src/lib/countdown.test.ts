import { expect, test } from "@jest/globals";
import { countdown } from "./countdown.ts";

test.each([
  [null, "No exam date yet"],
  ["2026-05-03", "The exam was on 3 May 2026"],
  ["2026-05-04", "The exam is today"],
  ["2026-05-05", "The exam is tomorrow"],
  ["2026-06-03", "30 days to the exam"],
])("an exam on %s: %s", (examDate, text) => {
  expect(countdown(examDate, new Date(2026, 4, 4, 23, 30), "en-GB")).toBe(text);
});
