/** The standard normal quantile of a two-sided 95 % interval. */
const z = 1.96;

/**
 * The Wilson score interval of a share at 95 % (Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for small
 * numbers): between which shares the true one is likely to be, after `correct` of `total` independent answers.
 */
export function likelyShare(correct: number, total: number): { low: number; high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const share = correct / total;
  const spread = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  const centre = share + z ** 2 / (2 * total);
  return {
    low: correct === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: correct === total ? 1 : Math.min(1, (centre + spread) / scale),
  };
}
