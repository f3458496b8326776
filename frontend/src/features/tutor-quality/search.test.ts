import { expect, test } from "@jest/globals";
import { qualitySearch } from "./search.ts";

test("what the address asks for is kept, and what it can't be is left out", () => {
  expect(qualitySearch({ gaps: "added", thumb: "up", month: "2026-10" })).toEqual({
    gaps: "added",
    thumb: "up",
    month: "2026-10",
  });
  expect(qualitySearch({ gaps: "open", thumb: "down", month: "2026-20", other: 1 })).toEqual({});
});
