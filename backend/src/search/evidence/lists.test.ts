import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Chosen, quotesWithLists } from "./lists.ts";
import type { Wanted } from "./rules.ts";
import { sentencesIn } from "./sentences.ts";

const passage = (text: string, ordinal = 0, headings = ["Setting up"]) => ({
  noteId: "not_1",
  version: 1,
  ordinal,
  headings,
  text,
});

const found = (text: string, wanted: Wanted = "item", at = 0): Chosen => ({ passage: at, text, wanted });

/** As lines: lead, mark and text. */
const linesOf = (chosen: Chosen[], ...passages: ReturnType<typeof passage>[]) =>
  quotesWithLists(chosen, passages).flatMap(({ lead, mark, text, passage: at }) => [
    ...(lead === undefined ? [] : [`${lead}`]),
    `${mark === undefined ? "" : `${mark} `}${text}${at === 0 ? "" : ` (${at})`}`,
  ]);

const stores =
  "Three stores suit it:\n\n- OpenSearch.\n- Aurora, with\n  pgvector.\n- S3 Vectors.\n\nThat is all.";

test("an item comes with what leads to it and with its fellows that were found; sentences are as they are", () => {
  expect(
    linesOf([found("S3 Vectors."), found("That is all."), found("OpenSearch.")], passage(stores)),
  ).toEqual(["Three stores suit it:", "- OpenSearch.", "- S3 Vectors.", "That is all."]);
  // Nothing leads to it.
  expect(linesOf([found("A trap.")], passage("- A trap.\n- Another one."))).toEqual(["A trap."]);
});

test("a list that is wanted is whole, in its order; what leads to one has it with it", () => {
  const whole = ["Three stores suit it:", "- OpenSearch.", "- Aurora, with pgvector.", "- S3 Vectors."];
  expect(linesOf([found("S3 Vectors.", "list"), found("OpenSearch.")], passage(stores))).toEqual(whole);
  expect(linesOf([found("Three stores suit it:")], passage(stores))).toEqual(whole);
  expect(linesOf([found("S3 Vectors.", "steps")], passage(stores))).toHaveLength(2);
});

test("terms in bold with what they mean below are a list, where something leads to them", () => {
  const terms =
    "** `Seconds` **\n\nA time to wait. It is whole.\n\n**Timestamp**\n\nA moment.\n\nIn UTC.\n\n**Path**\n\nA path.";
  const text = `It has the following fields.\n\n${terms}\n\nThat is all.\n\n**Note**\n\nSay one.`;
  const [, first = ""] = sentencesIn(text).map((sentence) => sentence.text);
  expect(linesOf([found(first, "list"), found("That is all."), found("Say one.")], passage(text))).toEqual([
    "It has the following fields.",
    "",
    "- **`Seconds`** A time to wait. It is whole.",
    "- **Timestamp** A moment. In UTC.",
    "- **Path** A path.",
    "That is all.",
    "Say one.",
  ]);
  const empty = "It has the following fields.\n\n**One**\n\n**Two**\n\nIt is.";
  expect(linesOf([found("It has the following fields.", "list")], passage(empty))).toEqual([
    "It has the following fields.",
  ]);
  // Nothing leads to them: they are as headings are.
  expect(linesOf([found("A moment.", "list")], passage(`It is easy.\n\n${terms}`))).toEqual(["A moment."]);
});

test("steps are numbered below their heading, label or sentence, with what is indented below them", () => {
  const steps = "1. Open it.\n\n1. Choose one:\n   + This.\n   + That.\n\n1. Save it.";
  const lines = ["1. Open it.", "2. Choose one:", "    - This.", "    - That.", "3. Save it."];
  const save = [found("Save it.", "steps")];
  expect(linesOf(save, passage(steps))).toEqual(["Setting up:", ...lines]);
  expect(linesOf(save, passage(`**To set it up**\n\n${steps}`))).toEqual(["**To set it up**:", ...lines]);
  const led = passage(`It is easy. Choose the button.\n\n${steps}`);
  expect(linesOf([found("Choose the button.", "steps")], led)).toEqual(["Choose the button.", "", ...lines]);
  expect(linesOf([found("Choose the button.")], led)).toEqual(["Choose the button."]);
  expect(linesOf([found("That.", "list")], passage(steps))).toEqual(["Choose one:", "- This.", "- That."]);
});

