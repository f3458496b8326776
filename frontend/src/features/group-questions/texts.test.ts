import { expect, test } from "@jest/globals";
import { QuestionState } from "@lyceum/shared/questions";
import { consequences, isLongEnough, lacksText, mayBecome } from "./texts.ts";

test("only what is in the bank may become something", () => {
  expect(mayBecome("pilot")).toEqual(["scored", "retired"]);
  expect(mayBecome("scored")).toEqual(["retired"]);
  const others = QuestionState.options.filter((state) => state !== "pilot" && state !== "scored");
  expect(others.flatMap(mayBecome)).toEqual([]);
});

test("what a pilot lacks is told in one sentence", () => {
  expect(lacksText([], 40)).toMatch(/lacks nothing/);
  expect(lacksText(["answers"], 29)).toBe("To count by itself it lacks 1 more first answer.");
  expect(lacksText(["answers", "facility", "dispute_open"], 12)).toBe(
    "To count by itself it lacks 18 more first answers, a facility from 25% to 95% and an answer to its open dispute.",
  );
});

test("what follows tells what is still missing where it is signed off", () => {
  const question = {
    id: "que",
    taskId: "1.1",
    type: "multiple_choice" as const,
    stem: "?",
    version: 1,
    state: "pilot" as const,
    openDispute: false,
    lacks: ["answers" as const],
    statistics: {
      n: 3,
      lowN: true,
      facility: 0.5,
      discrimination: null,
      choices: [],
      medianSeconds: null,
      flags: [],
    },
  };
  expect(consequences(question, "scored").join(" ")).toMatch(/27 more first answers/);
  expect(consequences(question, "retired").join(" ")).not.toMatch(/lacks/);
});

test("a comment says something", () => {
  expect(isLongEnough("  a ")).toBe(false);
  expect(isLongEnough("bad")).toBe(true);
});
