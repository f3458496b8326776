import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import * as z from "zod";
import { isEmbedded, isSittingExam, noteView, placeOf, putSeconds, taskOrder } from "./rules.ts";

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

test("what is deleted is deleted once more when no file can arrive any more", async () => {
  const file = new URL("../../../infra/src/workflows/note-indexing.asl.json", import.meta.url);
  const State = z.object({ Type: z.string(), Seconds: z.number().optional() });
  const { States } = z
    .object({ States: z.record(z.string(), State) })
    .parse(JSON.parse(await readFile(file, "utf8")));
  const waits = Object.values(States).filter(({ Type }) => Type === "Wait");
  expect(waits).toHaveLength(2);
  // A file that is begun in the last moment takes its time, too.
  for (const { Seconds } of waits) expect(Seconds).toBeGreaterThanOrEqual(putSeconds + 15 * 60);
});

test.each([
  [undefined, false],
  [{ done: 1, total: 2 }, false],
  [{ done: 2, total: 2 }, true],
])("an upload with the progress %j may be in the index: %p", (progress, embedded) => {
  expect(isEmbedded({ progress })).toBe(embedded);
});
