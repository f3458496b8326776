import { expect, test } from "@jest/globals";
import { boardSearch } from "./search.ts";

test.each([
  [{}, {}],
  [{ board: "mastery", window: "week" }, {}],
  [{ board: "effort" }, { board: "effort" }],
  [
    { board: "improvement", window: "all" },
    { board: "improvement", window: "all" },
  ],
  [{ board: "speed", window: 7, other: "x" }, {}],
])("%j in an address means %j", (search, meant) => {
  expect(boardSearch(search)).toEqual(meant);
});
