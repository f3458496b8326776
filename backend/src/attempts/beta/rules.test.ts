import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { betaBinomialPmf, betaCdf, betaQuantile, binomialTail, jeffreysInterval, logBeta } from "./rules.ts";

const parameter = fc.double({ min: 0.05, max: 2000, noNaN: true });
// Next to 1 a number has fewer digits than next to 0, and 1 - x loses them.
const share = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);
const count = fc.integer({ min: 0, max: 150 });

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

// Reference values: mpmath with 30 digits.
test.each([
  [0.3, 2.5, 7.25, 0.660482273582, -4.905336618839304],
  [0.722, 47.5, 18.5, 0.5005227159817213, -39.52428166349807],
  [0.01, 0.5, 0.5, 0.06376856085851985, 1.1447298858494],
  [0.75, 200, 80, 0.909800386231, -168.6181627610538],
  [0.26, 1000.5, 3000.25, 0.9254549339144248, -2252.496786780043],
  [0.001, 0.02, 5, 0.9076935673204819, 3.870637963049091],
  [0.795, 8000, 2000, 0.1061472799440014, -5006.794132552788],
])("I_%d(%d, %d) and log B", (x, a, b, cdf, log) => {
  expect(betaCdf(x, a, b)).toBeCloseTo(cdf, 10);
  expect(logBeta(a, b)).toBeCloseTo(log, 9);
});

// Reference values: scipy 1.17, stats.beta.ppf.
test.each([
  [0.025, 47.5, 18.5, 0.6063333400842297],
  [0.975, 47.5, 18.5, 0.8204544631754733],
  [0.5, 0.5, 10.5, 0.021940166768717413],
  [0.01, 300, 120, 0.6616459402585549],
])("the %d quantile of Beta(%d, %d)", (p, a, b, x) => {
  expect(betaQuantile(p, a, b)).toBeCloseTo(x, 10);
});

test("closed forms", () => {
  fc.assert(
    fc.property(share, fc.double({ min: 0.1, max: 100, noNaN: true }), (x, b) => {
      expect(betaCdf(x, 1, b)).toBeCloseTo(1 - (1 - x) ** b, 10);
      expect(betaCdf(x, b, 1)).toBeCloseTo(x ** b, 10);
      // The arcsine distribution, which is Jeffreys' prior.
      expect(betaCdf(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 9);
    }),
  );
});

test("the distribution function is symmetric, rises from 0 to 1, and its quantile is its inverse", () => {
  fc.assert(
    fc.property(parameter, parameter, share, share, (a, b, x, y) => {
      expect(betaCdf(x, a, b)).toBeCloseTo(1 - betaCdf(1 - x, b, a), 9);
      const [low, high] = [Math.min(x, y), Math.max(x, y)];
      expect(betaCdf(low, a, b)).toBeLessThanOrEqual(betaCdf(high, a, b) + 1e-10);
      expect([betaCdf(0, a, b), betaCdf(1, a, b)]).toEqual([0, 1]);
    }),
  );
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 2000, noNaN: true }),
      fc.double({ min: 0.5, max: 2000, noNaN: true }),
      fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1000),
      (a, b, p) => {
        // There the distribution function is steep against the distance between two numbers.
        const x = betaQuantile(p, a, b);
        fc.pre(x < 1 - 1e-9);
        expect(betaCdf(x, a, b)).toBeCloseTo(p, 7);
      },
    ),
  );
});

test("a binomial tail is the sum of its terms", () => {
  expect(binomialTail(65, 47, 0.7)).toBeCloseTo(0.3999870658644612, 12);
  expect(binomialTail(50, 30, 0.5)).toBeCloseTo(0.10131937553227033, 12);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -1, max: 62 }), share, (n, k, p) => {
      let ways = 1;
      const terms = Array.from({ length: n + 1 }, (_, right) => {
        const term = ways * p ** right * (1 - p) ** (n - right);
        ways *= (n - right) / (right + 1);
        return term;
      });
      expect(binomialTail(n, k, p)).toBeCloseTo(sum(terms.slice(Math.max(0, k))), 9);
    }),
  );
});

test("a beta-binomial sums to 1, has its mean, and is uniform or binomial at its limits", () => {
  // Reference values: scipy 1.17, stats.betabinom.pmf.
  expect(betaBinomialPmf(10, 2, 3)[5]).toBeCloseTo(0.12587413, 8);
  expect(betaBinomialPmf(65, 47.5, 18.5)[47]).toBeCloseTo(0.0779679837, 10);
  fc.assert(
    fc.property(count, parameter, parameter, (n, a, b) => {
      const pmf = betaBinomialPmf(n, a, b);
      expect(pmf).toHaveLength(n + 1);
      expect(sum(pmf)).toBeCloseTo(1, 8);
      expect(sum(pmf.map((p, k) => p * k))).toBeCloseTo((n * a) / (a + b), 5);
      expect(pmf[n]).toBeCloseTo(betaBinomialPmf(n, b, a)[0] ?? Number.NaN, 9);
    }),
  );
  expect(betaBinomialPmf(9, 1, 1)).toEqual(Array.from({ length: 10 }, () => expect.closeTo(0.1, 10)));
  expect(sum(betaBinomialPmf(65, 7e6, 3e6).slice(47))).toBeCloseTo(binomialTail(65, 47, 0.7), 4);
  // The first terms are too small for a number; the last are not.
  expect(sum(betaBinomialPmf(65, 1e6, 0.5))).toBeCloseTo(1, 6);
});

test("Jeffreys' interval", () => {
  // Reference values: scipy 1.17, stats.beta.ppf.
  expect(jeffreysInterval(5, 10, 0.95)).toEqual({
    low: expect.closeTo(0.2235, 4),
    high: expect.closeTo(0.7765, 4),
  });
  expect(jeffreysInterval(15, 20, 0.95)).toEqual({
    low: expect.closeTo(0.5358, 4),
    high: expect.closeTo(0.8976, 4),
  });
  expect(jeffreysInterval(0, 10, 0.95)).toEqual({ low: 0, high: expect.closeTo(0.2172, 4) });
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (correct, wrong) => {
      const total = correct + wrong;
      const { low, high } = jeffreysInterval(correct, total, 0.95);
      const mirrored = jeffreysInterval(wrong, total, 0.95);
      expect(low).toBeCloseTo(1 - mirrored.high, 9);
      expect(low).toBeLessThan(high);
      if (total > 0) {
        expect(low).toBeLessThanOrEqual(correct / total);
        expect(high).toBeGreaterThanOrEqual(correct / total);
      }
      const wider = jeffreysInterval(correct, total, 0.99);
      expect(wider.low).toBeLessThanOrEqual(low);
      expect(wider.high).toBeGreaterThanOrEqual(high);
    }),
  );
});
