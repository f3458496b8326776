import { expect, test } from "@jest/globals";
import { stemOf, wordsIn } from "../words/rules.ts";
import { comparable } from "./rules.ts";

const library = (...texts: string[]) => ({
  chunks: texts.length,
  chunksWith: (words: readonly string[]) =>
    words.map((word) => texts.filter((text) => wordsIn(text).map(stemOf).includes(stemOf(word))).length),
});

const many = Array.from({ length: 50 }, (_, at) => `Quota ${at} limits the tokens of a team in a minute.`);

test("the only note of a group comes before an exam's many, where it has the rare word", () => {
  const own = "The zanzibar quota of our team is seventeen flamingos.";
  const scores = comparable(
    "What is the zanzibar quota of the team?",
    [library(own), library(...many)],
    [own, ...many],
  );
  expect(scores.indexOf(Math.max(...scores))).toBe(0);
  expect(scores[0]).toBeGreaterThan(2 * (scores[1] ?? 0));
});

test("where a text stands does not matter, and what has none of the words has no score", () => {
  const all = [...many, "Something else entirely."];
  const one = comparable("token quotas", [library(...all)], all);
  const two = comparable("token quotas", [library(...all.slice(0, 9)), library(...all.slice(9))], all);
  expect(two).toEqual(one);
  expect(one.at(-1)).toBe(0);
});
