import { expect, test } from "@jest/globals";
import type { AskedItem } from "../item/rules.ts";
import { leansOn, questionAbout, remembering, standalone, wantsTool } from "./rules.ts";

test.each([
  "and what about the cost?",
  "Why?",
  "How much does it cost?",
  "Which one is cheaper?",
  "Can you explain that again?",
])("%j leans on what came before", (question) => {
  expect(leansOn(question)).toBe(true);
  expect(standalone(question, "What is provisioned throughput?")).toContain("provisioned throughput");
  expect(standalone(question, undefined)).toBe(question);
});

test.each([
  "What is a vector store?",
  "How does Amazon Bedrock batch inference differ from on-demand inference?",
  "Why do guardrails check the output of a model that was grounded in documents before?",
])("%j stands alone", (question) => {
  expect(standalone(question, "What is provisioned throughput?")).toBe(question);
});

const item: AskedItem = {
  type: "multiple_choice",
  stem: "A company has a chatbot. It is slow.\n\nWhich change lowers latency most?",
  options: [
    { id: "a", text: "Streaming", rationale: "It shows words sooner." },
    { id: "b", text: "A larger model", rationale: "It is slower." },
  ],
  key: { type: "multiple_choice", choice: "a" },
  response: { type: "multiple_choice", choice: "b" },
  correct: false,
  decidedBy: "Latency decides.",
};

test("about an item is looked for what it asks, what decides, and the key", () => {
  expect(questionAbout(item, "Explain this item.")).toBe(
    "Which change lowers latency most? Latency decides. Streaming",
  );
  expect(questionAbout(item, "Why is a larger model slower?")).toMatch(/^Why is a larger model slower\?/);
});

test("what is kept in mind grows by a question, and the oldest go; what the learner has written stays", () => {
  expect(remembering("", "What is a token?")).toBe("- What is a token?");
  let memory = "I have problems with cost.";
  for (let round = 0; round < 30; round++)
    memory = remembering(memory, `Question ${round}? ${"a".repeat(90)}`);
  expect(memory.length).toBeLessThanOrEqual(1_000);
  expect(memory).toMatch(/^I have problems with cost\./);
  expect(memory).toContain("Question 29?");
  expect(memory).not.toContain("Question 1?");
  expect(remembering(memory, `Question 29? ${"a".repeat(90)}`)).toBe(memory);
});

test.each([
  ["What is 1500 * 0.003 / 1000?", true],
  ["How much are 2,000 tokens at 0.003 USD per 1,000?", true],
  ["15% of 200", true],
  ["How am I doing?", true],
  ["What are my weakest tasks?", true],
  ["Which topics should I practise?", true],
  ["If a request costs $0.40 per million, what do 35 million requests cost?", true],
  ["Which store should I choose?", false],
  ["What is a vector store?", false],
  ["How many dimensions has Titan V2?", false],
  ["Which retention of 90 days fits?", false],
  ["Will I pass the exam?", true],
  ["Would I pass?", true],
  ["Which mistakes do I make most?", true],
  ["How well do I stand?", true],
  ["How do I pass a system prompt to the model?", false],
  ["How do I score passages?", false],
  ["Tell me what the agent is doing in this step.", false],
  ["When do I know that my index is ready?", false],
])("%j wants a tool: %j", (question, expected) => {
  expect(wantsTool(question)).toBe(expected);
});
