import { expect, test } from "@jest/globals";
import type { LifeEvent } from "@lyceum/shared/review";
import fc from "fast-check";
import {
  acceptanceSentence,
  ageName,
  agesSentence,
  agreementSentences,
  laterSentence,
  sumBy,
  weeksSentence,
  weekText,
} from "./texts.ts";
import { trailCsv } from "./trail.ts";

const week = { from: "2026-11-16", approved: 3, rejected: 1, changesRequested: 2, expired: 0 };
const none = { from: "2026-11-09", approved: 0, rejected: 0, changesRequested: 0, expired: 0 };

test("a week and all weeks are told in words", () => {
  expect(weekText(week)).toBe("3 of 4 approved");
  expect(weekText(none)).toBe("none");
  expect(weeksSentence([none, week])).toBe(
    "In the last 2 weeks 4 questions were decided, 3 of them approved.",
  );
  expect(weeksSentence([none])).toBe("Nothing was decided in the last 1 week.");
});

test("ages are named by their bounds", () => {
  const ages = [0, 1, 3, 7].map((fromDays) => ({ fromDays, count: 1 }));
  expect(ages.map((_, place) => ageName(ages, place))).toEqual([
    "Less than a day",
    "1 to 2 days",
    "3 to 6 days",
    "7 days or more",
  ]);
  const now = Date.parse("2026-11-21T12:00:00Z");
  expect(agesSentence({ open: 0, ages }, now)).toBe("Nothing waits for review.");
  expect(agesSentence({ open: 1, ages, oldest: "2026-11-19T11:00:00Z" }, now)).toBe(
    "1 question waits for review, the oldest for 2 days.",
  );
});

test("shares are told with the best one only where there is enough to compare", () => {
  const groups = [
    { name: "item@1", approved: 5, decided: 10 },
    { name: "item@2", approved: 9, decided: 10 },
    { name: "item@3", approved: 1, decided: 1 },
  ];
  expect(acceptanceSentence(groups, "Prompt")).toMatch(
    /^15 of 21 decided questions were approved\. Prompt item@2 does best: 90\s?%\.$/,
  );
  expect(acceptanceSentence(groups.slice(0, 1), "Prompt")).toBe("5 of 10 decided questions were approved.");
});

test("whatever is summed, nothing is lost, and no group is empty", () => {
  const one = fc.record({
    prompt: fc.constantFrom("a@1", "a@2"),
    taskId: fc.constantFrom("1.1", "1.10", "2.1"),
    approved: fc.nat(5),
    decided: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(one), (all) => {
      const groups = sumBy(all, ({ taskId }) => taskId);
      const sum = (list: readonly { decided: number }[]) => list.reduce((n, { decided }) => n + decided, 0);
      expect(sum(groups)).toBe(sum(all));
      expect(groups.every(({ decided }) => decided > 0)).toBe(true);
      expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    }),
  );
});

test("agreement says when there is too little of it to say more", () => {
  expect(agreementSentences({ pairs: 0, same: 0, kappa: null })).toHaveLength(1);
  expect(agreementSentences({ pairs: 3, same: 2, kappa: 0.1 })[1]).toMatch(/too few/);
  expect(agreementSentences({ pairs: 30, same: 30, kappa: null })[1]).toMatch(/no kappa/);
  expect(agreementSentences({ pairs: 30, same: 25, kappa: 0.65 })[1]).toMatch(/0\.65: .+substantial/);
  expect(agreementSentences({ pairs: 30, same: 5, kappa: -0.2 })[1]).toMatch(/−0\.20/);
});

test("what became of approved ones is told once it is known", () => {
  expect(laterSentence({ known: 0, bad: 0 })).toMatch(/No approved question/);
  expect(laterSentence({ known: 4, bad: 1 })).toMatch(/^1 of 4 approved questions .* has bad/);
});

test("the trail has a row for each event, and nothing that a spreadsheet runs", () => {
  const event: LifeEvent = {
    at: "2026-11-21T10:00:00.000Z",
    questionId: "que_1",
    action: "rejected",
    version: 2,
    actor: "Ada",
    actorId: "u1",
    detail: "=1+1",
  };
  const rows = trailCsv([event]).trim().split("\r\n");
  expect(rows).toHaveLength(2);
  expect(rows[1]).toBe(
    "2026-11-21T10:00:00.000Z,que_1,rejected,2,Ada,u1,,,The reviewers rejected version 2.,'=1+1",
  );
});
