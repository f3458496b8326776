import { expect, test } from "@jest/globals";
import type { AuthorItem, Response } from "@lyceum/shared/questions";
import fc from "fast-check";
import { correctionProblem, withStepAt } from "./keys.ts";

const options = ["a", "b", "c", "d", "e"].map((id) => ({ id, text: `option ${id}`, rationale: "." }));
const authored = {
  stem: "?",
  options,
  decidedBy: ".",
  references: [{ title: "Docs", url: "https://docs.example", checked: "2026-03-01" }],
  difficulty: "easy",
  angoff: { rating: 0.7, reason: "." },
  constraints: [],
  provenance: { origin: "written", by: "Ada", on: "2026-03-01" },
} as const;
const item = (
  rest: Pick<Extract<AuthorItem, { type: "multiple_response" }>, "type" | "key">,
): AuthorItem => ({
  ...authored,
  references: [...authored.references],
  constraints: [],
  ...rest,
});

test("a corrected key differs, and has as many options as learners were told to choose", () => {
  const multiple = item({
    type: "multiple_response",
    key: { type: "multiple_response", choices: ["a", "b"] },
  });
  const problem = (...choices: string[]) =>
    correctionProblem(multiple, { type: "multiple_response", choices });
  expect(problem("a", "c")).toBeUndefined();
  expect(problem("b", "a")).toMatch(/as it is/);
  expect(problem("c")).toMatch(/Choose two/);
  expect(correctionProblem(multiple, null)).toMatch(/Choose two/);
  expect(problem("a", "b", "c")).toMatch(/Choose two/);
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
