import { expect, test } from "@jest/globals";
import type { Competency, Confidence } from "@lyceum/shared/attempts";
import { likelyShare } from "../../lib/interval.ts";
import {
  bandSentence,
  changesSentence,
  confidenceSentence,
  domainsSentence,
  timeSentence,
} from "./summary.ts";

test("a band says whether another form could have ended otherwise", () => {
  const band = (low: number, high: number, passed: boolean) =>
    bandSentence({ score: 750, low, high, pass: 750, passed });
  expect(band(760, 850, true)).toMatch(/between 760 and 850: all of that is at or above/);
  expect(band(600, 749, false)).toMatch(/all of that is below/);
  expect(band(700, 800, true)).toMatch(/could well have ended below it/);
  expect(band(700, 800, false)).toMatch(/could well have ended above it/);
});

test("domains are counted by their competency", () => {
  const domains = (...competencies: Competency[]) =>
    domainsSentence(
      competencies.map((competency, index) => ({
        domainId: String(index + 1),
        correct: 1,
        total: 2,
        low: 0,
        high: 1,
        competency,
      })),
    );
  expect(domains("meets", "meets", "needs_improvement", "not_enough_evidence")).toBe(
    "2 domains meet competencies, 1 domain needs improvement, and 1 domain has too few questions to tell.",
  );
  expect(domains("meets")).toBe("1 domain meets competencies.");
  expect(domains("not_enough_evidence")).toMatch(/too few/);
});

test("times are told against a pace where there is one", () => {
  const report = { open: 100, all: { items: 10, low: 60, median: 90, high: 128 }, byDomain: [], slowest: [] };
  expect(timeSentence(report, undefined)).toBe(
    "A question took you 1 min 30 s in the median, half of them between 1 min and 2 min 8 s.",
  );
  expect(timeSentence(report, { seconds: 128, slower: 3 })).toMatch(
    /3 of 10 took longer than the even pace of 2 min 8 s\.$/,
  );
  expect(timeSentence(report, { seconds: 128, slower: 0 })).toMatch(/None took longer/);
});

test.each([
  [
    { wrongToRight: [1, 2], rightToWrong: [3], wrongToWrong: [4] },
    /4 answers .* gained you 1 right answer\./,
  ],
  [{ wrongToRight: [], rightToWrong: [3, 5], wrongToWrong: [] }, /2 answers .* lost you 2 right answers\./],
  [{ wrongToRight: [1], rightToWrong: [3], wrongToWrong: [] }, /no difference/],
  [{ wrongToRight: [], rightToWrong: [], wrongToWrong: [] }, /^You changed no answer/],
])("changes %j", (changes, said) => {
  expect(changesSentence(changes)).toMatch(said);
});

test("confidence is judged only where there are enough answers", () => {
  const rows = (counts: Record<Confidence, [correct: number, total: number]>) =>
    confidenceSentence(
      (["guess", "unsure", "sure"] as const).map((confidence) => {
        const [correct, total] = counts[confidence];
        return { confidence, correct, total, ...likelyShare(correct, total) };
      }),
    );
  expect(rows({ guess: [2, 4], unsure: [0, 0], sure: [3, 3] })).toMatch(/^Too few/);
  const rising = rows({ guess: [1, 5], unsure: [0, 4], sure: [8, 10] });
  expect(rising).toContain("20% of your guesses and 80% of those you were sure of");
  expect(rising).toContain("may be chance");
  expect(rising).toContain("2 answers that you were sure of were wrong");
  expect(rows({ guess: [5, 20], unsure: [0, 4], sure: [36, 40] })).toContain("more often you were right. ");
  expect(rows({ guess: [4, 5], unsure: [0, 0], sure: [8, 10] })).toContain("did not go with");
  expect(rows({ guess: [0, 0], unsure: [0, 0], sure: [9, 10] })).toBe(
    "You were right in 90% of those you were sure of. 1 answer that you were sure of was wrong: look at it first.",
  );
});