test("a list goes on in the next passage, where that was found as well", () => {
  const [first, second, other] = [
    passage("These help:\n\n- One.\n- Two.", 4),
    passage("- Three.\n- Four.\n\nThe end.", 5),
    passage("- Something else.", 5, ["Another section"]),
  ];
  const lines = ["These help:", "- One.", "- Two.", "- Three. (1)", "- Four. (1)"];
  expect(linesOf([found("Two.", "list")], first, second)).toEqual(lines);
  expect(linesOf([found("Four.", "list", 1)], first, second)).toEqual(lines);
  expect(linesOf([found("Four.", "item", 1)], first, second)).toEqual(["These help:", "- Four. (1)"]);
  expect(linesOf([found("Two.", "list")], first, other)).toEqual(lines.slice(0, 3));
  // What leads to it is said once.
  expect(linesOf([found("Four.", "item", 1), found("One.")], first, second)).toEqual([
    "These help:",
    "- One.",
    "- Four. (1)",
  ]);
});

test("rows come below their header, in their order", () => {
  const table = passage(
    "| Need | Service |\n| --- | --- |\n| Search | OpenSearch |\n| Files | S3 |\n| Sums | Athena |",
  );
  const two = [found("Sums | Athena"), found("Search | OpenSearch")];
  expect(linesOf(two, table)).toEqual(["Need | Service", "| Search | OpenSearch", "| Sums | Athena"]);
  expect(linesOf([found("Files | S3", "list")], table)).toHaveLength(4);
});

test("one list is whole; a long one is cut to what its items begin with, and then to what can be read", () => {
  const two = passage("First ones:\n\n- One.\n- Two.\n\nSecond ones:\n\n- Three.\n- Four.");
  expect(linesOf([found("One.", "list"), found("Three.", "list")], two)).toEqual([
    ...["First ones:", "- One.", "- Two."],
    ...["Second ones:", "- Three."],
  ]);
  const long = (count: number) =>
    passage(
      `These:\n\n${Array.from({ length: count }, (_, at) => `- Item ${at} is good. ${"More. ".repeat(40)}`).join("\n")}`,
    );
  expect(linesOf([found("Item 3 is good.", "list")], long(8))).toEqual([
    "These:",
    ...Array.from({ length: 8 }, (_, at) => `- Item ${at} is good.`),
  ]);
  const cut = linesOf([found("Item 3 is good.", "list")], long(200));
  expect(cut.at(-1)).toBe("- …");
  expect(cut.join("\n").length).toBeLessThan(1_500);
  // What was found is never cut away, nor led to a second time.
  expect(
    linesOf([found("Item 3 is good.", "list"), found("Item 150 is good.", "list")], long(200)).slice(-2),
  ).toEqual(["- …", expect.stringMatching(/^- Item 150 is good\./)]);
  expect(linesOf([found("Item 150 is good.", "list")], long(200))).toEqual([
    "These:",
    expect.stringMatching(/^- Item 150 is good\./),
  ]);
});

test("whatever is found, each line stands in its passage, all that was found is said, and nothing twice", () => {
  const words = fc.constantFrom("Alpha one.", "Beta two:", "Gamma", "Delta three. Omega four.");
  const mark = fc.constantFrom("", "- ", "  - ", "1. ", "   1. ", "**", "| ", "  ");
  const line = fc.tuple(mark, words, fc.constantFrom("\n", "\n\n", "  \n"));
  const texts = fc
    .array(line, { minLength: 1, maxLength: 12 })
    .map((lines) =>
      lines
        .map(([a, b, end], number) => `${a}${number} ${b}${a.trim() === "|" ? " | x |" : ""}${end}`)
        .join(""),
    );
  const wanted = fc.constantFrom<Wanted>("item", "steps", "list");
  const flat = (text: string) => text.replaceAll(/\s+/g, " ");
  fc.assert(
    fc.property(
      texts,
      texts,
      fc.array(fc.tuple(fc.nat(), wanted), { minLength: 1, maxLength: 3 }),
      (one, two, picks) => {
        const passages = [passage(one, 0), passage(two, 1)];
        const all = passages.flatMap(({ text }, at) =>
          sentencesIn(text).map((sentence) => found(sentence.text, "item", at)),
        );
        fc.pre(all.length > 0);
        const chosen = picks.flatMap(([at, want]) => {
          const each = all[at % all.length];
          return each ? [{ ...each, wanted: want }] : [];
        });
        const quotes = quotesWithLists(chosen, passages);
        for (const { text, passage: at } of quotes) {
          const whole = flat(passages[at]?.text ?? "");
          for (const { text: sentence } of sentencesIn(text)) expect(whole).toContain(flat(sentence));
        }
        for (const each of chosen) {
          const said = quotes.flatMap(({ text, lead = "" }) => [text, lead]);
          expect(said.some((text) => text.includes(flat(each.text)))).toBe(true);
        }
        expect(new Set(quotes.map(({ passage: at, text, lead }) => `${at} ${text} ${lead}`)).size).toBe(
          quotes.length,
        );
      },
    ),
  );
});
