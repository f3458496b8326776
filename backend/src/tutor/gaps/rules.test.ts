import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { askedAgain, likeness, sameGap } from "./rules.ts";

const same: readonly [string, string][] = [
  ["What does provisioned throughput cost?", "How much do provisioned throughputs cost?"],
  ["How do I evaluate a RAG application?", "Explain evaluating RAG applications."],
  ["Can a guardrail mask personal data?", "Do guardrails mask personal data?"],
  ["Was ist Überwachung?", "was ist uberwachung"],
  ["What is 2 + 2?", "what is 2 + 2"],
];

const others: readonly [string, string][] = [
  ["What does provisioned throughput cost?", "What does on-demand throughput mean?"],
  ["How large is a chunk of 300 tokens?", "How large is a chunk of 500 tokens?"],
  ["Can a guardrail mask personal data?", "Can a guardrail not mask personal data it was never shown?"],
  ["What is an agent?", "What is a guardrail?"],
  ["Why?", "How?"],
];

test.each(same)("%s = %s", (one, other) => {
  expect(sameGap(one, [{ question: other }])).toEqual({ question: other });
});

test.each(others)("%s <> %s", (one, other) => {
  expect(sameGap(one, [{ question: other }])).toBeUndefined();
});

test("likeness is from 0 to 1, the same both ways, and whole for the same question", () => {
  const words = fc.constantFrom(
    "token",
    "tokens",
    "guardrail",
    "the",
    "300",
    "4",
    "masks",
    "chunking",
    "RAG",
  );
  const question = fc.array(words, { minLength: 1, maxLength: 8 }).map((all) => all.join(" "));
  fc.assert(
    fc.property(question, question, (one, other) => {
      expect(likeness(one, other)).toBe(likeness(other, one));
      expect(likeness(one, other)).toBeGreaterThanOrEqual(0);
      expect(likeness(one, other)).toBeLessThanOrEqual(1);
      expect(likeness(one, `${one.toUpperCase()}?`)).toBe(1);
    }),
  );
});

test("a question belongs to the gap that is most like it", () => {
  const gaps = ["cost of provisioned throughput in Europe", "cost of provisioned throughput"].map(
    (question) => ({
      question,
    }),
  );
  expect(sameGap("What is the cost of provisioned throughput?", gaps)).toBe(gaps[1]);
});

test("a gap that was filled and is asked again is open; one that was dismissed stays so", () => {
  const at = "2027-03-02T10:00:00.000Z";
  const gap = {
    ...{ id: "gap_01JQ0000000000000000000000", question: "Why?", learners: 2, state: "added" as const },
    ...{ firstAt: "2027-03-01T10:00:00.000Z", lastAt: "2027-03-01T10:00:00.000Z" },
  };
  expect(askedAgain(gap, { at, isNew: true })).toEqual({ ...gap, learners: 3, lastAt: at, state: "open" });
  const dismissed = { ...gap, state: "dismissed" as const };
  expect(askedAgain(dismissed, { at, isNew: false })).toEqual({ ...dismissed, lastAt: at });
});
