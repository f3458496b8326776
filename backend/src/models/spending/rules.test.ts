import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  costOf,
  guardingCost,
  isSpent,
  monthlyBudgetUsd,
  monthOf,
  nanosOf,
  summary,
  usdOf,
} from "./rules.ts";

const sonnet = { input: 3.3, output: 16.5, cacheRead: 0.33, cacheWrite: 4.125 };
const tokens = (input: number, output: number) => ({ input, output, cacheRead: 0, cacheWrite: 0 });

test("a call costs what its tokens cost by list, and nothing where there is no list", () => {
  expect(costOf(tokens(1_000_000, 0), sonnet)).toBeCloseTo(3.3, 12);
  expect(costOf(tokens(2000, 1000), sonnet)).toBeCloseTo(0.0231, 12);
  expect(costOf({ ...tokens(0, 0), cacheRead: 1_000_000, cacheWrite: 1_000_000 }, sonnet)).toBeCloseTo(4.455);
  expect(costOf(tokens(1_000_000, 1_000_000), undefined)).toBe(0);
});

const prices = { content: 0.15, topics: 0.15, personalData: 0.1, grounding: 0.1 };
const units = fc.record({
  content: fc.nat(100),
  topics: fc.nat(100),
  personalData: fc.nat(100),
  grounding: fc.nat(100),
});

test("a guardrail's look costs what its policies' text units cost, and a sum of looks is the sum", () => {
  expect(guardingCost({ content: 1000, topics: 0, personalData: 0, grounding: 0 }, prices)).toBeCloseTo(0.15);
  expect(guardingCost({ content: 1, topics: 1, personalData: 1, grounding: 0 }, prices)).toBeCloseTo(0.0004);
  fc.assert(
    fc.property(fc.array(units, { maxLength: 50 }), (looks) => {
      const sum = looks.reduce((nanos, look) => nanos + nanosOf(guardingCost(look, prices)), 0);
      const of = (policy: keyof typeof prices) => looks.reduce((all, look) => all + look[policy], 0);
      const [filtered, found] = [of("content") + of("topics"), of("personalData") + of("grounding")];
      expect(sum).toBe(filtered * 150_000 + found * 100_000);
      expect(looks.every((look) => guardingCost(look, undefined) === 0)).toBe(true);
    }),
  );
});

test("a sum of many small costs is the sum, to the billionth of a dollar", () => {
  const calls = fc.array(fc.integer({ min: 1, max: 8000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(calls, (inputs) => {
      const titan = { input: 0.02, output: 0, cacheRead: 0, cacheWrite: 0 };
      const nanos = inputs.map((input) => nanosOf(costOf(tokens(input, 0), titan)));
      const sum = nanos.reduce((total, each) => total + each, 0);
      expect(sum).toBe(inputs.reduce((total, input) => total + input, 0) * 20);
      expect(nanosOf(usdOf(sum))).toBe(sum);
    }),
  );
});

test("a month's spending is told by job, the dearest first, and is over at the limit", () => {
  const spent = (job: string, model: string, usd: number) => ({
    ...{ job, model, prompt: "p@1", calls: 2, inputTokens: 1, outputTokens: 1 },
    nanoUsd: nanosOf(usd),
  });
  const month = summary("2027-03", [
    spent("judge", "a", 0.5),
    spent("generate", "a", 1.25),
    spent("judge", "b", 1),
  ]);
  expect(month).toEqual({
    month: "2027-03",
    usd: 2.75,
    limitUsd: monthlyBudgetUsd,
    jobs: [
      { job: "judge", calls: 4, usd: 1.5 },
      { job: "generate", calls: 2, usd: 1.25 },
    ],
  });
  expect(isSpent(month)).toBe(false);
  expect(isSpent({ usd: monthlyBudgetUsd, limitUsd: monthlyBudgetUsd })).toBe(true);
  expect(summary("2027-04", [])).toEqual({ month: "2027-04", usd: 0, limitUsd: monthlyBudgetUsd, jobs: [] });
});

test("months change at midnight UTC", () => {
  expect(monthOf(Date.parse("2027-03-31T23:59:59.999Z"))).toBe("2027-03");
  expect(monthOf(Date.parse("2027-04-01T00:00:00Z"))).toBe("2027-04");
});
