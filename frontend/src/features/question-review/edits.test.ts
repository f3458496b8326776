import { expect, test } from "@jest/globals";
import { DraftItem } from "@lyceum/shared/questions";
import fc from "fast-check";
import { itemProblems, longest, withKey, withOption, withPrompt, wordsProblem } from "./edits.ts";
import { someDraft } from "./testing.ts";

const several = (...choices: string[]): DraftItem => ({
  ...someDraft(),
  type: "multiple_response",
  options: ["a", "b", "c", "d", "e"].map((id) => ({ id, text: `Service ${id}`, rationale: "." })),
  key: { type: "multiple_response", choices },
});

test("what is missing is said by name", () => {
  expect(itemProblems(someDraft())).toEqual([]);
  expect(itemProblems({ ...someDraft(), stem: " ", decidedBy: "" })).toEqual([
    "Write the stem.",
    "Write what decides it.",
  ]);
  expect(itemProblems(withOption(someDraft(), "b", { rationale: "" }))).toEqual([
    "Write the text and the rationale of B.",
  ]);
  expect(itemProblems(withOption(someDraft(), "c", { text: "service A " }))).toEqual([
    "Option C says the same as another one.",
  ]);
  expect(itemProblems(several("a"))).toEqual(["Choose two right options or more."]);
  expect(itemProblems(several("a", "b", "c", "d", "e"))).toEqual([
    "Leave at least one option that is wrong.",
  ]);
  expect(itemProblems(several("a", "b"))).toEqual([]);
});

test("a key of another type changes nothing, and no choice is an empty one", () => {
  expect(withKey(someDraft(), { type: "ordering", order: ["a"] })).toEqual(someDraft());
  expect(withKey(several("a", "b"), null).key).toEqual({ type: "multiple_response", choices: [] });
  expect(withKey(someDraft(), { type: "multiple_choice", choice: "d" }).key).toEqual({
    type: "multiple_choice",
    choice: "d",
  });
  expect(withPrompt(someDraft(), "a", "?")).toEqual(someDraft());
});

test("a comment needs a few words", () => {
  expect(wordsProblem("  ok ")).toMatch(/few words/);
  expect(wordsProblem("yes")).toBeUndefined();
});

test("whatever is edited, what has no problem is what the server takes", () => {
  const text = (most: number) => fc.string({ maxLength: 40 }).map((words) => words.slice(0, most));
  const edit = fc.record({
    stem: text(longest.stem),
    decidedBy: text(longest.decidedBy),
    a: text(longest.text),
    b: text(longest.rationale),
    choices: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e")),
  });
  fc.assert(
    fc.property(edit, ({ stem, decidedBy, a, b, choices }) => {
      const base: DraftItem = { ...several("a", "b"), stem, decidedBy };
      const texted = withOption(withOption(base, "a", { text: a }), "b", { rationale: b });
      const item = withKey(texted, choices.length > 0 ? { type: "multiple_response", choices } : null);
      if (itemProblems(item).length === 0) expect(DraftItem.safeParse(item).error).toBeUndefined();
    }),
  );
});
