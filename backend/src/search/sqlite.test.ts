import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ulid } from "ulid";
import { openIndex, writeIndex } from "./sqlite.ts";
import { entry, testIndex } from "./testing/port.ts";

const directory = mkdtempSync(join(tmpdir(), "lyceum-search-"));
afterAll(() => rmSync(directory, { recursive: true }));

function make(model: string, entries: Parameters<typeof writeIndex>[2]) {
  const path = join(directory, ulid());
  writeIndex(path, model, entries);
  return openIndex(path, "1");
}

testIndex(async (model, entries) => make(model, entries));

test("vectors of different lengths make no index", () => {
  const short = { ...entry("token"), vector: new Float32Array(3) };
  expect(() => writeIndex(join(directory, ulid()), "m", [entry("token"), short])).toThrow("one length");
});

test("the nearest by vector are the nearest, of all and of some", () => {
  const vectors = fc.array(
    fc.tuple(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 5 }), fc.boolean()),
    {
      minLength: 1,
      maxLength: 160,
    },
  );
  fc.assert(
    fc.property(vectors, fc.boolean(), (all, someOnly) => {
      const asked = Float32Array.from([1, -2, 3, 0, 1]);
      const index = make(
        "m",
        all.map(([vector, isIn]) => ({
          ...entry("x", { taskIds: isIn ? ["1.1"] : ["2.1"] }),
          vector: Float32Array.from(vector),
        })),
      );
      const expected = all
        .map(([vector, isIn], row) => ({
          row,
          isIn,
          product: vector.reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0),
        }))
        .filter(({ isIn }) => isIn || !someOnly)
        .sort((a, b) => b.product - a.product || a.row - b.row)
        .slice(0, 100);
      const filter = someOnly ? { taskIds: ["1.1"] } : {};
      const found = index.candidates({ text: "", vector: asked, ...filter });
      index.close();
      expect(found.map(({ row }) => row)).toEqual(expected.map(({ row }) => row).sort((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
