import { expect, test } from "@jest/globals";
import type { Result } from "@lyceum/shared/attempts";
import { changeSentence } from "./results.ts";

const result = (correct: number, score?: number): Result => ({
  correct,
  total: 10,
  answered: 10,
  byDomain: [],
  cut: 0.7,
  ...(score !== undefined && { scaled: { score, low: 700, high: 800, pass: 750, passed: score >= 750 } }),
});

test("both results are told, a mock's on its scale", () => {
  expect(changeSentence(result(6), result(7))).toBe(
    "Your result was 6 of 10 (60%), and is 7 of 10 (70%) now.",
  );
  expect(changeSentence(result(7, 740), result(8, 760))).toBe(
    "Your result was 740 (not passed), and is 760 (passed) now.",
  );
  expect(changeSentence(result(6), result(6))).toBe("Your result stays 6 of 10 (60%).");
});
