import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { examWith } from "../../../testing/items.ts";
import { type Answer, scoresIn, wilsonLowerBound } from "./rules.ts";

const exam = examWith([50, 30, 20]);
const tasks = exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
const ever = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const week = { from: 100, to: 107 };

/** Answers of one day, by turns in these tasks; the first ones are right. */
const answers = (count: number, right: number, day: number, inTasks: readonly string[] = tasks): Answer[] =>
  Array.from({ length: count }, (_, place) => ({
    taskId: inTasks[place % inTasks.length] ?? "",
    correct: place < right,
    day,
  }));

const anyAnswers = fc
  .array(
    fc.record({
      taskId: fc.constantFrom(...tasks),
      correct: fc.boolean(),
      day: fc.integer({ min: 90, max: 110 }),
    }),
    { maxLength: 150 },
  )
  .map((all) => all.sort((a, b) => a.day - b.day));

test("Wilson's bound has its published values", () => {
  // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
  expect(wilsonLowerBound(81, 263)).toBeCloseTo(0.2553, 4);
  expect(wilsonLowerBound(15, 148)).toBeCloseTo(0.0624, 4);
  expect(wilsonLowerBound(0, 20)).toBe(0);
  expect(wilsonLowerBound(1, 29)).toBeCloseTo(0.0061, 4);
});

test("mastery begins with 20 answers", () => {
  expect(scoresIn(exam, answers(19, 19, 100), ever).mastery).toBeUndefined();
  expect(scoresIn(exam, answers(20, 20, 100), ever).mastery).toBe(
    Math.round(9999 * wilsonLowerBound(20, 20)),
  );
});

test("mastery is as much as is covered of the blueprint, by weight", () => {
  // One of two tasks in the domain of 50 %, and the whole domain of 20 %.
  const some = answers(30, 24, 100, ["1.2", "3.1", "3.2"]);
  expect(scoresIn(exam, some, ever).mastery).toBe(Math.round(9999 * wilsonLowerBound(24, 30) * 0.45));
});

test("effort is 4 points for an active day and 1 for five answers, 10 a day at most", () => {
  const effortOf = (...days: number[]) =>
    scoresIn(
      exam,
      days.flatMap((count, day) => answers(count, 0, 100 + day)),
      ever,
    ).effort;
  expect(effortOf(4)).toBeUndefined();
  expect(effortOf(5)).toBe(5);
  expect(effortOf(9)).toBe(5);
  expect(effortOf(10)).toBe(6);
  expect(effortOf(30)).toBe(10);
  expect(effortOf(500)).toBe(10);
  expect(effortOf(5, 4, 5)).toBe(10);
});

test("improvement is the change between the last 40 answers and those before the window", () => {
  const improvementOf = (...sets: Answer[][]) => scoresIn(exam, sets.flat(), week).improvement;
  const poor = answers(42, 14, 90);
  expect(improvementOf(poor, answers(42, 14, 101))).toBe(5000);
  expect(improvementOf(poor, answers(42, 42, 101))).toBeGreaterThan(7000);
  expect(improvementOf(answers(42, 42, 90), answers(42, 0, 101))).toBeLessThan(2000);
  // Older ones than 40 before the window, and the first ones of many in it, say nothing.
  expect(
    improvementOf(answers(60, 60, 80), answers(40, 20, 90), answers(60, 60, 101), answers(40, 20, 102)),
  ).toBe(5000);
  expect(improvementOf(answers(40, 20, 90), answers(19, 19, 101))).toBeUndefined();
});

test("with too few before the window, the first answers of all are what the last are held against", () => {
  const improvementOf = (...sets: Answer[][]) => scoresIn(exam, sets.flat(), week).improvement;
  expect(improvementOf(answers(19, 0, 90), answers(20, 20, 101))).toBeUndefined();
  expect(improvementOf(answers(18, 0, 90), answers(24, 24, 101))).toBeGreaterThan(7000);
  expect(improvementOf(answers(24, 0, 101), answers(24, 24, 102))).toBeGreaterThan(7000);
  expect(improvementOf(answers(39, 0, 101))).toBeUndefined();
});

test("going from a hard domain to an easy one is no improvement", () => {
  const hard = answers(40, 10, 90, ["1.1", "1.2"]);
  const easy = answers(40, 38, 101, ["3.1", "3.2"]);
  expect(scoresIn(exam, [...hard, ...easy], week).improvement).toBe(5000);
});

test("scores are whole numbers from 0 to 9999, and depend on no answer after the window", () => {
  fc.assert(
    fc.property(anyAnswers, (all) => {
      const scores = scoresIn(exam, all, week);
      for (const score of Object.values(scores)) {
        expect(Number.isInteger(score)).toBe(true);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(9999);
      }
      const known = all.filter(({ day }) => day < week.to);
      expect(scoresIn(exam, known, week)).toEqual(scores);
    }),
  );
});

test("mastery and effort depend on no answer outside the window", () => {
  fc.assert(
    fc.property(anyAnswers, (all) => {
      const { improvement: _, ...scores } = scoresIn(exam, all, week);
      const { improvement: _within, ...within } = scoresIn(
        exam,
        all.filter(({ day }) => week.from <= day && day < week.to),
        week,
      );
      expect(within).toEqual(scores);
    }),
  );
});

test("one more right answer never lowers mastery or effort", () => {
  fc.assert(
    fc.property(anyAnswers, fc.constantFrom(...tasks), (all, taskId) => {
      const before = scoresIn(exam, all, ever);
      const after = scoresIn(exam, [...all, { taskId, correct: true, day: 111 }], ever);
      expect(after.mastery ?? 0).toBeGreaterThanOrEqual(before.mastery ?? 0);
      expect(after.effort ?? 0).toBeGreaterThanOrEqual(before.effort ?? 0);
    }),
  );
});

test("with the answers of both sides changed over, improvement is mirrored", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }), (right) => {
      const sides = (order: readonly boolean[]) =>
        order.map((correct, place) => ({
          taskId: tasks[place % 5] ?? "",
          correct,
          day: place < 40 ? 90 : 101,
        }));
      const there = scoresIn(exam, sides(right), week).improvement ?? 0;
      const back = scoresIn(exam, sides([...right.slice(40), ...right.slice(0, 40)]), week).improvement ?? 0;
      expect(Math.abs(there + back - 10_000)).toBeLessThanOrEqual(1);
    }),
  );
});
