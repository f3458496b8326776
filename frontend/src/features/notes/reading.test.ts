import { expect, test } from "@jest/globals";
import { citedText, type Part, readingOf, spoken } from "./reading.ts";

const part = (ordinal: number, text: string, wish: Partial<Part> = {}): Part => ({
  noteId: "not_1",
  version: 1,
  ordinal,
  headings: [],
  page: null,
  text,
  overlap: 0,
  ...wish,
});

const texts = (parts: Part[]) =>
  readingOf(parts, "The title").flatMap((piece) => (piece.kind === "text" ? piece.text : []));

test("a paragraph that was cut is whole again, and a sentence that was repeated stands there once", () => {
  const parts = [
    part(0, "One. Two."),
    part(1, "Two. Three.", { overlap: 4 }),
    part(2, "Three.\n\nFour.", { overlap: 6 }),
  ];
  expect(readingOf(parts, "")).toEqual([
    { kind: "text", from: 0, to: 1, text: "One. Two. Three." },
    { kind: "text", from: 2, to: 2, text: "Four." },
  ]);
});

test("a list that was cut is one list; what else follows stands for itself", () => {
  expect(texts([part(0, "Some:\n\n- a\n- b"), part(1, "- c"), part(2, "End.")])).toEqual([
    "Some:\n\n- a\n- b\n- c",
    "End.",
  ]);
  expect(texts([part(0, "- a"), part(1, "| x |\n| - |")])).toHaveLength(2);
});

test("each heading stands once, and the title is not said again", () => {
  const parts = [
    part(0, "Intro.", { headings: ["The Title"] }),
    part(1, "A.", { headings: ["The Title", "Costs", "Tokens"] }),
    part(2, "B.", { headings: ["The Title", "Costs", "Tokens"] }),
    part(3, "C.", { headings: ["The Title", "Costs", "Caches"] }),
    part(4, "D.", { headings: ["The Title", "Limits"] }),
  ];
  const outline = readingOf(parts, "The title").map((piece) =>
    piece.kind === "heading" ? `${piece.depth} ${piece.text}` : piece.kind === "text" ? piece.text : "",
  );
  expect(outline).toEqual(["Intro.", "0 Costs", "1 Tokens", "A.", "B.", "1 Caches", "C.", "0 Limits", "D."]);
});

test("where a page of a PDF begins is said once", () => {
  const parts = [part(0, "A.", { page: 1 }), part(1, "B.", { page: 1 }), part(2, "C.", { page: 3 })];
  expect(readingOf(parts, "").map((piece) => (piece.kind === "page" ? piece.page : piece.kind))).toEqual([
    1,
    "text",
    "text",
    3,
    "text",
  ]);
});

test("cited words are found in the text that shows them", () => {
  const pieces = readingOf(
    [part(0, "One. **Two.**\n\nMore."), part(1, "More.\n\nThree.", { overlap: 5 })],
    "",
  );
  expect(citedText(pieces, 1, "More.")?.from).toBe(0);
  expect(citedText(pieces, 1, "Three.")?.from).toBe(1);
  expect(citedText(pieces, 1, "It is gone.")?.from).toBe(1);
  expect(citedText(pieces, 1)?.from).toBe(1);
  expect(citedText(pieces, 2, "Three.")).toBeUndefined();
});

test.each([
  ["- See [the guide](https://a.example/b_(c)) \\*now\\*.", /^See the guide/],
  ["| Cost | low |", /^\s*Cost\s+low\s*$/],
  ["Cost | low", /^Cost\s+low$/],
  ["It is `a|b`.", /^It is `a\|b`\.$/],
])("%s is read without its marks", (markdown, words) => {
  expect(spoken(markdown)).toMatch(words);
});
