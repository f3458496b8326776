import { expect, test } from "@jest/globals";
import { awayText, spreadSentence, tenthRange, weekName, weeksSentence } from "./texts.ts";

test("chances of passing are told by their bounds", () => {
  expect(tenthRange(0, "en")).toBe("0% to 10%");
  expect(tenthRange(6, "en")).toBe("60% to 70%");
  expect(tenthRange(9, "en")).toBe("90% to 100%");
});

test("how readiness is spread", () => {
  const tenths = [1, 0, 0, 0, 2, 3, 0, 0, 0, 1];
  expect(spreadSentence({ tenths, unknown: 0 })).toBe(
    "4 of 7 learners with an estimate would more likely pass than not.",
  );
  expect(spreadSentence({ tenths, unknown: 1 })).toMatch(
    /than not\. Of 1 learner too little is known yet\.$/,
  );
  expect(spreadSentence({ tenths: tenths.map(() => 0), unknown: 6 })).toBe(
    "Of 6 learners too little is known yet.",
  );
});

test("what the last weeks show", () => {
  const quiet = { from: "2026-11-02", answers: 0, active: 0 };
  const busy = { from: "2026-11-09", answers: 120, active: 8 };
  expect(weeksSentence([quiet, { ...quiet, from: "2026-11-09" }])).toBe(
    "No answers to new questions in the last 2 weeks.",
  );
  expect(weeksSentence([quiet, busy])).toBe(
    "This week so far: 120 answers by 8 learners. The week before: no answers.",
  );
  expect(weeksSentence([{ ...busy, answers: 1, active: 1 }])).toBe(
    "This week so far: 1 answer by 1 learner.",
  );
  expect(weekName("2026-11-30", "en-GB")).toBe("30 Nov to 6 Dec");
});

test.each([
  ["2026-11-21", "Active today", false],
  ["2026-11-22", "Active today", false],
  ["2026-11-20", "Active yesterday", false],
  ["2026-11-15", "Active 6 days ago", false],
  ["2026-11-14", "No new questions for 7 days", true],
  [null, "No new questions since joining 20 days ago", true],
])("who was active on %s: %s", (lastActiveOn, text, long) => {
  const learner = { lastActiveOn, joinedAt: "2026-11-01T09:00:00.000Z" };
  expect(awayText(learner, "2026-11-21", "UTC")).toEqual({ text, long });
});

test("who has just joined isn't marked, by the days where the group is", () => {
  const learner = { lastActiveOn: null, joinedAt: "2026-11-14T21:00:00.000Z" };
  expect(awayText(learner, "2026-11-21", "Asia/Tokyo")).toEqual({ text: "No answers yet", long: false });
  expect(awayText(learner, "2026-11-21", "UTC").long).toBe(true);
});
