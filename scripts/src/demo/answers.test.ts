import { expect, test } from "@jest/globals";
import { isCorrect, responseProblem } from "@lyceum/backend/questions/rules";
import { anyItem, common } from "@lyceum/backend/testing/items";
import type { Question } from "@lyceum/shared/questions";
import fc from "fast-check";
import { mixedDice } from "../simulation/dice.ts";
import { chanceOf, mistakeOf, type Nature, naturesOf } from "./answers.ts";

const anyQuestion = anyItem.map(
  (item): Question => ({ id: "que_1", examId: "ex-1", taskId: "1.1", state: "pilot", version: 1, item }),
);

const natureOf = (question: Question, seed: number): Nature => {
  const nature = naturesOf([question], mixedDice(seed)).get(question.id);
  if (!nature) throw new TypeError("a question without a nature");
  return nature;
};

test("every mistake is a response that the platform takes, and wrong", () => {
  fc.assert(
    fc.property(anyQuestion, fc.nat(), (question, seed) => {
      const { mistakes } = natureOf(question, seed);
      expect(mistakes.length).toBeGreaterThan(0);
      for (const mistake of mistakes) {
        expect(responseProblem(question.item, mistake)).toBeUndefined();
        expect(isCorrect(question.item.key, mistake)).toBe(false);
      }
    }),
  );
});

/** Questions with one right option each, at a rating. */
const questions = Array.from({ length: 40 }, (_, number): Question => {
  const id = (letter: string) => ({ id: letter, text: letter, rationale: letter });
  return {
    id: `que_${number}`,
    examId: "ex-1",
    taskId: "1.1",
    state: number < 30 ? "scored" : "pilot",
    version: 1,
    item: {
      ...common,
      angoff: { rating: 0.8, reason: "A reason" },
      type: "multiple_choice",
      options: ["a", "b", "c", "d"].map(id),
      key: { type: "multiple_choice", choice: "a" },
    },
  };
});

test("a few scored questions are bad, the same ones each time", () => {
  const natures = naturesOf(questions, mixedDice(1));
  expect(naturesOf(questions, mixedDice(1))).toEqual(natures);
  const bad = questions.filter(({ id }) => natures.get(id)?.kind !== "sound");
  const kinds = bad.map(({ id }) => natures.get(id)?.kind).sort();
  expect(kinds).toEqual(["misleading", "unclear", "unclear", "unclear"]);
  expect(bad.every(({ state }) => state === "scored")).toBe(true);
});

test("a sound question is got right by as many as its rating says, and by more of those who know more", () => {
  const sound = [...naturesOf(questions, mixedDice(1)).values()].filter(({ kind }) => kind === "sound");
  const mean = (ability: number) =>
    sound.reduce((sum, nature) => sum + chanceOf(nature, ability), 0) / sound.length;
  expect(mean(0)).toBeGreaterThan(0.75);
  expect(mean(0)).toBeLessThan(0.85);
  expect(mean(-1)).toBeLessThan(0.7);
  expect(mean(1)).toBeGreaterThan(0.88);
});

test("the same mistake is made by most; at a misleading question by more than get it right", () => {
  const dice = mixedDice(1);
  const natures = [...naturesOf(questions, dice).values()];
  const share = (nature: Nature | undefined) => {
    if (!nature) throw new TypeError("there is no such question");
    const made = Array.from({ length: 1000 }, () => mistakeOf(nature, dice.random));
    return made.filter((mistake) => mistake === nature.mistakes[0]).length / made.length;
  };
  expect(share(natures.find(({ kind }) => kind === "sound"))).toBeGreaterThan(0.5);
  const misleading = natures.find(({ kind }) => kind === "misleading");
  expect(share(misleading)).toBeGreaterThan(0.8);
  expect(misleading && chanceOf(misleading, 3)).toBeLessThan(0.5);
});
