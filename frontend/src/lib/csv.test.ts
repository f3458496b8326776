import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Cell, csvOf } from "./csv.ts";

/** A reader of RFC 4180, which knows nothing of how the text was written. */
const read = (csv: string): string[][] =>
  [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)].reduce<{
    rows: string[][];
    row: string[];
  }>(
    ({ rows, row }, [, quoted, plain = "", end]) => {
      const cells = [...row, quoted?.replaceAll('""', '"') ?? plain];
      return end === "," ? { rows, row: cells } : { rows: [...rows, cells], row: [] };
    },
    { rows: [], row: [] },
  ).rows;

test("quotes, commas and line breaks stay inside their cell", () => {
  expect(
    csvOf([
      ["a", 1, true, null],
      ['say "so", twice\nand go', "", "é", false],
    ]),
  ).toBe('\uFEFFa,1,true,\r\n"say ""so"", twice\nand go",,é,false\r\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])("%j is no formula", (text) => {
  const cell = csvOf([[text]]).slice(1);
  expect(cell).toMatch(/^"?'/);
});

test("whatever is written is read again, but for the apostrophe before what could be a formula", () => {
  const text = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "=", "-", "'", " ", "ü") });
  const cell: fc.Arbitrary<Cell> = fc.oneof(text, fc.integer({ min: 0 }), fc.boolean(), fc.constant(null));
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }));
  fc.assert(
    fc.property(table, (rows) => {
      const expected = rows.map((row) => row.map((each) => (each === null ? "" : String(each))));
      const found = read(csvOf(rows).slice(1));
      expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
      for (const [place, row] of found.entries()) {
        for (const [column, each] of row.entries()) {
          const original = expected[place]?.[column] ?? "";
          expect([original, `'${original}`]).toContain(each);
          expect(each).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }
    }),
  );
});
