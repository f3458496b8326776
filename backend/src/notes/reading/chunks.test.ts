import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Block } from "./blocks.ts";
import { mostCharacters, mostWords, partsOf, searchedText, wordsOf } from "./chunks.ts";

const prose = (text: string, headings: string[] = []): Block => ({
  headings,
  page: null,
  kind: "prose",
  text,
});

const sentence = fc
  .tuple(
    fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 60 }),
    fc.constantFrom(".", "?", "!"),
  )
  .map(([words, end]) => {
    const text = words.join(" ");
    return text.charAt(0).toUpperCase() + text.slice(1) + end;
  });
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 12 }).map((each) => each.join(" "));
const list = fc
  .array(sentence, { minLength: 1, maxLength: 30 })
  .map((each) => each.map((item) => `- ${item}`).join("\n"));
const table = fc
  .array(sentence, { minLength: 1, maxLength: 30 })
  .map((rows) => ["| head |", "| --- |", ...rows.map((row) => `| ${row} |`)].join("\n"));
const code = fc
  .array(sentence, { minLength: 1, maxLength: 30 })
  .map((lines) => ["```ts", ...lines, "```"].join("\n"));
const headings = fc.constantFrom([], ["A"], ["A", "B"], ["C"]);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ headings, page: fc.constant(null), kind: fc.constant("prose"), text: paragraph }),
  fc.record({ headings, page: fc.constant(null), kind: fc.constant("list"), text: list }),
  fc.record({ headings, page: fc.constant(null), kind: fc.constant("table"), text: table }),
  fc.record({ headings, page: fc.constant(null), kind: fc.constant("code"), text: code }),
  // What nobody foresees: any characters, very long words.
  fc.record({
    headings,
    page: fc.option(fc.integer({ min: 1, max: 9 })),
    kind: fc.constantFrom("prose", "list", "table", "code"),
    text: fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.string({ minLength: 3000, maxLength: 6000 }),
    ),
  }),
);
const note = fc.array(block, { maxLength: 8 });

test("no part is over the limits", () => {
  fc.assert(
    fc.property(note, (blocks) => {
      for (const { text } of partsOf(blocks)) {
        expect(wordsOf(text)).toBeLessThanOrEqual(mostWords);
        expect(text.length).toBeLessThanOrEqual(mostCharacters);
        expect(text.isWellFormed()).toBe(true);
        expect(text.trim()).not.toBe("");
      }
    }),
  );
});

test("what overlaps stands at the end of the part before, under the same headings", () => {
  fc.assert(
    fc.property(note, (blocks) => {
      const parts = partsOf(blocks);
      parts.forEach(({ text, overlap, headings }, at) => {
        expect(overlap).toBeLessThan(text.length);
        if (overlap === 0) return;
        expect(parts[at - 1]?.text.endsWith(text.slice(0, overlap))).toBe(true);
        expect(parts[at - 1]?.headings).toEqual(headings);
      });
    }),
  );
});

/** Without white space, and without what frames tables and code: it is said again where they are cut. */
const essence = (text: string) => text.replace(/\| head \||\| --- \||```(?:ts)?|\s/g, "");

test("nothing is lost, and the order is kept", () => {
  fc.assert(
    fc.property(note, (blocks) => {
      const parts = partsOf(blocks);
      const together = parts.map(({ text, overlap }) => text.slice(overlap)).join("\n");
      expect(essence(together)).toBe(essence(blocks.map(({ text }) => text).join("\n")));
      const before = blocks.map((each) => each.headings.join());
      const after = parts.map((each) => each.headings.join());
      expect(withoutRepetition(after).every((path) => before.includes(path))).toBe(true);
    }),
  );
});

const withoutRepetition = (all: string[]) => all.filter((each, at) => each !== all[at - 1]);

test("the same note gives the same parts", () => {
  fc.assert(fc.property(note, (blocks) => expect(partsOf(blocks)).toEqual(partsOf(structuredClone(blocks)))));
});

test("a part ends where a sentence ends, and the next begins with that sentence", () => {
  const sentences = Array.from(
    { length: 40 },
    (_, at) => `Sentence number ${at} has exactly nine words in it.`,
  );
  const parts = partsOf([prose(sentences.join(" "), ["A"])]);
  expect(parts.map(({ text }) => wordsOf(text))).toEqual([180, 180, 18]);
  expect(parts[1]).toMatchObject({ headings: ["A"], overlap: sentences[19]?.length });
  expect(parts[1]?.text.startsWith(`${sentences[19]} ${sentences[20]}`)).toBe(true);
});

test("another heading is another part, without overlap", () => {
  const parts = partsOf([prose("One.", ["A"]), prose("Two.", ["A"]), prose("Three.", ["A", "B"])]);
  expect(parts).toEqual([
    { headings: ["A"], page: null, text: "One.\n\nTwo.", overlap: 0 },
    { headings: ["A", "B"], page: null, text: "Three.", overlap: 0 },
  ]);
});

test("a table that does not fit is several with the same header", () => {
  const rows = Array.from({ length: 60 }, (_, at) => `| row ${at} | has some words |`);
  const text = ["| a | b |", "| --- | --- |", ...rows].join("\n");
  const parts = partsOf([{ ...prose(text), kind: "table" }]);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(part.text.startsWith("| a | b |\n| --- | --- |\n| row")).toBe(true);
});

test("a table that fits is not cut", () => {
  const filling = prose(Array.from({ length: 20 }, () => "This has seven words, as you see.").join(" "));
  const rows = Array.from({ length: 8 }, (_, at) => `| row ${at} | words |`).join("\n");
  const table: Block = { ...prose(`| a | b |\n| --- | --- |\n${rows}`), kind: "table" };
  const parts = partsOf([filling, table]);
  expect(parts).toHaveLength(2);
  expect(parts[1]?.text.endsWith(table.text)).toBe(true);
});

test("headings are searched with the text", () => {
  expect(searchedText({ headings: ["A", "B"], text: "Text." })).toBe("A > B\n\nText.");
  expect(searchedText({ headings: [], text: "Text." })).toBe("Text.");
});
