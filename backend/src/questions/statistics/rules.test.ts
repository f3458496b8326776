import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Answered,
  type Counters,
  countersOf,
  difference,
  isTooFast,
  medianSeconds,
  mediansOf,
  statisticsOf,
} from "./rules.ts";

const sum = (all: readonly Counters[]): Counters =>
  all.reduce((total, one) => difference(difference(one, {}), total), {});

const answer: fc.Arbitrary<Answered> = fc.record({
  right: fc.boolean(),
  rest: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
  choices: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 2 }),
  seconds: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
});

test("the order in which answers are added changes nothing, and what is taken away is gone", () => {
  fc.assert(
    fc.property(fc.array(answer), answer, (answers, extra) => {
      const counters = answers.map(countersOf);
      expect(sum(counters.toReversed())).toEqual(sum(counters));
      const without = difference(countersOf(extra), sum([...counters, countersOf(extra)]));
      expect(without).toEqual(sum(counters));
    }),
  );
});

test("facility and discrimination are those of the definition", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ right: fc.boolean(), rest: fc.integer({ min: 0, max: 1000 }) }), {
        minLength: 2,
        maxLength: 60,
      }),
      (answers) => {
        const counters = sum(answers.map((one) => countersOf({ ...one, choices: [], seconds: undefined })));
        const { facility, discrimination } = statisticsOf(counters, [], []);
        const xs = answers.map(({ right }) => (right ? 1 : 0));
        const ys = answers.map(({ rest }) => rest);
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        const covariance = (a: number[], b: number[]) =>
          mean(a.map((value, at) => (value - mean(a)) * ((b[at] ?? 0) - mean(b))));
        expect(facility).toBeCloseTo(mean(xs));
        const variances = covariance(xs, xs) * covariance(ys, ys);
        if (variances > 1e-9) {
          expect(discrimination).toBeCloseTo((100 * covariance(xs, ys)) / Math.sqrt(variances), 5);
        }
      },
    ),
  );
});

test("discrimination stays within its bounds, whatever the answers", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 1000 }),
      fc.nat(50),
      (a, b, n) => {
        const one = (right: boolean, rest: number) =>
          countersOf({ right, rest, choices: [], seconds: undefined });
        const counters = sum([one(true, a), ...Array.from({ length: n + 1 }, () => one(false, b))]);
        const { discrimination } = statisticsOf(counters, [], []);
        expect(Math.abs(discrimination ?? 0)).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: 1000 },
  );
});

test("flags say what is worth a look", () => {
  const many = (count: number, one: Partial<Answered>) =>
    Array.from({ length: count }, () =>
      countersOf({ right: false, rest: undefined, choices: [], seconds: undefined, ...one }),
    );
  const hard = sum([...many(8, { choices: ["b"] }), ...many(2, { right: true, choices: ["a"] })]);
  expect(statisticsOf(hard, ["a", "b"], ["a"])).toMatchObject({
    n: 10,
    lowN: true,
    facility: 0.2,
    choices: [
      { option: "a", count: 2 },
      { option: "b", count: 8 },
    ],
    flags: ["too_hard", "distractor_over_key"],
  });
  const easy = sum(many(40, { right: true, choices: ["a"] }));
  expect(statisticsOf(easy, ["a", "b"], ["a"])).toMatchObject({ lowN: false, flags: ["too_easy"] });
  expect(statisticsOf({}, ["a"], ["a"])).toMatchObject({ n: 0, facility: null, flags: [] });
});

test("the median is within half an octave of the true one", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 99 }), (times) => {
      const median = medianSeconds(
        sum(times.map((seconds) => countersOf({ right: true, rest: undefined, choices: [], seconds }))),
      );
      const sorted = times.toSorted((a, b) => a - b);
      const [low, high] = [
        sorted[Math.floor((times.length - 1) / 2)],
        sorted[Math.ceil((times.length - 1) / 2)],
      ];
      expect(median).toBeGreaterThanOrEqual((low ?? 0) / Math.SQRT2 - 1e-9);
      expect(median).toBeLessThanOrEqual((high ?? 0) * Math.SQRT2 + 1e-9);
    }),
  );
});

test("an answer is too fast below three seconds, and below 15 per cent of a known median", () => {
  expect(isTooFast(2, undefined)).toBe(true);
  expect(isTooFast(3, undefined)).toBe(false);
  expect(isTooFast(10, 100)).toBe(true);
  expect(isTooFast(15, 100)).toBe(false);
});

test("a median is known from thirty answers on", () => {
  const counters = (n: number) => ({
    ...countersOf({ right: true, rest: undefined, choices: [], seconds: 60 }),
    n,
    time_11: n,
  });
  const of = (n: number) => mediansOf([{ questionId: "que_1", version: 2, counters: counters(n) }]);
  expect([...of(29)]).toEqual([]);
  const median = of(30).get("que_1@2") ?? 0;
  expect(Math.abs(Math.log2(median / 60))).toBeLessThan(0.5);
});
