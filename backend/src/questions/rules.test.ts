import { expect, test } from "@jest/globals";
import { AuthorItem, type Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import { anyItem, common } from "../testing/items.ts";
import {
  asOwn,
  asShown,
  faceOf,
  isCorrect,
  isPublished,
  itemReview,
  learnerItem,
  responseProblem,
} from "./rules.ts";

/** An item with an order in which its options are shown. */
const shownItem = anyItem.chain((item) => {
  const own = item.options.map((option) => option.id);
  return fc.record({
    item: fc.constant(item),
    order: fc.shuffledSubarray(own, { minLength: own.length, maxLength: own.length }),
  });
});

test("generated items are valid", () => {
  fc.assert(fc.property(anyItem, (item) => AuthorItem.safeParse(item).success));
});

test("only pilot and scored questions reach learners", () => {
  expect(isPublished("pilot")).toBe(true);
  expect(isPublished("scored")).toBe(true);
  for (const state of [
    "draft",
    "in_review",
    "changes_requested",
    "rejected",
    "approved",
    "retired",
  ] as const) {
    expect(isPublished(state)).toBe(false);
  }
});

test("all or nothing, for each type", () => {
  const response: Response = { type: "multiple_response", choices: ["a", "c"] };
  expect(isCorrect(response, { type: "multiple_response", choices: ["c", "a"] })).toBe(true);
  expect(isCorrect(response, { type: "multiple_response", choices: ["a"] })).toBe(false);
  expect(isCorrect(response, { type: "multiple_response", choices: ["a", "c", "d"] })).toBe(false);
  expect(isCorrect({ type: "ordering", order: ["b", "a"] }, { type: "ordering", order: ["a", "b"] })).toBe(
    false,
  );
  expect(
    isCorrect({ type: "matching", pairs: { a: "b", b: "b" } }, { type: "matching", pairs: { a: "b" } }),
  ).toBe(false);
  expect(
    isCorrect({ type: "multiple_choice", choice: "a" }, { type: "multiple_response", choices: ["a"] }),
  ).toBe(false);
});

test("the key is right and has no problem; no response is wrong", () => {
  fc.assert(
    fc.property(anyItem, (item) => {
      expect(isCorrect(item.key, item.key)).toBe(true);
      expect(isCorrect(item.key, null)).toBe(false);
      expect(responseProblem(item, item.key)).toBeUndefined();
    }),
  );
});

test("a response keeps its meaning through the letters of an attempt", () => {
  fc.assert(
    fc.property(shownItem, ({ item, order }) => {
      expect(asOwn(asShown(item.key, order), order)).toEqual(item.key);
      const review = itemReview(item, order, item.key);
      expect(review.correct).toBe(true);
      expect(asOwn(review.key, order)).toEqual(item.key);
      const shown = learnerItem(faceOf(item), order);
      for (const option of shown.options) {
        const own = item.options.find(({ text }) => text === option.text);
        expect(review.rationales[option.id]).toBe(own?.rationale);
      }
    }),
  );
});

test("what is shown depends on the key in nothing but the number to select", () => {
  fc.assert(
    fc.property(shownItem, shownItem, ({ item, order }, { item: other }) => {
      fc.pre(item.type === other.type && item.options.length === other.options.length);
      const select = (key: Response) => (key.type === "multiple_response" ? key.choices.length : 0);
      fc.pre(select(item.key) === select(other.key));
      fc.pre(
        item.type !== "matching" || other.type !== "matching" || item.prompts.length === other.prompts.length,
      );
      expect(learnerItem(faceOf(item), order)).toEqual(learnerItem(faceOf(other), order));
    }),
  );
});

test("a response that does not fit the item is refused, whatever it is", () => {
  const item: AuthorItem = {
    type: "ordering",
    ...common,
    options: ["a", "b", "c"].map((id) => ({ id, text: id, rationale: id })),
    key: { type: "ordering", order: ["a", "b", "c"] },
  };
  expect(responseProblem(item, { type: "multiple_choice", choice: "a" })).toMatch(/type ordering/);
  expect(responseProblem(item, { type: "ordering", order: ["a", "b"] })).toMatch(/every step once/);
  expect(responseProblem(item, { type: "ordering", order: ["a", "b", "b"] })).toMatch(/every step once/);
  const strange = asOwn({ type: "ordering", order: ["a", "b", "j"] }, ["c", "a", "b"]);
  expect(responseProblem(item, strange)).toMatch(/not there/);
});
