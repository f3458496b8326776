import { expect, test } from "@jest/globals";
import { questionAbout } from "./selected.ts";

test("what is selected becomes a question in one line, and not too long a one", () => {
  expect(questionAbout(" the nearest\n  neighbours ")).toBe("What does this mean: “the nearest neighbours”?");
  expect(questionAbout("word ".repeat(200))?.length).toBeLessThan(340);
});

test("a click selects nothing", () => {
  expect([questionAbout(""), questionAbout(" \n a ")]).toEqual([undefined, undefined]);
});
