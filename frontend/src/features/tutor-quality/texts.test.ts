import { expect, test } from "@jest/globals";
import { byText, feedbackName, gapFacts } from "./texts.ts";

test("a rating is told with its reason where there is one", () => {
  expect(feedbackName({ thumb: "up" })).toBe("Helpful");
  expect(feedbackName({ thumb: "down", reason: "not_supported" })).toBe(
    "Not helpful: the notes don't say that",
  );
});

test("who answered is told with the version of the prompt", () => {
  expect(byText({ how: "model", model: "some.model", prompt: "answer@3" })).toBe(
    "some.model, prompt answer@3",
  );
  expect(byText({ how: "quotes", model: "", prompt: "" })).toBe("quoted without a model");
  expect(byText(undefined)).toBe("no model was asked");
});

test("how many miss something is counted", () => {
  expect([gapFacts({ learners: 1 }), gapFacts({ learners: 4 })]).toEqual([
    "Asked by 1 learner",
    "Asked by 4 learners",
  ]);
});
