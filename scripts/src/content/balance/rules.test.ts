import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { entry, multipleChoice } from "../samples.ts";
import { hitDistribution, keyIsLongest, keyLetters } from "./rules.ts";

const letter = fc.constantFrom("a", "b", "c", "d");
/** Questions by the letters of their key and of their longest option. */
const questions = fc
  .array(fc.record({ key: letter, longest: letter }), { minLength: 1, maxLength: 40 })
  .map((rows) =>
    rows.map(({ key, longest }, n) => ({
      key,
      longest,
      question: entry(n, "1.1", multipleChoice("topic", "subject", key, longest)).question,
    })),
  );

test("four fair trials of one in four give the binomial distribution", () => {
  const [none, one, two, three, four] = hitDistribution([0.25, 0.25, 0.25, 0.25]);
  expect(none).toBeCloseTo(81 / 256);
  expect(one).toBeCloseTo(108 / 256);
  expect(two).toBeCloseTo(54 / 256);
  expect(three).toBeCloseTo(12 / 256);
  expect(four).toBeCloseTo(1 / 256);
});

test("probabilities of hits sum to 1, and their mean is the sum of the chances", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 }), (chances) => {
      const distribution = hitDistribution(chances);
      const mean = distribution.reduce((sum, probability, hits) => sum + hits * probability, 0);
      expect(distribution.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1);
      expect(mean).toBeCloseTo(chances.reduce((sum, chance) => sum + chance, 0));
    }),
  );
});

test("the longest option is right as often as key and longest agree", () => {
  fc.assert(
    fc.property(questions, (rows) => {
      const { observed, expected, atLeast, atMost } = keyIsLongest(rows.map((row) => row.question));
      expect(observed).toBe(rows.filter((row) => row.key === row.longest).length);
      expect(expected).toBeCloseTo(rows.length / 4);
      expect(atLeast + atMost).toBeGreaterThanOrEqual(1 - 1e-9);
    }),
  );
});

test("options of the same length share the guess", () => {
  const { question } = entry(1, "1.1", multipleChoice("topic", "subject", "a", "none"));
  expect(keyIsLongest([question]).observed).toBe(0.25);
});

test("letters of keys add up to the number of keys", () => {
  fc.assert(
    fc.property(questions, (rows) => {
      const tallies = [...keyLetters(rows.map((row) => row.question))];
      for (const [name, { observed }] of tallies)
        expect(observed).toBe(rows.filter((row) => row.key === name).length);
      const total = tallies.reduce((sum, [, tally]) => sum + tally.expected, 0);
      expect(total).toBeCloseTo(rows.length);
    }),
  );
});
