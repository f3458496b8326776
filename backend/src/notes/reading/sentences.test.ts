import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { sentencesOf } from "./sentences.ts";

test.each<[string, string[]]>([
  ["One. Two? Three!", ["One.", "Two?", "Three!"]],
  [
    "Use a vector store, e.g. Amazon OpenSearch. It scales.",
    ["Use a vector store, e.g. Amazon OpenSearch.", "It scales."],
  ],
  ["It costs approx. 3.5 USD. See Node.js. Done.", ["It costs approx. 3.5 USD.", "See Node.js.", "Done."]],
  ["Dr. Smith and Mr. Jones met.", ["Dr. Smith and Mr. Jones met."]],
  ["It was Charles W. Eliot. He left.", ["It was Charles W. Eliot.", "He left."]],
  ["At Trinity-St. Paul it rang.", ["At Trinity-St. Paul it rang."]],
  ["Take vitamin C. It helps.", ["Take vitamin C.", "It helps."]],
  ["Compare RAG vs. Fine-tuning first.", ["Compare RAG vs. Fine-tuning first."]],
  ["See [A vs\\. B](a.md)\\. It is short\\.", ["See [A vs\\. B](a.md)\\.", "It is short\\."]],
  ["Read [What is it? An overview](a.md) first. Go.", ["Read [What is it? An overview](a.md) first.", "Go."]],
  ["It takes [1] or less. More [here](a.md). Go.", ["It takes [1] or less.", "More [here](a.md).", "Go."]],
  ['It says "Stop." Then it goes on.', ['It says "Stop."', "Then it goes on."]],
  ["One\nline. And\n\nanother.", ["One line.", "And another."]],
  ["", []],
])("%j", (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences);
});

test("together they are the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(sentencesOf(text).join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }),
  );
});
