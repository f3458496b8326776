import { expect, test } from "@jest/globals";
import type { LearnerItem } from "@lyceum/shared/questions";
import { optionVerdicts, pairVerdicts } from "./verdicts.ts";

const options = ["a", "b", "c"].map((id) => ({ id, text: `option ${id}` }));
const rationales = { a: "because a", b: "because b", c: "because c" };

test("of choices: right ones missed, wrong ones taken, and the rest left alone", () => {
  const item: LearnerItem = { type: "multiple_response", stem: "?", options, select: 1 };
  const verdicts = optionVerdicts(
    item,
    { type: "multiple_response", choices: ["b"] },
    { key: { type: "multiple_response", choices: ["a"] }, rationales },
  );
  expect(verdicts.map(({ mark }) => mark?.verdict)).toEqual(["right", "wrong", undefined]);
  expect(verdicts[0]).toMatchObject({ mark: { text: "Right answer, not chosen" }, rationale: "because a" });
});

test("of an ordering: the steps in the right order, with the places given", () => {
  const item: LearnerItem = { type: "ordering", stem: "?", options };
  const verdicts = optionVerdicts(
    item,
    { type: "ordering", order: ["b", "a", "c"] },
    { key: { type: "ordering", order: ["a", "b", "c"] }, rationales },
  );
  expect(verdicts.map(({ id, mark }) => [id, mark?.text])).toEqual([
    ["a", "You put it at place 2"],
    ["b", "You put it at place 1"],
    ["c", "You put it here"],
  ]);
});

test("an item that was not answered has no verdict on an order", () => {
  const item: LearnerItem = { type: "ordering", stem: "?", options };
  const key = { type: "ordering" as const, order: ["a", "b", "c"] };
  expect(optionVerdicts(item, null, { key, rationales }).every(({ mark }) => mark === undefined)).toBe(true);
});

test("of a matching: each prompt with what was given and what is right", () => {
  const item: LearnerItem = {
    type: "matching",
    stem: "?",
    options,
    prompts: [
      { id: "a", text: "first" },
      { id: "b", text: "second" },
    ],
  };
  const key = { type: "matching" as const, pairs: { a: "c", b: "c" } };
  expect(pairVerdicts(item, { type: "matching", pairs: { a: "c" } }, key)).toEqual([
    {
      id: "a",
      prompt: "first",
      verdict: "right",
      marks: [{ verdict: "right", text: "Your answer, right: C. option c" }],
    },
    {
      id: "b",
      prompt: "second",
      verdict: "wrong",
      marks: [
        { verdict: "right", text: "Right: C. option c" },
        { verdict: "wrong", text: "Not answered" },
      ],
    },
  ]);
});
