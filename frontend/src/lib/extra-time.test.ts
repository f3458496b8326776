import { expect, test } from "@jest/globals";
import { extraTime } from "./extra-time.ts";

test.each([
  ["", 0],
  ["25", 25],
  [" 200 ", 200],
  ["201", undefined],
  ["-1", undefined],
  ["12.5", undefined],
  ["much", undefined],
])("%j is %j per cent", (typed, percent) => {
  expect(extraTime(typed)).toBe(percent);
});
