import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { sentencesIn } from "./sentences.ts";

const textsOf = (passage: string) => sentencesIn(passage).map(({ text }) => text);

test("paragraphs make sentences, headings, rules and code none", () => {
  const passage = [
    "# Chunks",
    "A chunk is a part. It has **180 words**, e.g. a\nshort section.",
    "---",
    "```ts\nconst chunk = 1. Not a sentence.\n```",
    "Last one without a full stop",
  ].join("\n\n");
  expect(textsOf(passage)).toEqual([
    "A chunk is a part.",
    "It has **180 words**, e.g. a\nshort section.",
    "Last one without a full stop",
  ]);
});

test("items of lists are without their marks, and know what leads to them", () => {
  const passage =
    "Three ways help:\n\n- Ask less.\n- Cache more. It is\n  cheap.\n1) [x] Batch.\n\nThat is all.";
  expect(sentencesIn(passage)).toEqual([
    { text: "Three ways help:", lead: "" },
    { text: "Ask less.", lead: "Three ways help:" },
    { text: "Cache more.", lead: "Three ways help:" },
    { text: "It is\n  cheap.", lead: "Three ways help:" },
    { text: "Batch.", lead: "Three ways help:" },
    { text: "That is all.", lead: "" },
  ]);
});

test("a row of a table is one line, and knows its header", () => {
  const passage =
    "| Need | Service |\n| --- | :-: |\n| Search. Fast. | OpenSearch |\n| Files | S3 |\n\nAfter it.";
  expect(sentencesIn(passage)).toEqual([
    { text: "Search. Fast. | OpenSearch", lead: "Need | Service" },
    { text: "Files | S3", lead: "Need | Service" },
    { text: "After it.", lead: "" },
  ]);
});

test("a label in bold leads to what stands below it, and a broken line ends a sentence", () => {
  const passage =
    "**Reuse period**\n\nThe time between two calls.\n\n- One  \nNote of it\ngoes on.\n\n**Grace period**\n\nNone.";
  expect(sentencesIn(passage)).toEqual([
    { text: "The time between two calls.", lead: "**Reuse period**" },
    { text: "One", lead: "" },
    { text: "Note of it\ngoes on.", lead: "" },
    { text: "None.", lead: "**Grace period**" },
  ]);
  expect(sentencesIn("**It is so.**").map(({ text }) => text)).toEqual(["**It is so.**"]);
});

test("whatever a passage is, its sentences stand in it, in their order", () => {
  const mark = fc.constantFrom(
    "\n",
    "\n\n",
    "- ",
    "| ",
    " |",
    "|---|",
    "```",
    "# ",
    ". ",
    "1. ",
    ":",
    "  ",
    "  \n",
    "**",
    "\r\n",
  );
  const passages = fc
    .array(fc.oneof(mark, fc.string({ unit: "grapheme" }), fc.lorem()))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(passages, (passage) => {
      let from = 0;
      for (const { text } of sentencesIn(passage)) {
        expect(text).not.toBe("");
        const at = passage.indexOf(text, from);
        expect(at).toBeGreaterThanOrEqual(0);
        from = at + text.length;
      }
    }),
  );
});
