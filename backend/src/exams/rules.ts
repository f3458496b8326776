import type { ExamProfile } from "@lyceum/shared/exams";

/**
 * Shares a whole out by weight, by the method of the largest remainder (Hamilton). Equal remainders go to the
 * earlier place.
 *
 * @param total what is shared out, a whole number
 * @param weights 0 or more each; not all 0 unless there are none
 * @returns whole numbers that sum to `total`, each less than 1 away from its exact share
 */
export function largestRemainder(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((share, place) => ({ place, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.place - b.place);
  for (const { place } of byRemainder.slice(0, left)) shares[place] = (shares[place] ?? 0) + 1;
  return shares;
}

/** The share of right answers that the pass mark stands for where the reporting scale is one straight line. */
export const passShare = ({ min, max, pass }: ExamProfile["scale"]): number => (pass - min) / (max - min);
