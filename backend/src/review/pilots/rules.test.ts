import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { becomes, inWords, isBad, lacks, mayMove } from "./rules.ts";

const good = { n: 30, facility: 0.6, discrimination: 20 };

test("thirty first answers, a facility of .25 to .95, a discrimination of .20 and no open dispute make it count", () => {
  expect(becomes(good, false)).toBe("scored");
  expect(becomes({ ...good, facility: 0.25 }, false)).toBe("scored");
  expect(becomes({ ...good, facility: 0.95 }, false)).toBe("scored");
  expect(becomes({ ...good, n: 29 }, false)).toBe("pilot");
  expect(becomes(good, true)).toBe("pilot");
  expect(becomes({ ...good, facility: 0.24 }, false)).toBe("in_review");
  expect(becomes({ ...good, facility: 0.96 }, false)).toBe("in_review");
  expect(becomes({ ...good, discrimination: 19.9 }, false)).toBe("in_review");
  expect(becomes({ ...good, discrimination: -5 }, true)).toBe("pilot");
  expect(becomes({ ...good, discrimination: null }, false)).toBe("pilot");
});

test("it says what is lacking", () => {
  expect(lacks({ n: 3, facility: 0, discrimination: null }, true)).toEqual(["answers", "dispute_open"]);
  expect(lacks({ n: 40, facility: 0, discrimination: null }, false)).toEqual(["facility", "discrimination"]);
  expect(inWords({ n: 31, facility: 0.123, discrimination: 4.6 })).toBe(
    "31 first answers, 12 % of them right; discrimination index 5.",
  );
});

test("what counts lacks nothing, what goes back is bad, and what has too few answers stays", () => {
  const figures = fc.record({
    n: fc.integer({ min: 0, max: 100 }),
    facility: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    discrimination: fc.option(fc.double({ min: -100, max: 100, noNaN: true })),
  });
  fc.assert(
    fc.property(figures, fc.boolean(), (known, openDispute) => {
      const to = becomes(known, openDispute);
      expect(to === "scored").toBe(lacks(known, openDispute).length === 0);
      if (to === "in_review") expect(isBad(known) && !openDispute).toBe(true);
      if (known.n < 30 || openDispute) expect(to).toBe("pilot");
    }),
  );
});

test("only a pilot is signed off, and only what learners meet is retired", () => {
  expect(mayMove("pilot", "scored")).toBe(true);
  expect(mayMove("scored", "scored")).toBe(false);
  expect(mayMove("scored", "retired")).toBe(true);
  expect(mayMove("pilot", "retired")).toBe(true);
  for (const state of ["in_review", "retired", "rejected"] as const) {
    expect(mayMove(state, "scored")).toBe(false);
    expect(mayMove(state, "retired")).toBe(false);
  }
});
