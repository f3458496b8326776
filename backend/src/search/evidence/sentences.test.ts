import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { listAround, piecesIn, sentencesIn } from "./sentences.ts";

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

test("an item goes on below itself, and may lead to a list of its own", () => {
  const passage = [
    "**To set it up**",
    "1. Open the console.",
    "   It shows a page.",
    "1. Choose one of the following:",
    "   - The first.\n   - The second.",
    "1. Save.\n**Note**  \nIt takes a while.",
  ].join("\n\n");
  expect(sentencesIn(passage)).toEqual([
    { text: "Open the console.", lead: "**To set it up**" },
    { text: "It shows a page.", lead: "**To set it up**" },
    { text: "Choose one of the following:", lead: "**To set it up**" },
    { text: "The first.", lead: "Choose one of the following:" },
    { text: "The second.", lead: "Choose one of the following:" },
    { text: "Save.", lead: "**To set it up**" },
    { text: "It takes a while.", lead: "**Note**" },
  ]);
  const pieces = piecesIn(passage);
  expect([0, 1, 4].map((at) => listAround(pieces, at))).toEqual(Array(3).fill({ from: 0, to: 5 }));
  expect([2, 3].map((at) => listAround(pieces, at))).toEqual(Array(2).fill({ from: 2, to: 4 }));
});

test("a heading leads to the steps that stand right below it, and to nothing else", () => {
  const leads = (passage: string) => sentencesIn(passage, "Making a role").map(({ lead }) => lead);
  expect(leads("1. Open it.\n1. Save it.\n\nThat is all.")).toEqual(["Making a role", "Making a role", ""]);
  expect(leads("- A trap.")).toEqual([""]);
  expect(leads("It is easy.\n\n1. Open it.")).toEqual(["", ""]);
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
