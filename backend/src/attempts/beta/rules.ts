/**
 * The beta distribution and its relatives, as far as scores and estimates of readiness need them. Shares and
 * probabilities are from 0 to 1. Probabilities are within 1e-10 for parameters from 0.001 to 10,000.
 */

// Lanczos' approximation with g = 7 and nine terms; the coefficients are P. Godfrey's (2001).
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function, for x > 0. */
function logGamma(x: number): number {
  const shifted = x + 6.5;
  const series = lanczos.reduce((sum, coefficient, term) => sum + coefficient / (x + term - 1));
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(shifted) - shifted + Math.log(series);
}

/** Natural logarithm of the beta function, for a, b > 0 (DLMF 5.12.1). */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** P(X <= x) for X ~ Beta(a, b): the regularized incomplete beta function I_x(a, b), for a, b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly on this side of the mean; on the other, I_x(a, b) = 1 - I_(1-x)(b, a).
  return x <= (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
}

/** I_x(a, b) by its continued fraction (DLMF 8.17.22), evaluated by the modified Lentz method. */
function lowerTail(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  const step = (numerator: number) => {
    d = 1 / away(1 + numerator * d);
    c = away(1 + numerator / c);
    fraction *= c * d;
  };
  // It takes in the order of sqrt(max(a, b)) terms; the bound is there only to end on parameters that are not numbers.
  for (let m = 1; m < 10_000; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return (Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) * fraction) / a;
}

/** The x with P(X <= x) = p for X ~ Beta(a, b), by bisection, within 1e-15. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  while (high - low > 1e-15) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X >= k) for X ~ Binomial(n, p) (DLMF 8.17.5). */
export function binomialTail(n: number, k: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : betaCdf(p, k, n - k + 1);
}

/**
 * The beta-binomial distribution: how many of n are right when the share of right ones is Beta(a, b).
 *
 * @returns the probabilities of 0, 1, ..., n
 */
export function betaBinomialPmf(n: number, a: number, b: number): number[] {
  // In logarithms, because the first terms can be too small for a number while later ones are not.
  let log = logBeta(a, n + b) - logBeta(a, b);
  return Array.from({ length: n + 1 }, (_, k) => {
    const probability = Math.exp(log);
    log += Math.log(((n - k) * (a + k)) / ((k + 1) * (b + n - k - 1)));
    return probability;
  });
}

/**
 * The equal-tailed interval of a share under Jeffreys' prior Beta(1/2, 1/2), open to the side on which there is nothing
 * (Brown, Cai and DasGupta: Interval Estimation for a Binomial Proportion. Statistical Science 16, 2001).
 *
 * @param level the probability that the interval holds, such as 0.95
 */
export function jeffreysInterval(
  correct: number,
  total: number,
  level: number,
): { low: number; high: number } {
  const quantile = (p: number) => betaQuantile(p, correct + 0.5, total - correct + 0.5);
  return {
    low: correct === 0 ? 0 : quantile((1 - level) / 2),
    high: correct === total ? 1 : quantile((1 + level) / 2),
  };
}
