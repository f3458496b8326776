import { expect, test } from "@jest/globals";
import { isSittingExam, noteView, placeOf, taskOrder } from "./rules.ts";

const now = "2026-11-21T12:00:00.000Z";
const mock = { examId: "an-exam", kind: "mock", mode: "exam", state: "running" };

test.each([
  [mock, true],
  [{ ...mock, kind: "drill" }, true],
  [{ ...mock, kind: "quiz" }, false],
  [{ ...mock, kind: "drill", mode: "practice" }, false],
  [{ ...mock, state: "submitted" }, false],
  [{ ...mock, examId: "another" }, false],
  [{ ...mock, deadline: "2026-11-21T12:00:01.000Z" }, true],
  [{ ...mock, deadline: "2026-11-21T12:00:00.000Z" }, false],
])("%j closes the notes: %p", (attempt, closed) => {
  expect(isSittingExam([attempt], "an-exam", now)).toBe(closed);
});

test("tasks are in the order of their numbers", () => {
  const tasks = [["1.10"], ["1.9"], [], ["10.1"], ["2.1"]];
  expect(tasks.toSorted((a, b) => (taskOrder(a) < taskOrder(b) ? -1 : 1))).toEqual([
    ["1.9"],
    ["1.10"],
    ["2.1"],
    ["10.1"],
    [],
  ]);
});

test("what is stored with a note and not declared is not shown", () => {
  const note = {
    id: "not_1",
    examId: "an-exam",
    cohortId: null,
    title: "A",
    taskIds: [],
    version: 1,
    words: 2,
    chunks: 1,
    changedAt: now,
    publishing: "upl_1",
  };
  expect(noteView(note, undefined)).not.toHaveProperty("publishing");
});

test("a cursor is a place among parts", () => {
  expect(placeOf(undefined)).toBe(0);
  expect(placeOf("25")).toBe(25);
  for (const cursor of ["-1", "1.5", "x", "1e9", "99999999"])
    expect(() => placeOf(cursor)).toThrow("first page");
});
