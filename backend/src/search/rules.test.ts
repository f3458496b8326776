import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { anyWordOf, fuse, nameOf, numberOf, versionAfter } from "./rules.ts";

const score = fc.double({ min: -1, max: 1, noNaN: true });
const candidate = fc.record(
  { words: fc.double({ min: 0, max: 30, noNaN: true }), similarity: score, near: fc.boolean() },
  { requiredKeys: ["near"] },
);

test("the best by words and by vector come together as six to four", () => {
  const both = { name: "both", words: 10, similarity: 0.5, near: true };
  const byWords = { name: "words", words: 12, near: false };
  const byVector = { name: "vector", similarity: 0.9, near: true };
  const last = { name: "last", words: 2, similarity: 0.1, near: true };
  const fused = fuse([last, byVector, both, byWords], 10);
  expect(fused.map(({ candidate, score }) => [candidate.name, Number(score.toFixed(3))])).toEqual([
    // 0.6 * (10 - 2) / (12 - 2) + 0.4 * (0.5 - 0.1) / (0.9 - 0.1)
    ["both", 0.68],
    ["words", 0.6],
    ["vector", 0.4],
    ["last", 0],
  ]);
});

test("scores are from 0 to 1, falling, of at most so many, and of what a side has found alone", () => {
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 250 }), fc.integer({ min: 1, max: 50 }), (all, limit) => {
      const fused = fuse(all, limit);
      expect(fused.length).toBeLessThanOrEqual(limit);
      for (const [at, { candidate, score }] of fused.entries()) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
        expect(score).toBeLessThanOrEqual(fused[at - 1]?.score ?? 2);
        expect(candidate.words !== undefined || candidate.near).toBe(true);
      }
    }),
  );
});

test("what has the same score stays in its order", () => {
  const all = Array.from({ length: 20 }, (_, row) => ({ row, words: 3, near: false }));
  expect(fuse(all, 5).map(({ candidate }) => candidate.row)).toEqual([0, 1, 2, 3, 4]);
  expect(fuse([], 5)).toEqual([]);
});

test("whatever people ask is a query that FTS5 takes", () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE VIRTUAL TABLE t USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')");
  database.exec("INSERT INTO t VALUES ('naïve Retrieval, in chunks of 180 words')");
  const search = database.prepare("SELECT count(*) AS found FROM t WHERE t MATCH ?");
  const syntax = fc.constantFrom(
    '"',
    "AND",
    "NEAR(a b)",
    "text:",
    "*",
    "^",
    "(",
    "- ",
    "\0",
    "é",
    "ｅ",
    "\ud800",
  );
  const asked = fc
    .array(fc.oneof(syntax, fc.string({ unit: "binary" }), fc.string()))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(asked, (text) => {
      const query = anyWordOf(text);
      if (query !== undefined) expect(() => search.get(`text : (${query})`)).not.toThrow();
    }),
    { numRuns: 500 },
  );
  const found = (text: string) => search.get(anyWordOf(text) ?? '""')?.found;
  expect(found("What are the best chunks?")).toBe(1);
  expect(found("NAIVE")).toBe(1);
  expect(found('AND "OR" NOT 180*')).toBe(1);
  expect(found("nothing of it")).toBe(0);
  expect(anyWordOf(" ?! \u{1f600}")).toBeUndefined();
  expect(anyWordOf("What is it?")).toBe('"what" OR "is" OR "it"');
  expect(anyWordOf("What is RAG?")).toBe('"rag"');
});

test("versions are numbered, and libraries named apart", () => {
  fc.assert(
    fc.property(fc.nat({ max: 9_999_999 }), fc.uuid(), (number, unique) => {
      const version = `${String(number).padStart(8, "0")}-${unique}`;
      const next = versionAfter(version, "x");
      expect(numberOf(next)).toBe(number + 1);
      expect(next > version).toBe(true);
    }),
  );
  expect(versionAfter(undefined, "a")).toBe("00000001-a");
  expect(nameOf({ cohortId: "coh_1" })).not.toBe(nameOf({ examId: "coh_1" }));
});
