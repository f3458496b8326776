import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { groundingOf, mostGrounded, toBeGrounded } from "./grounding.ts";

const text = fc.oneof(
  fc.string(),
  fc.constantFrom("a".repeat(60_000), "\u{1f600}".repeat(30_001), "  ", "b"),
);

test("whatever is to be grounded, no more is sent than is taken, and never an empty text", () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 4 }), text, (statement, sources, question) => {
      const content = toBeGrounded(statement, sources, question);
      const hasSource = sources.some((source) => source.trim() !== "");
      if (!hasSource || !statement.trim()) return expect(content).toBeUndefined();
      const sum = (wanted: string) =>
        (content ?? [])
          .filter(({ qualifier }) => qualifier === wanted)
          .reduce((all, { text: each }) => all + each.length, 0);
      expect(sum("grounding_source")).toBeLessThanOrEqual(mostGrounded.sources);
      expect(sum("query")).toBeLessThanOrEqual(mostGrounded.question);
      expect(sum("guard_content")).toBeLessThanOrEqual(mostGrounded.statement);
      for (const { text: each } of content ?? []) expect(each.trim()).not.toBe("");
    }),
  );
});

test("a text is never cut in the middle of a character", () => {
  const faces = `a${"\u{1f600}".repeat(60_000)}`;
  for (const { text: each } of toBeGrounded(faces, [faces], faces) ?? []) {
    expect(each.isWellFormed()).toBe(true);
  }
});

test("of several scores of a kind the lowest counts", () => {
  const filters = [0.9, 0.2].map((score) => ({ type: "GROUNDING", score }));
  const relevance = { type: "RELEVANCE", score: 0.5 };
  expect(groundingOf([{ contextualGroundingPolicy: { filters: [...filters, relevance] } }])).toEqual({
    grounding: 0.2,
    relevance: 0.5,
  });
  expect(() => groundingOf([{}])).toThrow("without scores");
});
