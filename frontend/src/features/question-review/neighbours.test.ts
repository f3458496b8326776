import { expect, test } from "@jest/globals";
import { neighboursOf } from "./neighbours.ts";

test("the neighbours are those of the list", () => {
  expect(neighboursOf(["a", "b", "c"], "b", undefined)).toEqual({ previous: "a", next: "c" });
  expect(neighboursOf(["a", "b", "c"], "a", undefined)).toEqual({ next: "b" });
  expect(neighboursOf(["a", "b", "c"], "c", undefined)).toEqual({ previous: "b" });
  expect(neighboursOf([], "a", undefined)).toEqual({});
});

test("what was decided still has the neighbours of its place", () => {
  expect(neighboursOf(["a", "c"], "b", 1)).toEqual({ previous: "a", next: "c" });
  expect(neighboursOf(["b", "c"], "a", 0)).toEqual({ next: "b" });
  expect(neighboursOf(["a", "b"], "c", 2)).toEqual({ previous: "b" });
});

test("what never was in the list leads to its first", () => {
  expect(neighboursOf(["a", "b"], "z", undefined)).toEqual({ next: "a" });
});
