import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { itemsAhead } from "./pace.ts";

const minute = 60_000;
const mock = { items: 75, total: 180 * minute, reserve: 20 * minute };

test.each([
  [0, 0, 0],
  [80, 37, 0],
  [80, 38, 0],
  [80, 40, 2],
  [80, 30, -7],
  [160, 75, 0],
  [170, 70, -5],
])("a mock after %d minutes with %d answers is %d ahead", (minutes, answered, ahead) => {
  expect(itemsAhead({ ...mock, elapsed: minutes * minute, answered })).toBe(ahead);
});

const course = fc
  .record({
    items: fc.integer({ min: 1, max: 100 }),
    total: fc.integer({ min: 1_000, max: 400 * minute }),
    answered: fc.nat(100),
    spent: fc.double({ min: 0, max: 1, noNaN: true }),
    kept: fc.double({ min: 0, max: 0.9, noNaN: true }),
  })
  .map(({ items, total, answered, spent, kept }) => ({
    items,
    total,
    answered: Math.min(answered, items),
    elapsed: spent * total,
    reserve: kept * total,
  }));

test("nobody is ahead by more than is answered, nor behind by more than is left", () => {
  fc.assert(
    fc.property(course, (given) => {
      const ahead = itemsAhead(given);
      expect(ahead).toBeLessThanOrEqual(given.answered);
      expect(ahead).toBeGreaterThanOrEqual(given.answered - given.items);
    }),
  );
});

test("an answer more is an item ahead, and time never helps", () => {
  fc.assert(
    fc.property(course, fc.nat(1_000_000), (given, later) => {
      const exact = given.answered - itemsAhead(given);
      const more = { ...given, answered: given.answered + 1 };
      expect(Math.abs(more.answered - itemsAhead(more) - exact)).toBeLessThanOrEqual(1);
      expect(itemsAhead(more)).toBeGreaterThanOrEqual(itemsAhead(given));
      expect(itemsAhead({ ...given, elapsed: given.elapsed + later })).toBeLessThanOrEqual(itemsAhead(given));
    }),
  );
});

test("with all answered nobody is behind, and without time spent nobody is", () => {
  fc.assert(
    fc.property(course, (given) => {
      expect(itemsAhead({ ...given, answered: given.items })).toBeGreaterThanOrEqual(0);
      expect(itemsAhead({ ...given, elapsed: 0 })).toBe(given.answered);
    }),
  );
});
