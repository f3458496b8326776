import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { brierScore, byRecord, tenths } from "./calibration.ts";

const share = fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
const cases = fc.array(fc.record({ learner: fc.nat(20), estimate: share, observed: share }), {
  minLength: 1,
});

test("the Brier score by hand", () => {
  const one = (estimate: number, observed: number) => brierScore([{ learner: 0, estimate, observed }]);
  expect([one(1, 1), one(0, 0), one(1, 0), one(0, 1), one(0.5, 1)]).toEqual([0, 0, 1, 1, 0.25]);
  // Three of four exams passed after an estimate of .6: (3 x .4^2 + .6^2) / 4.
  expect(one(0.6, 0.75)).toBeCloseTo((3 * 0.16 + 0.36) / 4);
});

test("no constant scores better than the share that passed", () => {
  fc.assert(
    fc.property(cases, share, (all, constant) => {
      const best = brierScore(byRecord(all, () => "all"));
      expect(brierScore(all.map((one) => ({ ...one, estimate: constant })))).toBeGreaterThanOrEqual(
        best - 1e-12,
      );
    }),
  );
});

test("a record is a group's own", () => {
  const all = [
    { learner: 1, estimate: 0, observed: 1, group: "a" },
    { learner: 2, estimate: 0, observed: 0.5, group: "a" },
    { learner: 3, estimate: 0, observed: 0.2, group: "b" },
  ];
  expect(byRecord(all, ({ group }) => group).map(({ estimate }) => estimate)).toEqual([0.75, 0.75, 0.2]);
});

test("tenths by hand", () => {
  const one = (learner: number, estimate: number, observed: number) => ({ learner, estimate, observed });
  expect(tenths([one(1, 0.25, 0), one(1, 0.29, 0.5), one(2, 1, 1), one(3, 0.9, 0.8)])).toEqual([
    {
      from: 0.2,
      cases: 2,
      learners: 1,
      estimate: expect.closeTo(0.27),
      observed: 0.25,
      difference: expect.closeTo(0.02),
    },
    {
      from: 0.9,
      cases: 2,
      learners: 2,
      estimate: expect.closeTo(0.95),
      observed: expect.closeTo(0.9),
      difference: expect.closeTo(0.05),
    },
  ]);
});

test("every case is in the tenth of its estimate", () => {
  fc.assert(
    fc.property(cases, (all) => {
      const table = tenths(all);
      expect(table.reduce((sum, tenth) => sum + tenth.cases, 0)).toBe(all.length);
      for (const { from, estimate, observed, difference } of table) {
        expect(estimate).toBeGreaterThanOrEqual(from - 1e-9);
        expect(estimate).toBeLessThanOrEqual(from + 0.1 + 1e-9);
        expect(difference).toBeCloseTo(estimate - observed, 12);
      }
    }),
  );
});
