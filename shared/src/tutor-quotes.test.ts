import { expect, test } from "@jest/globals";
import { quotesAsMarkdown } from "./tutor-quotes.ts";

test("one sentence stands alone, several are a list", () => {
  expect(quotesAsMarkdown([])).toBe("");
  expect(quotesAsMarkdown([{ number: 2, text: "It is so." }])).toBe("It is so. [2]");
  expect(
    quotesAsMarkdown([
      { number: 2, text: "It is so." },
      { number: 1, text: "Or not." },
    ]),
  ).toBe("- It is so. [2]\n- Or not. [1]");
});

test("lists and tables stand below what leads to them, between paragraphs", () => {
  const text = quotesAsMarkdown([
    { number: 1, text: "It is so." },
    { number: 2, text: "Open it.", lead: "Do the following:", mark: "1." },
    { number: 2, text: "By hand.", mark: "    -" },
    { number: 3, text: "Save it.", mark: "2." },
    { number: 1, text: "Words | `a \\| b`", lead: "Need | Service", mark: "|" },
    { number: 1, text: "Files | S3", mark: "|" },
    { number: 4, text: "No lead.", lead: "", mark: "-" },
  ]);
  expect(text).toBe(
    [
      "It is so. [1]",
      "Do the following:",
      "1. Open it. [2]\n    - By hand. [2]\n2. Save it. [3]",
      "| Need | Service |\n| --- | --- |\n| Words | `a \\| b` [1] |\n| Files | S3 [1] |",
      "- No lead. [4]",
    ].join("\n\n"),
  );
});

test("a table has as many columns as its longest row: what is beyond them is not shown, nor a number there", () => {
  const text = quotesAsMarkdown([
    { number: 1, text: "One | two", lead: "A | B", mark: "|" },
    { number: 2, text: "One | `two|three`", mark: "|" },
    { number: 3, text: "# | 1. | x | y", lead: "C", mark: "|" },
  ]);
  expect(text).toBe(
    [
      "| A | B | |\n| --- | --- | --- |\n| One | two [1] |\n| One | `two|three` [2] |",
      "| C | | | |\n| --- | --- | --- | --- |\n| # | 1. | x | y [3] |",
    ].join("\n\n"),
  );
});
