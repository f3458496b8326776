import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { covered, quantile } from "./statistics.ts";

test("quantiles by nearest rank", () => {
  const sample = [5, 1, 4, 2, 3];
  expect([quantile(sample, 0), quantile(sample, 0.5), quantile(sample, 0.95), quantile([7], 0.5)]).toEqual([
    1, 3, 5, 7,
  ]);
});

test("what overlaps counts once", () => {
  expect(covered([])).toBe(0);
  expect(
    covered([
      { start: 5, end: 6 },
      { start: 0, end: 2 },
      { start: 1, end: 3 },
    ]),
  ).toBe(4);
  fc.assert(
    fc.property(fc.array(fc.record({ start: fc.nat(50), length: fc.nat(20) })), (spans) => {
      const units = new Set(
        spans.flatMap(({ start, length }) => Array.from({ length }, (_, at) => start + at)),
      );
      expect(covered(spans.map(({ start, length }) => ({ start, end: start + length })))).toBe(units.size);
    }),
  );
});
