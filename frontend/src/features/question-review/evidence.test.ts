import { expect, test } from "@jest/globals";
import type { CandidateVersion } from "@lyceum/shared/review";
import { lostCitations, sortedChecks, sourcesOf } from "./evidence.ts";
import { someDraft } from "./testing.ts";

const passage = (ordinal: number, text: string): CandidateVersion["passages"][number] => ({
  noteId: "not_1",
  version: 2,
  ordinal,
  noteTitle: "Safety",
  cohortId: null,
  headings: ["Guardrails"],
  page: null,
  text,
});
const citation = (ordinal: number, quote: string) => ({
  noteId: "not_1",
  version: 2,
  ordinal,
  cohortId: null,
  title: "Safety",
  quote,
});
const version: CandidateVersion = {
  version: 1,
  at: "2026-11-21T10:00:00.000Z",
  item: { ...someDraft(), citations: [citation(1, "It masks *them*."), citation(0, "Not there.")] },
  made: { how: "generated", by: { model: "m", prompt: "p@1" } },
  passages: [passage(0, "Nothing of use."), passage(1, "It finds names. **It** masks them.")],
  checks: [
    {
      name: "grounded",
      verdict: "warning",
      message: ".",
      claims: [
        { text: "finds", supported: true, passage: 1, sentence: "It finds names." },
        { text: "drops", supported: false, passage: 0, sentence: "Nothing of use." },
      ],
    },
    { name: "lint", verdict: "failed", message: "." },
    { name: "schema", verdict: "passed", message: "." },
  ],
};

test("passages that support something come first, with the words that do", () => {
  const sources = sourcesOf(version);
  expect(sources.map(({ place }) => place)).toEqual([1, 0]);
  const words = sources.map(({ text, supports }) => supports.map(({ from, to }) => text.slice(from, to)));
  expect(words).toEqual([["It masks them.", "It finds names."], []]);
  expect(sources.map(({ quote }) => quote)).toEqual(["It masks *them*.", undefined]);
});

test("what is cited and not there is told", () => {
  expect(lostCitations(version).map(({ quote }) => quote)).toEqual(["Not there."]);
});

test("checks that object come first", () => {
  expect(sortedChecks(version.checks).map(({ name }) => name)).toEqual(["lint", "grounded", "schema"]);
});
