import { quantile } from "../../bench/statistics.ts";
import { mixedDice } from "../../simulation/dice.ts";

// Measures of a ranking, for questions with several needs. `found` has for each place of the ranking, from the first on,
// the needs that its passage meets: a passage that says only what one before it has said gains nothing.

type Found = readonly (readonly number[])[];

/** The share of the needs that are met within the first `k` places. */
export const recallAt = (k: number, needs: number, found: Found): number =>
  new Set(found.slice(0, k).flat()).size / needs;

/** 1 by the place of the first passage that meets any need; 0 where none does. */
export const reciprocalRank = (found: Found): number => {
  const place = found.findIndex((met) => met.length > 0);
  return place < 0 ? 0 : 1 / (place + 1);
};

/**
 * nDCG where the gain of a place is how many needs it is the first to meet (alpha-nDCG of Clarke et al. 2008, with
 * alpha = 1), divided by that of the ranking with one need on each of the first places.
 */
export function ndcgAt(k: number, needs: number, found: Found): number {
  const met = new Set<number>();
  const gains = found.slice(0, k).map((place) => {
    const fresh = place.filter((need) => !met.has(need));
    for (const need of fresh) met.add(need);
    return fresh.length;
  });
  const ideal = Array.from({ length: Math.min(needs, k) }, () => 1);
  // A passage that meets several needs at once is better than this ideal, and no ranking is better than right.
  return Math.min(1, discounted(gains) / discounted(ideal));
}

const discounted = (gains: readonly number[]): number =>
  gains.reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);

/** A figure with its 95 % interval, and from how many questions it comes. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  n: number;
}

const resamples = 2000;

/** The mean of one share for each question, from 0 to 1. */
export const estimate = (values: readonly number[]): Estimate | undefined =>
  withinReason(bootstrapped(values, mean));

/** The mean of one quantity for each question. */
export const average = (values: readonly number[]): Estimate | undefined => bootstrapped(values, mean);

/** The number below which a share of the questions lies. */
export const quantileOf = (share: number, values: readonly number[]): Estimate | undefined =>
  bootstrapped(values, (sample) => quantile(sample, share));

/**
 * The ratio of two sums, such as supported claims of all claims. Whole questions are drawn, because the claims of an
 * answer are no independent cases.
 */
export const ratio = (rows: readonly { part: number; whole: number }[]): Estimate | undefined =>
  withinReason(
    bootstrapped(rows, (sample) => sum(sample, ({ part }) => part) / sum(sample, ({ whole }) => whole)),
  );

/** The normal distribution's 97.5th percentile. */
const z = 1.96;

/**
 * Where all questions come out the same, so do all samples of them, which would say that nothing else can be. Wilson's
 * interval (1927) of as many questions takes the place of a bootstrap of none or all.
 */
function withinReason(one: Estimate | undefined): Estimate | undefined {
  if (!one || one.low !== one.high) return one;
  const beyond = z ** 2 / (one.n + z ** 2);
  if (one.value === 0) return { ...one, high: beyond };
  return one.value === 1 ? { ...one, low: 1 - beyond } : one;
}

/**
 * Efron's percentile bootstrap, from the same random numbers each time.
 * @returns `undefined` where there is nothing to take the figure of
 */
function bootstrapped<Row>(
  rows: readonly Row[],
  of: (sample: readonly Row[]) => number,
): Estimate | undefined {
  const value = of(rows);
  if (rows.length === 0 || Number.isNaN(value)) return undefined;
  const dice = mixedDice(1);
  const drawn = () => rows.map((row) => rows[dice.whole(0, rows.length - 1)] ?? row);
  const values = Array.from({ length: resamples }, () => of(drawn()))
    .filter((each) => !Number.isNaN(each))
    .sort((a, b) => a - b);
  const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? value;
  return { value, low: at(0.025), high: at(0.975), n: rows.length };
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

const mean = (values: readonly number[]): number => sum(values, (value) => value) / values.length;
