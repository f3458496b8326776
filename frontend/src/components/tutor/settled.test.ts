import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { settled } from "./settled.ts";

test.each([
  ["Caches save money [", "Caches save money"],
  ["Caches save money [1", "Caches save money"],
  ["Caches save money [1]", "Caches save money [1]"],
  ["This is **bo", "This is **bo**"],
  ["This is **", "This is"],
  ["This is **bold** te", "This is **bold** te"],
  ["Call `Conv", "Call `Conv`"],
  ["A [link](https://a.exam", "A link"],
  ["One line\n-", "One line"],
  ["One line\n--", "One line"],
  ["Some:\n\n- first\n- ", "Some:\n\n- first"],
  ["Some:\n\n1", "Some:\n\n"],
  ["## ", ""],
  ["Before.\n\n| a | b |", "Before.\n\n"],
  ["Before.\n\n| a | b |\n| - | - |\n| 1", "Before.\n\n| a | b |\n| - | - |"],
  ["```\nlet a = [1", "```\nlet a = [1"],
  ["```\nlet a\n```\nSo **it", "```\nlet a\n```\nSo **it**"],
])("%j is shown as %j", (text, shown) => {
  expect(settled(text)).toBe(shown);
});

test("what is shown has no more than is written, but for what closes it", () => {
  const pieces = fc.constantFrom(
    "[1]",
    "**",
    "`",
    "word ",
    "\n",
    "\n\n",
    "- ",
    "| a ",
    "|",
    "```\n",
    "1",
    "#",
  );
  fc.assert(
    fc.property(fc.array(pieces), (list) => {
      const text = list.join("");
      const letters = (from: string) => from.replaceAll(/[^a-z]/g, "").length;
      expect(letters(settled(text))).toBeLessThanOrEqual(letters(text));
      expect(settled(text).length).toBeLessThanOrEqual(text.length + 2);
    }),
  );
});

test("paragraphs that are whole are shown as they are written", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z ,]{0,20}[a-z]\.$/)), (sentences) => {
      const text = sentences.join("\n\n");
      expect(settled(text)).toBe(text);
    }),
  );
});
