import { expect, test } from "@jest/globals";
import { mostRounds as contractRounds, LifeEvent } from "@lyceum/shared/review";
import { lifeSentence } from "./life.ts";
import { mostRounds } from "./review-names.ts";

const event = (rest: Partial<LifeEvent>): LifeEvent => ({
  at: "2026-11-21T10:00:00.000Z",
  questionId: "que_01JD0000000000000000000000",
  action: "wished",
  ...rest,
});

test("every event is told in a sentence, with and without who and which version", () => {
  for (const action of LifeEvent.shape.action.options) {
    const sentences = [
      event({ action }),
      event({ action, actor: "Ada" }),
      event({ action, actor: "Ada", version: 2 }),
    ].map(lifeSentence);
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z].+[^ ]\.$/);
      expect(sentence).not.toMatch(/undefined| {2}|: \.|\bas\./);
    }
  }
  expect(lifeSentence(event({ action: "edited", actor: "Ada", version: 2 }))).toBe(
    "Ada edited it: version 2.",
  );
});

test("the rounds are those of the contract", () => {
  expect(mostRounds).toBe(contractRounds);
});
