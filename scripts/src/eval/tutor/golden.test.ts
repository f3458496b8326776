import { expect, test } from "@jest/globals";
import { readPacks } from "../../content/library.ts";
import { faultsOf, type GoldenQuestion, needsMetBy } from "./golden.ts";

const noteId = "not_01M7ZPCZ6248PGVCVVCGXT463B";
const other = "not_01M7ZPCZ9MFH29KZ0V42V1BW6E";
const part = (text: string) => ({ headings: [], page: null, text, overlap: 0 });
const notes = [
  { id: noteId, parts: [part("One thing\nis said here. Another is said, too.")] },
  { id: other, parts: [part("A third thing.")] },
];
const one = { noteId, quote: "One thing is said here." };
const third = { noteId: other, quote: "A third thing." };
const good: GoldenQuestion = {
  id: "g001",
  expects: "one_note",
  split: "tune",
  kind: "fact",
  style: "plain",
  question: "What is said?",
  needs: [[one]],
};
const messages = (...golden: GoldenQuestion[]) => faultsOf(golden, notes).map(({ message }) => message);

test("the committed set has 120 questions over all notes, half of them to tune by", async () => {
  const { packs } = await readPacks();
  const { golden = [], notes: seeds = [] } = packs.find(({ exam }) => exam.id === "aip-c01") ?? {};
  const count = (of: (question: GoldenQuestion) => string) =>
    Object.fromEntries([...Map.groupBy(golden, of)].map(([name, group]) => [name, group.length]));
  expect(count(({ expects }) => expects)).toEqual({ one_note: 80, two_notes: 20, not_in_notes: 20 });
  expect(count(({ expects, split }) => `${expects} ${split}`)).toEqual({
    "one_note tune": 40,
    "one_note test": 40,
    "two_notes tune": 10,
    "two_notes test": 10,
    "not_in_notes tune": 10,
    "not_in_notes test": 10,
  });
  const single = golden.filter(({ expects }) => expects === "one_note");
  const asked = Map.groupBy(single, ({ needs }) => needs[0]?.[0]?.noteId);
  expect(seeds.map(({ id }) => asked.get(id)?.length)).toEqual(seeds.map(() => 4));
  expect(new Set(golden.map(({ question }) => question)).size).toBe(120);
});

test("what can't be, is told of", () => {
  expect(messages(good)).toEqual([]);
  expect(messages({ ...good, expects: "two_notes", needs: [[one], [third]] })).toEqual([]);
  expect(messages({ ...good, expects: "not_in_notes", kind: "far", needs: [] })).toEqual([]);
  expect(messages(good, good)).toEqual(["has another question's id", "has another question's id"]);
  expect(messages({ ...good, needs: [] })).toEqual(["has no sentence that answers it"]);
  expect(messages({ ...good, kind: "near" })).toEqual(["is of a kind that does not go with what it expects"]);
  expect(messages({ ...good, expects: "not_in_notes", kind: "near" })).toEqual([
    "is not in the notes, and has sentences of them",
  ]);
  expect(messages({ ...good, expects: "two_notes", needs: [[one, third], [third]] })).toEqual([
    "can be answered from one note",
  ]);
  expect(messages({ ...good, needs: [[{ ...one, noteId: other }]] })).toEqual([
    expect.stringContaining("does not stand in note"),
  ]);
});

test("a passage meets a need by any of its sentences, of that note alone", () => {
  const question = { needs: [[one, third], [{ noteId, quote: "Another is said, too." }]] };
  const text = notes[0]?.parts[0]?.text ?? "";
  expect(needsMetBy(question, { noteId, text })).toEqual([0, 1]);
  expect(needsMetBy(question, { noteId: other, text: "A third thing. More." })).toEqual([0]);
  expect(needsMetBy(question, { noteId: other, text })).toEqual([]);
});
