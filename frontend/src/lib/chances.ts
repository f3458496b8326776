import { percent } from "./format.ts";

/** Keeps what 0.7 * 10 leaves over in binary fractions from counting. */
const tenths = (share: number) => Math.round(share * 1e10) / 1e9;

/** A probability as people say it. Certainty is never claimed. */
export function chance(probability: number): string {
  const n = Math.round(tenths(probability));
  if (n === 0) return "less than 1 in 10";
  return n === 10 ? "more than 9 in 10" : `about ${n} in 10`;
}

/** An interval of probabilities, rounded outwards so that it says no more than it knows. */
export function chanceRange(low: number, high: number): string {
  const from = Math.min(Math.floor(tenths(low)), 9);
  const to = Math.max(Math.ceil(tenths(high)), from + 1);
  return `between ${from} and ${to} in 10`;
}

/** A probability in per cent, without ever reaching none or all. */
export function chancePercent(probability: number, locale?: string): string {
  if (probability < 0.01) return `under ${percent(0.01, locale)}`;
  return probability > 0.99 ? `over ${percent(0.99, locale)}` : percent(probability, locale);
}
