import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { filters, nextPosition, passes, type Standing, sameStandings } from "./overview.ts";

const standing = fc.record({
  state: fc.constantFrom<Standing["state"]>("unanswered", "partial", "answered", "right", "wrong"),
  flagged: fc.boolean(),
  seen: fc.boolean(),
});
const all = fc
  .array(standing, { minLength: 1, maxLength: 75 })
  .map((made) => made.map((each, index) => ({ ...each, position: index + 1 })));

test("what is answered in part is found among the unanswered", () => {
  const at = (state: Standing["state"]) =>
    passes({ position: 1, state, flagged: false, seen: true }, "unanswered");
  expect(at("unanswered")).toBe(true);
  expect(at("partial")).toBe(true);
  expect(at("answered")).toBe(false);
  expect(at("wrong")).toBe(false);
});

test("going from one to the next visits each item that a filter finds, in turn", () => {
  fc.assert(
    fc.property(all, fc.constantFrom(...filters), fc.nat(), (items, filter, from) => {
      const start = (from % items.length) + 1;
      const found = items.filter((each) => passes(each, filter)).map((each) => each.position);
      const visited: number[] = [];
      let at = nextPosition(items, start, filter);
      while (at !== undefined && !visited.includes(at)) {
        visited.push(at);
        at = nextPosition(items, at, filter);
      }
      const alone = found.length === 1 && found[0] === start;
      expect(visited.toSorted((a, b) => a - b)).toEqual(alone ? [] : found);
    }),
  );
});

test("the next one follows, and from the last on it is the first", () => {
  const items: Standing[] = [1, 2, 3].map((position) => ({
    position,
    state: "unanswered",
    flagged: position !== 2,
    seen: true,
  }));
  expect(nextPosition(items, 1, "flagged")).toBe(3);
  expect(nextPosition(items, 3, "flagged")).toBe(1);
  expect(nextPosition(items, 3, "unseen")).toBeUndefined();
});

test("two overviews are the same until something of an item changes", () => {
  fc.assert(
    fc.property(all, fc.nat(), (items, at) => {
      expect(sameStandings(items, structuredClone(items))).toBe(true);
      const changed = items.map((each, index) =>
        index === at % items.length ? { ...each, flagged: !each.flagged } : each,
      );
      expect(sameStandings(items, changed)).toBe(false);
      expect(sameStandings(items, items.slice(1))).toBe(false);
    }),
  );
});
