import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { decimalsFor, scoreInWords, scoreText } from "./scores.ts";

test("scores in the units of their boards", () => {
  expect(scoreText("mastery", 4621, 0, "en")).toBe("46%");
  expect(scoreText("mastery", 4621, 2, "en")).toBe("46.21%");
  expect(scoreText("effort", 1234, 0, "en")).toBe("1,234");
  expect(scoreText("improvement", 5230, 1, "en")).toBe("+4.6");
  expect(scoreText("improvement", 5000, 0, "en")).toBe("0");
  expect(scoreText("improvement", 4000, 0, "en")).toBe("-20");
  expect(scoreInWords("effort", 1, "en")).toBe("1 point");
  expect(scoreInWords("improvement", 5230, "en")).toBe("+5 percentage points");
});

test("no more decimals than it takes", () => {
  expect(decimalsFor("mastery", [])).toBe(0);
  expect(decimalsFor("mastery", [4600, 4600, 5200])).toBe(0);
  expect(decimalsFor("mastery", [4600, 4620])).toBe(1);
  expect(decimalsFor("effort", [7, 8])).toBe(0);
});

test("scores look the same only if they are", () => {
  const score = fc.integer({ min: 0, max: 9999 });
  const near = fc.tuple(score, fc.integer({ min: -3, max: 3 })).map(([one, step]) => {
    const other = Math.min(Math.max(one + step, 0), 9999);
    return [one, other] as const;
  });
  fc.assert(
    fc.property(
      fc.constantFrom("mastery", "effort", "improvement"),
      fc.oneof(near, fc.tuple(score, score)),
      (board, [a, b]) => {
        const decimals = decimalsFor(board, [a, b]);
        const same = scoreText(board, a, decimals, "en") === scoreText(board, b, decimals, "en");
        expect(same).toBe(a === b);
      },
    ),
  );
});
