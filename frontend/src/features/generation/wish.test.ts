import { expect, test } from "@jest/globals";
import type { ExamProfile } from "@lyceum/shared/exams";
import { problemsOf, type Typed, typedOf, typesOf, usualWish, wishOf, wishText } from "./wish.ts";

const task = (id: string) => ({ id, title: id, summary: id });
const exam: ExamProfile = {
  id: "demo",
  code: "DEM-1",
  title: "Demo",
  vendor: "Demo",
  description: "Demo.",
  durationMinutes: 60,
  scoredItems: 10,
  unscoredItems: 0,
  scale: { min: 100, max: 1000, pass: 750 },
  itemTypes: { ordering: 5, multiple_response: 20, multiple_choice: 75 },
  pacing: { reviewMinutes: 5, drillSeconds: 90 },
  domains: [
    { id: "1", title: "One", weight: 60, tasks: [task("1.1"), task("1.2")] },
    { id: "2", title: "Two", weight: 40, tasks: [task("2.1")] },
  ],
  url: "https://example.com",
};

const typed = (wish: Partial<Typed> = {}): Typed => ({ ...usualWish(exam), ...wish });

test("what is usual may be sent, and asks for what is frequent in the exam", () => {
  expect(problemsOf(typed())).toEqual({});
  expect(wishOf(typed(), exam)).toEqual({
    taskIds: ["1.1", "1.2", "2.1"],
    itemTypes: ["multiple_choice", "multiple_response"],
    difficulties: ["medium", "hard"],
    count: 10,
    noteIds: [],
    instructions: "",
  });
  expect(typesOf(exam)).toEqual(["multiple_choice", "multiple_response", "ordering"]);
  expect([...usualWish({ ...exam, itemTypes: { matching: 10, ordering: 15 } }).types]).toEqual(["ordering"]);
});

test("a wish that is asked for again is the same wish", () => {
  const wish = wishOf(
    typed({ tasks: new Set(["2.1"]), some: true, noteIds: new Set(["not_1"]), instructions: " Short. " }),
    exam,
  );
  expect(wishOf(typedOf(wish, exam), exam)).toEqual(wish);
  expect([...typedOf({ ...wish, taskIds: ["2.1", "9.9"] }, exam).tasks]).toEqual(["2.1"]);
});

test.each([
  [{ count: "0" }, ["count"]],
  [{ count: "101" }, ["count"]],
  [{ count: "2.5" }, ["count"]],
  [{ count: "100" }, []],
  [{ tasks: new Set<string>(), types: new Set<never>() }, ["tasks", "types"]],
  [{ difficulties: new Set<never>(), some: true }, ["difficulties", "notes"]],
  [{ some: false, noteIds: new Set<string>() }, []],
])("%j has problems with %j", (wish, fields) => {
  expect(Object.keys(problemsOf(typed(wish)))).toEqual(fields);
});

test("a wish is told in a line", () => {
  const wish = wishOf(typed(), exam);
  expect(wishText(wish, 3)).toBe("all tasks · multiple choice, multiple response · medium, hard");
  expect(wishText({ ...wish, taskIds: ["1.1"] }, 3)).toMatch(/^task 1\.1 · /);
  expect(wishText({ ...wish, taskIds: ["1", "2", "3", "4", "5", "6", "7"] }, 9)).toMatch(
    /^tasks 1, 2, 3, 4, 5 and 2 more · /,
  );
});
