import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { examWith } from "../testing/items.ts";
import { endOf, placesOf, progressOf, wishProblem } from "./rules.ts";

const types = ["multiple_choice", "multiple_response", "ordering", "matching"] as const;
const difficulties = ["easy", "medium", "hard"] as const;

const anyWish = fc.record({
  taskIds: fc.uniqueArray(
    fc.integer({ min: 1, max: 20 }).map((number) => `1.${number}`),
    { minLength: 1 },
  ),
  itemTypes: fc.uniqueArray(fc.constantFrom(...types), { minLength: 1 }),
  difficulties: fc.uniqueArray(fc.constantFrom(...difficulties), { minLength: 1 }),
  count: fc.integer({ min: 1, max: 100 }),
});

test("a wish is spread evenly: no task has two places more than another", () => {
  fc.assert(
    fc.property(anyWish, (wish) => {
      const places = placesOf(wish);
      expect(places.map(({ place }) => place)).toEqual(Array.from({ length: wish.count }, (_, at) => at));
      const counts = wish.taskIds.map((id) => places.filter(({ taskId }) => taskId === id).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      for (const { type, difficulty } of places) {
        expect(wish.itemTypes).toContain(type);
        expect(wish.difficulties).toContain(difficulty);
      }
      expect(placesOf(wish)).toEqual(places);
    }),
  );
});

test("types and difficulties are used as often as each other, whatever the number of tasks", () => {
  fc.assert(
    fc.property(anyWish, (wish) => {
      const count = wish.taskIds.length * wish.itemTypes.length * wish.difficulties.length * 12;
      const places = placesOf({ ...wish, count });
      const even = (values: readonly string[], of: (at: number) => string | undefined) => {
        const counts = values.map((value) => places.filter((_, at) => of(at) === value).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      };
      even(wish.itemTypes, (at) => places[at]?.type);
      even(wish.difficulties, (at) => places[at]?.difficulty);
    }),
  );
});

test("a task gets all types in turn, also where there are as many tasks as types", () => {
  const places = placesOf({
    taskIds: ["1.1", "1.2"],
    itemTypes: ["ordering", "matching"],
    difficulties: ["easy"],
    count: 4,
  });
  expect(places.map(({ taskId, type }) => `${taskId} ${type}`)).toEqual([
    "1.1 ordering",
    "1.2 matching",
    "1.1 matching",
    "1.2 ordering",
  ]);
});

const wish = {
  taskIds: ["1.1"],
  itemTypes: [...types.slice(0, 1)],
  difficulties: [],
  count: 1,
  noteIds: [],
  instructions: "",
};

test("a wish names tasks and types of the exam", () => {
  const exam = { ...examWith([60, 40]), itemTypes: { multiple_choice: 100 } };
  expect(wishProblem(exam, wish)).toBeUndefined();
  expect(wishProblem(exam, { ...wish, taskIds: ["1.1", "9.9"] })).toContain("9.9");
  expect(wishProblem(exam, { ...wish, itemTypes: ["ordering"] })).toContain("ordering");
});

test("candidates are counted where they are, and together they are as many as were wished for", () => {
  const state = fc.constantFrom("draft", "failed", "in_review", "changes_requested", "approved", "cancelled");
  const step = fc.option(fc.constantFrom("waiting", "writing", "checking"), { nil: undefined });
  const one = fc.record({ state, step }).map(({ state, step }) => ({ state, ...(step && { step }) }));
  const ofGeneration = fc.constantFrom(
    "running" as const,
    "done" as const,
    "cancelled" as const,
    "failed" as const,
  );
  fc.assert(
    fc.property(fc.array(one), fc.nat(20), ofGeneration, (all, missing, state) => {
      const progress = progressOf(all.length + missing, state, all);
      expect(Object.values(progress).reduce((sum, count) => sum + count, 0)).toBe(all.length + missing);
      expect(Math.min(...Object.values(progress))).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(progressOf(3, "running", [{ state: "draft", step: "writing" }, { state: "approved" }])).toEqual({
    ...{ waiting: 1, writing: 1, checking: 0, inReview: 1, failed: 0, cancelled: 0 },
  });
});

test("a generation of which nothing was made has failed, and says why", () => {
  const failed = { state: "failed" as const, problem: "no money" };
  expect(endOf([failed, failed])).toEqual({ state: "failed", problem: "no money" });
  expect(endOf([failed, { state: "draft" }])).toEqual({ state: "done" });
});
