import { expect, test } from "@jest/globals";
import type { Domain } from "@lyceum/shared/exams";
import fc from "fast-check";
import { compared, extremes, masterySentence, shade, type TaskAnswers } from "./mastery.ts";

const domain: Domain = {
  id: "1",
  title: "d",
  weight: 100,
  tasks: ["1.1", "1.2", "1.3"].map((id) => ({ id, title: `Task ${id}`, summary: "s" })),
};
const task = (taskId: string, right: number, answered: number): TaskAnswers => ({ taskId, answered, right });

test.each([
  [0, 0],
  [1, 1],
  [19, 0],
  [20, 1],
  [79, 3],
  [80, 4],
  [100, 4],
])("%d right of 100 has shade %d", (right, expected) => {
  expect(shade(task("1.1", right, right === 1 ? 5 : 100))).toBe(expected);
});

test("the best and the least known tasks are named, and what has no answers is counted", () => {
  expect(masterySentence([domain], [])).toBe("Nothing is answered yet.");
  expect(masterySentence([domain], [task("1.1", 2, 2), task("1.2", 0, 3)], "en")).toBe(
    "Too few answers to compare tasks: it takes 3 in each of two. 1 task has no answers yet.",
  );
  expect(masterySentence([domain], [task("1.1", 3, 4), task("1.3", 1, 4)], "en")).toBe(
    "Known best: 1.1 Task 1.1 (75% right). Known least: 1.3 Task 1.3 (25% right). 1 task has no answers yet.",
  );
});

test("of tasks that are known equally well, the one with more answers is the surer", () => {
  expect(compared([task("1.1", 3, 3), task("1.2", 9, 9), task("1.3", 2, 2)])).toEqual([
    task("1.2", 9, 9),
    task("1.1", 3, 3),
  ]);
});

test("no task is among the best and the least known at once, and the best are never worse", () => {
  const answers = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
    .map(([right, wrong]) => ({ right, answered: right + wrong }));
  fc.assert(
    fc.property(fc.array(answers, { maxLength: 12 }), (all) => {
      const tasks = all.map((each, place) => ({ ...each, taskId: `1.${place + 1}` }));
      const { best, least } = extremes(tasks);
      expect(best).toHaveLength(least.length);
      expect(new Set([...best, ...least]).size).toBe(best.length + least.length);
      const worstOfBest = Math.min(...best.map(({ right, answered }) => right / answered));
      const bestOfLeast = Math.max(...least.map(({ right, answered }) => right / answered));
      expect(worstOfBest).toBeGreaterThanOrEqual(bestOfLeast);
    }),
  );
});
