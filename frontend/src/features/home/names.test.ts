import { expect, test } from "@jest/globals";
import { sourceName } from "./names.ts";

test("what the questions were drawn from", () => {
  expect(sourceName({ scope: [] })).toBe("");
  expect(sourceName({ scope: ["1", "2.3"] })).toBe("1, 2.3");
  expect(sourceName({ scope: [], only: "mistakes" })).toBe("mistakes");
  expect(sourceName({ scope: ["2"], only: "unseen" })).toBe("new questions in 2");
});
