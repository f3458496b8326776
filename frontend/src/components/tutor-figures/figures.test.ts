import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  endings,
  endingsSentence,
  likelyText,
  modelName,
  type Sums,
  secondsText,
  sumOf,
  supportSentence,
  thumbsSentence,
  tokensText,
} from "./figures.ts";

const none: Sums = sumOf([]);

test("how questions ended is told without what did not happen", () => {
  expect(endingsSentence({ ...none, answers: 1, states: { answered: 1 } })).toBe(
    "1 question was asked: 1 answered from the notes.",
  );
  const states = { answered: 5, not_in_notes: 2, declined: 1, stopped: 1, failed: 1 };
  expect(endingsSentence({ ...none, answers: 10, states })).toBe(
    "10 questions were asked: 5 answered from the notes, 2 not in the notes, 3 declined, stopped or broken off.",
  );
});

test("a share says how little it is known", () => {
  expect(likelyText(1, 10)).toMatch(/^2\s?% to 40\s?%$/);
  expect(supportSentence(none)).toMatch(/^No statement/);
  expect(supportSentence({ ...none, claims: 4 })).toMatch(/^Of 4 statements none had no support .+\)\.$/);
  expect(supportSentence({ ...none, claims: 40, unsupported: 2 })).toMatch(
    /^Of 40 statements 2 had no support in the notes \(5\s?%, likely 1\s?% to 17\s?%\)\./,
  );
});

test("thumbs, times and tokens", () => {
  expect(thumbsSentence(none)).toBe("Nobody has rated an answer.");
  expect(thumbsSentence({ ...none, thumbsUp: 2, thumbsDown: 1 })).toBe("3 answers were rated: 2 up, 1 down.");
  expect([secondsText(1250), secondsText(null)]).toEqual(["1.3 s", "–"]);
  expect(tokensText(12_345, "en")).toBe("12.3K");
  expect([modelName(""), modelName("some.model")]).toEqual(["No model", "some.model"]);
});

const count = fc.nat(1000);
const figures: fc.Arbitrary<Sums> = fc.record({
  answers: count,
  states: fc.dictionary(fc.constantFrom(...endings), count),
  claims: count,
  unsupported: count,
  thumbsUp: count,
  thumbsDown: count,
  inputTokens: count,
  outputTokens: count,
  usd: count,
});

test("sums lose nothing, however the figures are grouped", () => {
  fc.assert(
    fc.property(fc.array(figures), fc.array(figures), (some, others) => {
      expect(sumOf([...some, ...others])).toEqual(sumOf([sumOf(some), sumOf(others)]));
    }),
  );
});
