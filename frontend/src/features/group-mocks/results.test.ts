import { expect, test } from "@jest/globals";
import type { GroupMockResult } from "@lyceum/shared/attempts";
import fc from "fast-check";
import { bestFirst, meansOf, meansSentence, resultsCsv, shareIn } from "./results.ts";

/** Somebody who got so many of 10 right in domain 1, and of 5 in domain 2. */
function resultOf(pseudonym: string, first: number, second: number): GroupMockResult {
  const correct = first + second;
  const domain = (domainId: string, right: number, total: number) =>
    ({ domainId, correct: right, total, low: 0, high: 1, competency: "not_enough_evidence" }) as const;
  return {
    pseudonym,
    me: false,
    result: {
      correct,
      total: 15,
      answered: 15,
      cut: 0.7,
      byDomain: [domain("1", first, 10), domain("2", second, 5)],
      scaled: {
        score: 60 * correct,
        low: 60 * correct - 50,
        high: 60 * correct + 50,
        pass: 750,
        passed: correct > 12,
      },
    },
  };
}

const some = [resultOf("Owl", 5, 1), resultOf("Ant", 10, 5), resultOf("Bee", 4, 2)];

test("the best first, and nobody lost", () => {
  expect(bestFirst(some).map(({ pseudonym }) => pseudonym)).toEqual(["Ant", "Bee", "Owl"]);
  const anybody = fc.record({ name: fc.string(), first: fc.nat(10), second: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(anybody), (people) => {
      const results = people.map(({ name, first, second }) => resultOf(name, first, second));
      const sorted = bestFirst(results);
      expect(new Set(sorted)).toEqual(new Set(results));
      const scores = sorted.map(({ result }) => result.scaled?.score ?? 0);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    }),
  );
});

test("means of those who are shown", () => {
  const means = meansOf(some);
  expect(means?.score).toBeCloseTo((360 + 900 + 360) / 3);
  expect(means?.passed).toBe(1);
  expect([...(means?.byDomain ?? [])]).toEqual([
    ["1", expect.closeTo(19 / 30)],
    ["2", expect.closeTo(8 / 15)],
  ]);
  expect(meansOf([])).toBeUndefined();
  expect(means && meansSentence(3, means)).toBe("3 results: the mean score is 540, and 1 of 3 passed.");
});

test("a domain that the form had nothing of has no share", () => {
  expect(shareIn(resultOf("Owl", 5, 1).result, "1")).toBe(0.5);
  expect(shareIn(resultOf("Owl", 5, 1).result, "3")).toBeUndefined();
});

test("a file with a row for each member; a name only where it is given", () => {
  const named = { ...resultOf("Owl", 5, 1), name: "Ada" };
  expect(resultsCsv([named, resultOf("=Ant", 10, 5)], ["1", "2"]).split("\r\n")).toEqual([
    "\uFEFFpseudonym,name,score,score_low,score_high,passed,correct,total,answered,domain_1_correct,domain_1_total,domain_2_correct,domain_2_total",
    "Owl,Ada,360,310,410,false,6,15,15,5,10,1,5",
    "'=Ant,,900,850,950,true,15,15,15,10,10,5,5",
    "",
  ]);
});
