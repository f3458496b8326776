import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nothingRead, readOn, sentencesOf } from "./spoken.ts";

test("sentences are read out without marks, and code is only named", () => {
  const text =
    "**Caches** save money [1]. They expire [?]!\n\n- One [2, 3]\n- `Two`\n\n```\nlet x\n```\n\nAfter.";
  expect(sentencesOf(text, true)).toEqual([
    "Caches save money.",
    "They expire (the notes don't say so)!",
    "• One",
    "• Two",
    "Some code.",
    "After.",
  ]);
  expect(sentencesOf("| a | b |\n| - | - |\n| 1 | 2 |", true)).toEqual(["a b", "1 2"]);
});

test("a sentence is read out when it is whole", () => {
  expect(sentencesOf("Caches save mon", false)).toEqual([]);
  expect(sentencesOf("Caches save money. They", false)).toEqual(["Caches save money."]);
  expect(sentencesOf("Caches save money.", false)).toEqual([]);
  expect(sentencesOf("```\nlet x", false)).toEqual([]);
});

test("what was read out is not read out again, unless it has changed", () => {
  const one = readOn(nothingRead, ["A.", "B."]);
  expect(readOn(one, ["A.", "B."])).toBe(one);
  expect(readOn(one, ["A."])).toBe(one);
  expect(readOn(one, ["A.", "B.", "C."]).lines).toEqual(["A.", "B.", "C."]);
  expect(readOn(one, ["A.", "X."]).lines).toEqual([
    "A.",
    "B.",
    "After it was checked against the notes, the answer reads:",
    "A.",
    "X.",
  ]);
});

test("however a text comes, each of its sentences is read out once", () => {
  const sentence = fc.stringMatching(/^[A-Z][a-z ]{0,12}[a-z]\.$/);
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1 }), fc.array(fc.nat(80)), (sentences, cuts) => {
      const text = sentences.join(" ");
      let read = nothingRead;
      for (const cut of cuts.toSorted((a, b) => a - b)) {
        read = readOn(read, sentencesOf(text.slice(0, cut), false));
      }
      read = readOn(read, sentencesOf(text, true));
      expect(read.lines.join(" ")).toBe(text.replaceAll(/\s+/g, " "));
    }),
  );
});
