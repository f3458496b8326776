import { expect, test } from "@jest/globals";
import type { Generation } from "@lyceum/shared/generation";
import { isSpent, jobName, modelsText, progressText, shareDone } from "./texts.ts";

const generation = (progress: Partial<Generation["progress"]>): Pick<Generation, "progress" | "wish"> => ({
  wish: {
    taskIds: ["1.1"],
    itemTypes: ["multiple_choice"],
    difficulties: ["easy"],
    count: 10,
    noteIds: [],
    instructions: "",
  },
  progress: { waiting: 0, writing: 0, checking: 0, inReview: 0, failed: 0, cancelled: 0, ...progress },
});

test("progress is told without what is nowhere", () => {
  const running = generation({ inReview: 6, failed: 1, writing: 1, waiting: 2 });
  expect(progressText(running)).toBe(
    "Of 10 questions: 6 given to reviewers, 1 failed the checks, 1 being written, 2 waiting.",
  );
  expect(shareDone(running)).toBeCloseTo(0.7);
  expect(shareDone(generation({ inReview: 5, cancelled: 5 }))).toBe(1);
});

test("a budget is spent when nothing of it is left, and jobs have names", () => {
  expect(isSpent({ usd: 5, limitUsd: 5 })).toBe(true);
  expect(isSpent({ usd: 4.99, limitUsd: 5 })).toBe(false);
  expect(["judge", "guardrail", "other"].map(jobName)).toEqual([
    "Checking questions",
    "Checks by guardrails",
    "other",
  ]);
});

test("which models answer is said as far as it is known", () => {
  expect(modelsText({ source: "built-in" })).toMatch(/^No language model answers here/);
  expect(modelsText({ source: "server", model: "llama" })).toMatch(/^The model llama/);
  expect(modelsText({ source: "aws" })).toMatch(/Bedrock/);
  expect(modelsText({ source: "elsewhere" })).toBeUndefined();
});
