import { expect, test } from "@jest/globals";
import type { AuthorItem, Question } from "@lyceum/shared/questions";
import { common } from "../../testing/items.ts";
import { scoringVersion, withSameKey } from "./rules.ts";

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

const version = (number: number, choice: string, texts = "abcd"): Question => {
  const item: AuthorItem = {
    ...common,
    type: "multiple_choice",
    options: [..."abcd"].map((id, place) => ({ id, text: texts.charAt(place), rationale: "A reason" })),
    key: { type: "multiple_choice", choice },
  };
  return { id: "que_a", examId: "an-exam", taskId: "1.1", state: "scored", version: number, item };
};

test("a correction is good for earlier versions with the same options and key, once", () => {
  const history = [
    version(1, "a"),
    version(2, "b"),
    version(3, "a", "abce"),
    version(4, "a"),
    version(5, "a"),
  ];
  expect(withSameKey(history, 5, [])).toEqual([1, 4, 5]);
  expect(withSameKey(history, 4, [])).toEqual([1, 4]);
  expect(withSameKey(history, 5, [{ questionId: "que_a", from: 1, to: 2 }])).toEqual([4, 5]);
  expect(withSameKey(history, 9, [])).toEqual([]);
});
