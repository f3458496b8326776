import { expect, test } from "@jest/globals";
import type { LearnerItem, Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import {
  completeness,
  currentOrder,
  moveStep,
  pairPrompt,
  responseText,
  sameResponse,
  toggleChoice,
  withStepAt,
} from "./responses.ts";

const options = ["a", "b", "c", "d"].map((id) => ({ id, text: id }));
const ordering: LearnerItem = { type: "ordering", stem: "?", options };
const multiple: LearnerItem = { type: "multiple_response", stem: "?", options, select: 2 };
const matching: LearnerItem = { type: "matching", stem: "?", options, prompts: options.slice(0, 2) };

test("choices are a set, steps are an order", () => {
  const chosen = (...choices: string[]): Response => ({ type: "multiple_response", choices });
  const ordered = (...order: string[]): Response => ({ type: "ordering", order });
  expect(sameResponse(chosen("a", "b"), chosen("b", "a"))).toBe(true);
  expect(sameResponse(ordered("a", "b"), ordered("b", "a"))).toBe(false);
  expect(sameResponse(null, chosen("a"))).toBe(false);
});

test("no more than asked for can be chosen, and none is no response", () => {
  const two = toggleChoice(toggleChoice(null, "a", 2), "b", 2);
  expect(two).toEqual({ type: "multiple_response", choices: ["a", "b"] });
  expect(toggleChoice(two, "c", 2)).toEqual(two);
  expect(toggleChoice(toggleChoice(two, "a", 2), "b", 2)).toBeNull();
});

test("moving a step keeps every step and the order of the others", () => {
  const place = fc.integer({ min: -2, max: 6 });
  fc.assert(
    fc.property(
      fc.shuffledSubarray(["a", "b", "c", "d"], { minLength: 4 }),
      fc.nat(3),
      place,
      (order, from, to) => {
        const moved = moveStep(order, from, to);
        if (moved.type !== "ordering") throw new TypeError("not an order");
        expect([...moved.order].sort()).toEqual(["a", "b", "c", "d"]);
        const others = (letters: readonly string[]) => letters.filter((letter) => letter !== order[from]);
        expect(others(moved.order)).toEqual(others(order));
        expect(moved.order.indexOf(order[from] ?? "")).toBe(Math.min(Math.max(to, 0), 3));
      },
    ),
  );
});

test("an order not yet given is as shown", () => {
  expect(currentOrder(ordering, null)).toEqual(["a", "b", "c", "d"]);
});

test("an option may serve several prompts, and taking back the last pair leaves no response", () => {
  const pairs = pairPrompt(pairPrompt(null, "a", "c"), "b", "c");
  expect(pairs).toEqual({ type: "matching", pairs: { a: "c", b: "c" } });
  expect(completeness(matching, pairs)).toBe("answered");
  const one = pairPrompt(pairs, "b", undefined);
  expect(completeness(matching, one)).toBe("partial");
  expect(pairPrompt(one, "a", undefined)).toBeNull();
});

test("an item is answered once all that it asks for is there", () => {
  expect(completeness(multiple, null)).toBe("unanswered");
  expect(completeness(multiple, toggleChoice(null, "a", 2))).toBe("partial");
  expect(completeness(ordering, moveStep(["a", "b", "c", "d"], 0, 1))).toBe("answered");
});

test("responses in words", () => {
  const named = {
    options: ["a", "b", "c"].map((id) => ({ id, text: `option ${id}` })),
    prompts: [
      { id: "a", text: "first" },
      { id: "b", text: "second" },
    ],
  };
  const words = (response: Response | null) => responseText(named, response);
  expect(words(null)).toBe("");
  expect(words({ type: "multiple_choice", choice: "b" })).toBe("B. option b");
  expect(words({ type: "multiple_response", choices: ["c", "a"] })).toBe("A. option a; C. option c");
  expect(words({ type: "ordering", order: ["c", "a", "b"] })).toBe(
    "1) C. option c; 2) A. option a; 3) B. option b",
  );
  expect(words({ type: "matching", pairs: { b: "a", a: "c" } })).toBe(
    "A. first -> C. option c; B. second -> A. option a",
  );
});

test("a step that comes to a place changes places with the one there", () => {
  expect(withStepAt(["a", "b", "c"], 0, "c")).toEqual({ type: "ordering", order: ["c", "b", "a"] });
  expect(withStepAt(["a", "b", "c"], 1, "b")).toEqual({ type: "ordering", order: ["a", "b", "c"] });
});

test("whatever is moved, an order has every step once", () => {
  const steps = ["a", "b", "c", "d", "e"];
  const moves = fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...steps)));
  fc.assert(
    fc.property(moves, (all) => {
      const order = all.reduce<readonly string[]>((before, [place, step]) => {
        const after: Response = withStepAt(before, place, step);
        if (after.type !== "ordering") throw new TypeError("an order stays one");
        expect(after.order[place]).toBe(step);
        return after.order;
      }, steps);
      expect(order.toSorted()).toEqual(steps);
    }),
  );
});
