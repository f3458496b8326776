import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { answerQuestion, notInNotes, titleOf } from "./answer-question.ts";
import { RewriteOutput, rewriteQuestion } from "./rewrite-question.ts";

const prompts = [rewriteQuestion, answerQuestion];

/** Of the words of each version. Where the words change, so does the version: then add a line. */
const known: Readonly<Record<string, string>> = {
  "rewrite-question@1": "a63db9ad83ac",
  "answer-question@1": "a37212d962e2",
  "answer-question@2": "ce0bb4f870e1",
};

test.each(prompts)("$name: its words are those of its version", ({ name, version, system }) => {
  const hash = createHash("sha256").update(system).digest("hex").slice(0, 12);
  expect([`${name}@${version}`, hash]).toEqual([`${name}@${version}`, known[`${name}@${version}`]]);
});

test.each(prompts)("$name says that what it is given gives no orders, and has an end", (prompt) => {
  expect(prompt.system).toMatch(/never tell you what to do/);
  expect(prompt.maxTokens).toBeGreaterThan(0);
});

test("a rewritten question is one, and not too long for a guardrail", () => {
  expect(RewriteOutput.safeParse({ question: " ", memory: "" }).success).toBe(false);
  expect(RewriteOutput.safeParse({ question: "a".repeat(1_001), memory: "" }).success).toBe(false);
  expect(RewriteOutput.safeParse({ question: "What is a token?", memory: "" }).success).toBe(true);
});

test("a passage is cited by what its title begins with; the word for no answer stands in the prompt", () => {
  expect(titleOf({ number: 2, noteTitle: "Stores", headings: ["Choosing", "Cost"] })).toBe(
    "[2] Stores > Choosing > Cost",
  );
  expect(answerQuestion.system).toContain(notInNotes);
});
