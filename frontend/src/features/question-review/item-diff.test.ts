import { expect, test } from "@jest/globals";
import type { DraftItem } from "@lyceum/shared/questions";
import fc from "fast-check";
import { itemDiff, textDiff } from "./item-diff.ts";
import { someDraft } from "./testing.ts";

test("what is the same is no change", () => {
  expect(itemDiff(someDraft(), someDraft())).toEqual([]);
});

test("each part that changed is told by its name, word by word", () => {
  const after: DraftItem = {
    ...someDraft(),
    stem: "Which service masks personal data?",
    key: { type: "multiple_choice", choice: "b" },
    difficulty: "hard",
  };
  const changes = itemDiff(someDraft(), after);
  expect(changes.map(({ name }) => name)).toEqual(["Stem", "Key", "Difficulty"]);
  expect(changes[0]?.parts).toContainEqual({ kind: "removed", text: "finds" });
  expect(changes[0]?.parts).toContainEqual({ kind: "added", text: "masks" });
});

test("a changed option is told once", () => {
  const before = someDraft();
  const options = before.options.map((option, place) =>
    place === 0 ? { ...option, text: "Other" } : option,
  );
  expect(itemDiff(before, { ...before, options }).map(({ name }) => name)).toEqual(["Option A"]);
});

test("whatever two texts are, each can be put together again from what changed", () => {
  const words = fc.array(fc.constantFrom("a", "b", "the", "one", ".", "\n"), { maxLength: 12 });
  const text = words.map((all) => all.join(" "));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = textDiff(before, after);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join("");
      expect(without("added")).toBe(before);
      expect(without("removed")).toBe(after);
    }),
  );
});
