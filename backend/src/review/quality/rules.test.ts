import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { acceptanceOf, agesOf, agreementOf, byWeek, firstPairs, kappa } from "./rules.ts";

const repeat = (count: number, pair: [string, string]) => Array.from({ length: count }, () => pair);

test("kappa of a worked example: 20 and 15 of 50 the same, .70 observed, .50 by chance", () => {
  const pairs = [
    ...repeat(20, ["approve", "approve"]),
    ...repeat(5, ["approve", "reject"]),
    ...repeat(10, ["reject", "approve"]),
    ...repeat(15, ["reject", "reject"]),
  ];
  expect(kappa(pairs)).toBeCloseTo(0.4, 12);
  expect(agreementOf(pairs)).toMatchObject({ pairs: 50, same: 35 });
});

test("nothing is known of no pairs, or where all say the same", () => {
  expect(kappa([])).toBeNull();
  expect(kappa(repeat(9, ["approve", "approve"]))).toBeNull();
});

const said = fc.constantFrom("approve", "reject", "request_changes");
const someWith = fc
  .array(fc.tuple(said, said), { minLength: 1, maxLength: 60 })
  .filter((pairs) => new Set(pairs.flat()).size > 1);

test("kappa is 1 for agreement alone, at most 1, never below -1, and blind to names and order", () => {
  fc.assert(
    fc.property(someWith, (pairs) => {
      const value = kappa(pairs);
      if (value === null) throw new TypeError("two categories are there");
      expect(value).toBeLessThanOrEqual(1);
      expect(value).toBeGreaterThanOrEqual(-1);
      expect(value === 1).toBe(pairs.every(([a, b]) => a === b));
      const renamed = pairs.map(([a, b]): [string, string] => [`x${a}`, `x${b}`]);
      expect(kappa(renamed.toReversed())).toBeCloseTo(value, 12);
      expect(kappa(pairs.map(([a, b]): [string, string] => [b, a]))).toBeCloseTo(value, 12);
    }),
  );
});

test("independent answers agree by chance: kappa is 0", () => {
  const pairs = ["a", "b", "c"].flatMap((first) =>
    ["a", "b", "c"].map((second): [string, string] => [first, second]),
  );
  expect(kappa(pairs)).toBeCloseTo(0, 12);
});

test("a pair is what the first two say at first, whatever they say later", () => {
  const vote = (userId: string, word: string, at: string, version = 1) => ({
    questionId: "q",
    version,
    userId,
    said: word,
    at,
  });
  const votes = [
    vote("bob", "reject", "2026-01-03"),
    vote("ada", "approve", "2026-01-01"),
    vote("ada", "reject", "2026-01-02"),
    vote("cem", "approve", "2026-01-04"),
    vote("ada", "approve", "2026-01-05", 2),
  ];
  expect(firstPairs(votes)).toEqual([["approve", "reject"]]);
});

test("weeks begin on Mondays in the group's time zone, and those without decisions are there", () => {
  // Two hours ahead: a Sunday evening in UTC is a Monday there.
  const dayOf = (at: number) => Math.floor((at + 2 * 3_600_000) / 86_400_000);
  const weeks = byWeek(
    [
      { at: "2026-03-08T23:00:00.000Z", action: "approved" },
      { at: "2026-03-08T21:00:00.000Z", action: "changes_requested" },
      { at: "2025-01-01T00:00:00.000Z", action: "approved" },
      { at: "2026-03-09T08:00:00.000Z", action: "voted" },
    ],
    dayOf,
    "2026-03-11T12:00:00.000Z",
  );
  expect(weeks).toHaveLength(12);
  expect(weeks.slice(-2)).toEqual([
    { from: "2026-03-02", approved: 0, rejected: 0, changesRequested: 1, expired: 0 },
    { from: "2026-03-09", approved: 1, rejected: 0, changesRequested: 0, expired: 0 },
  ]);
});

test("ages are counted once each", () => {
  const now = "2026-03-31T00:00:00.000Z";
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 * 24 })), (hours) => {
      const since = hours.map((hour) => new Date(Date.parse(now) - hour * 3_600_000).toISOString());
      const { open, ages, oldest } = agesOf(since, now);
      expect(ages.reduce((sum, { count }) => sum + count, 0)).toBe(open);
      expect(oldest).toBe(since.toSorted()[0]);
    }),
  );
  expect(agesOf(["2026-03-20T00:00:00.000Z", "2026-03-30T12:00:00.000Z"], now).ages).toEqual([
    { fromDays: 0, count: 1 },
    { fromDays: 1, count: 0 },
    { fromDays: 3, count: 0 },
    { fromDays: 7, count: 1 },
    { fromDays: 14, count: 0 },
  ]);
});

test("acceptance is by prompt and task", () => {
  const one = (prompt: string, taskId: string, approved: boolean) => ({ prompt, taskId, approved });
  expect(
    acceptanceOf([
      one("w@2", "1.1", true),
      one("w@1", "1.10", false),
      one("w@1", "1.2", true),
      one("w@1", "1.2", false),
    ]),
  ).toEqual([
    { prompt: "w@1", taskId: "1.2", approved: 1, decided: 2 },
    { prompt: "w@1", taskId: "1.10", approved: 0, decided: 1 },
    { prompt: "w@2", taskId: "1.1", approved: 1, decided: 1 },
  ]);
});
