import { expect, test } from "@jest/globals";
import { untouched } from "@lyceum/shared/attempts";
import type { Response } from "@lyceum/shared/questions";
import { nothingDone, sameSession, sameWork, withInitial, withResponse } from "./sessions.ts";

const choose = (choice: string): Response => ({ type: "multiple_choice", choice });

test("nothing done is what the contract says it is", () => {
  expect(nothingDone).toEqual(untouched);
});

test.each([
  { response: choose("a") },
  { confidence: "sure" as const },
  { flagged: true },
  { struck: ["b"] },
  { note: "look at this again" },
  { highlights: [{ from: 0, to: 4 }] },
])("work that differs in %j is not the same", (change) => {
  const changed = { ...nothingDone, ...change };
  expect(sameWork(nothingDone, changed)).toBe(false);
  expect(sameWork(changed, structuredClone(changed))).toBe(true);
});

test("time and the first response are part of a session, not of the work that it shows", () => {
  for (const change of [{ seconds: 3 }, { initial: choose("a") }]) {
    expect(sameWork(nothingDone, { ...nothingDone, ...change })).toBe(true);
    expect(sameSession(nothingDone, { ...nothingDone, ...change })).toBe(false);
  }
});

test("choosing an option that was ruled out takes that back, and leaves the others ruled out", () => {
  const session = { ...nothingDone, struck: ["a", "c"] };
  expect(withResponse(session, choose("c"))).toMatchObject({ response: choose("c"), struck: ["a"] });
  expect(withResponse(session, null).struck).toEqual(["a", "c"]);
});

test("the first response is the one with which the item was first left", () => {
  expect(withInitial(nothingDone).initial).toBeNull();
  const left = withInitial(withResponse(nothingDone, choose("a")));
  expect(left.initial).toEqual(choose("a"));
  expect(withInitial(withResponse(left, choose("b"))).initial).toEqual(choose("a"));
});
