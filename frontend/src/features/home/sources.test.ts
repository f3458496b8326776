import { expect, test } from "@jest/globals";
import type { Domain } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { drillSize, poolOf, type Source, sourceChoices } from "./sources.ts";

const nothing: Progress = {
  readiness: {
    state: "not_enough_evidence",
    firstExposures: 0,
    needed: 100,
    mocks: 0,
    missing: { answers: 100, mocks: 2 },
  },
  seen: 0,
  mistakes: 0,
  flagged: 0,
  tasks: [],
  weakest: [],
  days: [],
};
const domain: Domain = {
  id: "1",
  title: "t",
  weight: 100,
  tasks: ["1.1", "1.2"].map((id) => ({ id, title: `Task ${id}`, summary: "s" })),
};
const choice = (progress: Progress | undefined, source: Source) =>
  sourceChoices(progress, [domain]).find((each) => each.source === source);

test("a source with nothing in it says why, and all else can be chosen", () => {
  expect(
    sourceChoices(nothing, [domain])
      .filter(({ empty }) => empty)
      .map(({ source }) => source),
  ).toEqual(["mistakes", "flagged", "weakest"]);
  expect(choice(nothing, "mistakes")?.detail).toMatch(/answer some questions first/);
  expect(choice({ ...nothing, seen: 4 }, "mistakes")?.detail).toMatch(/Nothing went wrong/);
  const known = { ...nothing, seen: 9, mistakes: 1, flagged: 3, weakest: ["1.2", "2.1", "4.3"] };
  expect(sourceChoices(known, [domain]).every(({ empty }) => !empty)).toBe(true);
  expect(choice(known, "mistakes")).toMatchObject({
    count: 1,
    detail: "1 question that went wrong the last time.",
  });
  expect(choice(known, "weakest")?.detail).toBe("1.2 Task 1.2, and 2.1, 4.3.");
});

test("while nothing is known of the learner everything may be tried", () => {
  expect(sourceChoices(undefined, [domain]).every(({ empty }) => !empty)).toBe(true);
});

test("a source is asked for by scope or by what was done with the questions", () => {
  const ticked = new Set(["1.2"]);
  expect(poolOf("whole", [domain], ticked)).toEqual({ scope: [] });
  expect(poolOf("some", [domain], ticked)).toEqual({ scope: ["1.2"] });
  expect(poolOf("unseen", [domain], ticked)).toEqual({ scope: [], only: "unseen" });
});

test("a drill has 30 questions, or what there is", () => {
  expect(drillSize(undefined, 85)).toEqual({ count: 30, seconds: 2550 });
  expect(drillSize(12, 85)).toEqual({ count: 12, seconds: 1020 });
  expect(drillSize(90, 85)).toEqual({ count: 30, seconds: 2550 });
});
