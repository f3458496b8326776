import type { GroupMockResult } from "@lyceum/shared/attempts";
import { csvOf } from "../../lib/csv.ts";
import { counted } from "../../lib/format.ts";

/** The best first; who has as much right by pseudonym. All had the same form, so this is the order of scores. */
export const bestFirst = (results: readonly GroupMockResult[]): GroupMockResult[] =>
  results.toSorted((a, b) => b.result.correct - a.result.correct || a.pseudonym.localeCompare(b.pseudonym));

/** What results are on average. Of nobody there is none. */
export interface Means {
  /** Scaled. */
  score: number;
  passed: number;
  /** The share right, by domain. */
  byDomain: ReadonlyMap<string, number>;
}

export function meansOf(results: readonly GroupMockResult[]): Means | undefined {
  if (results.length === 0) return undefined;
  const domains = [
    ...new Set(results.flatMap(({ result }) => result.byDomain.map(({ domainId }) => domainId))),
  ];
  return {
    score: mean(results.flatMap(({ result: { scaled } }) => (scaled ? [scaled.score] : []))),
    passed: results.filter(({ result: { scaled } }) => scaled?.passed).length,
    byDomain: new Map(
      domains.map((domainId) => [
        domainId,
        mean(results.flatMap(({ result }) => shareIn(result, domainId) ?? [])),
      ]),
    ),
  };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(numbers.length, 1);

/** The share that was right in a domain; `undefined` where the form had nothing of it. */
export function shareIn({ byDomain }: GroupMockResult["result"], domainId: string): number | undefined {
  const domain = byDomain.find((score) => score.domainId === domainId);
  return domain && domain.total > 0 ? domain.correct / domain.total : undefined;
}

/** What the table shows, in a sentence. */
export function meansSentence(count: number, { score, passed }: Means): string {
  return count === 1
    ? `One result: a score of ${Math.round(score)}, ${passed === 1 ? "passed" : "not passed"}.`
    : `${counted(count, "result")}: the mean score is ${Math.round(score)}, and ${passed} of ${count} passed.`;
}

/** Results as CSV, a row for each member. */
export function resultsCsv(results: readonly GroupMockResult[], domainIds: readonly string[]): string {
  return csvOf([
    [
      "pseudonym",
      "name",
      "score",
      "score_low",
      "score_high",
      "passed",
      "correct",
      "total",
      "answered",
      ...domainIds.flatMap((id) => [`domain_${id}_correct`, `domain_${id}_total`]),
    ],
    ...results.map(({ pseudonym, name, result: { scaled, correct, total, answered, byDomain } }) => [
      pseudonym,
      name ?? null,
      scaled?.score ?? null,
      scaled?.low ?? null,
      scaled?.high ?? null,
      scaled?.passed ?? null,
      correct,
      total,
      answered,
      ...domainIds.flatMap((id) => {
        const domain = byDomain.find(({ domainId }) => domainId === id);
        return [domain?.correct ?? null, domain?.total ?? null];
      }),
    ]),
  ]);
}
