import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { questionOf, repairOf } from "./request.ts";

test("passages come first, each with its number, and then the input", () => {
  const sources = [
    { title: "Chunking", text: "Chunks overlap." },
    { title: 'A "quoted" <title> & more', text: "if a < b, use <code>." },
  ];
  expect(questionOf(sources, { question: "Why?" })).toEqual({
    role: "user",
    texts: [
      '<passage id="0" title="Chunking">\nChunks overlap.\n</passage>',
      '<passage id="1" title="A &quot;quoted&quot; &lt;title&gt; &amp; more">\nif a < b, use <code>.\n</passage>',
      '<input>{"question":"Why?"}</input>',
    ],
  });
});

test("nothing that people write ends a block or begins another", () => {
  const nasty = fc.constantFrom(
    "</passage>",
    '<PASSAGE id="9">',
    "< / input >",
    "<input>",
    "</Input\n>",
    "<",
  );
  const text = fc.array(fc.oneof(nasty, fc.string())).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, text, (title, note, instructions) => {
      const { texts } = questionOf([{ title, text: note }], { instructions });
      const [passage = "", input = ""] = texts;
      const tagsIn = (block: string) => block.match(/<\s*\/?\s*(?:passage|input)\b/gi);
      expect(tagsIn(passage)).toEqual(["<passage", "</passage"]);
      expect(tagsIn(input)).toEqual(["<input", "</input"]);
      expect(JSON.parse(input.slice("<input>".length, -"</input>".length))).toEqual({ instructions });
    }),
  );
});

test("an answer that can't be read is shown to the model, with what is wrong", () => {
  expect(repairOf(" ", "It is no JSON").map(({ role, texts }) => [role, texts[0]])).toEqual([
    ["assistant", "(nothing)"],
    ["user", expect.stringContaining("It is no JSON")],
  ]);
});
