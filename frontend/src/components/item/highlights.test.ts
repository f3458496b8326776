import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { paragraphs } from "../../lib/format.ts";
import { markedParagraphs } from "./highlights.ts";

test("a passage that spans a blank line is marked in both paragraphs, and overlapping ones are one", () => {
  const text = "One two.\n\nThree four.";
  const marks = [
    { from: 4, to: 12 },
    { from: 10, to: 15 },
  ];
  expect(markedParagraphs(text, marks)).toEqual([
    [
      { from: 0, text: "One ", marked: false },
      { from: 4, text: "two.", marked: true },
    ],
    [
      { from: 10, text: "Three", marked: true },
      { from: 15, text: " four.", marked: false },
    ],
  ]);
});

test("nothing of the text is lost or added, and just what lies in a passage is marked", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", " ", "\n", "\n\n", "\t", "ü", "💡"),
    maxLength: 60,
  });
  const passage = fc.record({ from: fc.nat(70), to: fc.nat(70) });
  fc.assert(
    fc.property(text, fc.array(passage, { maxLength: 5 }), (text, passages) => {
      const marked = markedParagraphs(text, passages);
      expect(marked.map((pieces) => pieces.map((piece) => piece.text).join(""))).toEqual(paragraphs(text));
      for (const piece of marked.flat()) {
        expect(text.slice(piece.from, piece.from + piece.text.length)).toBe(piece.text);
        for (let at = piece.from; at < piece.from + piece.text.length; at++) {
          expect(passages.some(({ from, to }) => from <= at && at < to)).toBe(piece.marked);
        }
      }
    }),
  );
});
