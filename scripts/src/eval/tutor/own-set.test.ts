import { expect, test } from "@jest/globals";
import { readOwnSet, WrongFile } from "./own-set.ts";

const place = (noteId: string, noteTitle: string, text: string) => ({
  passage: { noteId, version: 1, ordinal: 0, cohortId: null, noteTitle, headings: [], page: null, text },
  taskIds: ["1.1"],
});
const places = [
  place("not_01M7ZPCZ6248PGVCVVCGXT463B", "Stores", 'A store keeps "vectors",\nand finds them. It is fast.'),
  place("not_01M7ZPCZ9MFH29KZ0V42V1BW6E", "Costs", "A batch costs half."),
];
const head = "question,kind,note,sentence\n";

test("rows become questions: several needs, two notes, and what is in none", () => {
  const text = `${head}What keeps it?,fact,Stores,"A store keeps ""vectors"", and finds them."
What keeps it?,fact,Stores,It is fast.
Fast and cheap?,how,Stores,It is fast.
Fast and cheap?,how,Costs,A batch costs half.

Who won?,far,,
`;
  expect(readOwnSet(`\uFEFF${text}`, places)).toMatchObject([
    {
      id: "g001",
      expects: "one_note",
      kind: "fact",
      needs: [[{ quote: expect.stringContaining("vectors") }], [{}]],
    },
    { id: "g002", expects: "two_notes", needs: [[{}], [{}]] },
    { id: "g003", expects: "not_in_notes", kind: "far", needs: [] },
  ]);
});

test("columns may stand in any order, and others beside them", () => {
  const text = "Sentence,by,KIND,note,question\nIt is fast.,me,Fact,Stores,Is it?\n";
  expect(readOwnSet(text, places)).toMatchObject([{ question: "Is it?", expects: "one_note" }]);
});

test.each([
  [
    "question,kind\nWhat?,fact\n",
    "line 1: the columns are question, kind, note, sentence; missing: note, sentence",
  ],
  ["", "line 1: the columns are"],
  [head, "line 1: there are no questions"],
  [`${head}\n,fact,Stores,It is fast.\n`, "line 3: there is no question"],
  [`${head}Q?,odd,Stores,It is fast.\n`, 'line 2: the kind "odd" is none of fact,'],
  [`${head}Q?,fact,Stores,\n`, "line 2: a note and a sentence come together"],
  [`${head}Q?,fact,,\n`, "line 2: a question of the kind fact names the note"],
  [`${head}Q?,near,Stores,It is fast.\n`, "line 2: a question of the kind near has no note"],
  [`${head}Q?,fact,Store,It is fast.\n`, 'line 2: there is no note "Store"'],
  [`${head}Q?,fact,Stores,It is slow.\n`, 'line 2: this does not stand in the note "Stores": It is slow.'],
  [
    `${head}Q?,fact,Stores,It is fast.\nQ?,why,Stores,It is fast.\n`,
    "line 3: the same question is of the kind fact",
  ],
  [`${head}"Q?,fact\n`, "Quote Not Closed"],
])("%j is told of with its line", (text, message) => {
  const reading = () => readOwnSet(text, places);
  expect(reading).toThrow(WrongFile);
  expect(reading).toThrow(message);
});

test("all faults are told at once", () => {
  expect(() => readOwnSet(`${head}Q?,odd,,\nR?,fact,Store,x\n`, places)).toThrow(/line 2: .*\nline 3: /);
});
