import { expect, test } from "@jest/globals";
import { scoringVersion } from "./rules.ts";

const corrections = [
  { questionId: "que_a", from: 1, to: 2 },
  { questionId: "que_a", from: 2, to: 4 },
  { questionId: "que_b", from: 3, to: 5 },
];

test.each([
  ["que_a", 1, 4],
  ["que_a", 2, 4],
  ["que_a", 3, 3],
  ["que_a", 4, 4],
  ["que_b", 1, 1],
  ["que_b", 3, 5],
  ["que_c", 1, 1],
])("%s in version %i is scored by version %i", (questionId, version, by) => {
  expect(scoringVersion(corrections, { questionId, version })).toBe(by);
});

test("what would lead back ends", () => {
  const round = [...corrections, { questionId: "que_a", from: 4, to: 1 }];
  expect(scoringVersion(round, { questionId: "que_a", version: 1 })).toBe(4);
});
