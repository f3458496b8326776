import { expect, test } from "@jest/globals";
import type { Generation } from "@lyceum/shared/generation";
import { dollars, isSpent, jobName, modelsText, progressText, shareDone } from "./texts.ts";

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

test("money that is less than a cent is not nothing", () => {
  expect([0, 0.004, 1.5].map((usd) => dollars(usd, "en-US"))).toEqual(["$0.00", "less than $0.01", "$1.50"]);
  expect(isSpent({ usd: 5, limitUsd: 5 })).toBe(true);
  expect(isSpent({ usd: 4.99, limitUsd: 5 })).toBe(false);
  expect([jobName("judge"), jobName("other")]).toEqual(["Checking questions", "other"]);
});

test("which models answer is said as far as it is known", () => {
  expect(modelsText({ source: "built-in" })).toMatch(/^No language model answers here/);
  expect(modelsText({ source: "server", model: "llama" })).toMatch(/^The model llama/);
  expect(modelsText({ source: "aws" })).toMatch(/Bedrock/);
  expect(modelsText({ source: "elsewhere" })).toBeUndefined();
});
