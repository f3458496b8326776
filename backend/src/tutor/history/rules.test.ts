import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { asShown, brokenOff, isFound, isSilent, mostWords, newWords, titleOf, wordsOf } from "./rules.ts";

const at = "2027-03-01T10:00:00.000Z";
const after = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();

test("an answer that is silent for long is shown as broken off, and no other", () => {
  const answer = { state: "answering" as const, beatAt: at };
  expect(asShown(answer, after(20))).toBe(answer);
  expect(asShown(answer, after(21))).toEqual({ state: "failed", notice: brokenOff, beatAt: at });
  const over = { state: "answered" as const, beatAt: at };
  expect(asShown(over, after(1000))).toBe(over);
  expect(isSilent(answer, after(119), 120_000)).toBe(false);
  expect(isSilent(answer, after(121), 120_000)).toBe(true);
});

test("words are found without case and accents, whole or by their beginning", () => {
  const conversation = {
    title: "Überwachung",
    words: new Set(wordsOf("Why does Amazon Bedrock's café throttle?")),
  };
  for (const search of ["", "BEDROCK", "bedr", "cafe uber", "café, Über!", "s"]) {
    expect([search, isFound(conversation, search)]).toEqual([search, true]);
  }
  for (const search of ["rock", "bedrock lambda"]) {
    expect([search, isFound(conversation, search)]).toEqual([search, false]);
  }
});

test("every question is found by each of its words", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (question) => {
      const words = new Set(newWords(question, new Set()));
      for (const word of wordsOf(question)) expect(isFound({ title: "", words }, word)).toBe(true);
    }),
  );
});

test("what a conversation is found by stays small", () => {
  const long = Array.from({ length: 500 }, (_, at) => `word${at}`).join(" ");
  expect(newWords(long, new Set(["word0"]))).toHaveLength(60);
  expect(newWords(long, new Set(["word0"]))).not.toContain("word0");
  expect(newWords("more", new Set(Array.from({ length: mostWords }, (_, at) => String(at))))).toEqual([]);
  expect(newWords("x".repeat(1000), new Set())[0]).toHaveLength(40);
});

test("a title is a question's beginning, of whole words", () => {
  expect(titleOf(" What is\n RAG? ")).toBe("What is RAG?");
  const long = titleOf(`How does ${"a guardrail ".repeat(20)}work?`);
  expect(long).toMatch(/ (a|guardrail)…$/);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (question) => {
      const title = titleOf(question);
      expect(title.length).toBeLessThanOrEqual(80);
      if (question.isWellFormed()) expect(title.isWellFormed()).toBe(true);
    }),
  );
});
