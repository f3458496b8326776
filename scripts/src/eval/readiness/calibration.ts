/** An estimate and what came of it. */
export interface Case {
  learner: number;
  /** The estimated probability of passing. */
  estimate: number;
  /** The share of exams that were passed. */
  observed: number;
}

/**
 * The mean squared difference between an estimate and the outcomes, 1 for a pass and 0 for a fail; lower is better
 * (Brier, Monthly Weather Review 78, 1950). Of many exams after one estimate, the mean over all of them.
 */
export function brierScore(cases: readonly Case[]): number {
  return mean(cases, ({ estimate, observed }) => estimate ** 2 - 2 * estimate * observed + observed);
}

/** The cases with estimates from `from` up to `from` + 0.1. Shares and probabilities are from 0 to 1. */
export interface Tenth {
  from: number;
  cases: number;
  /** How many different learners. */
  learners: number;
  estimate: number;
  observed: number;
  /** Of estimates over what was observed. */
  difference: number;
}

/** Calibration by tenths of the estimate. Those without cases are left out. */
export function tenths(cases: readonly Case[]): Tenth[] {
  const groups = Map.groupBy(cases, ({ estimate }) => Math.min(9, Math.floor(estimate * 10)));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([tenth, own]) => {
      const estimate = mean(own, (one) => one.estimate);
      const observed = mean(own, (one) => one.observed);
      return {
        from: tenth / 10,
        cases: own.length,
        learners: new Set(own.map(({ learner }) => learner)).size,
        estimate,
        observed,
        difference: estimate - observed,
      };
    });
}

/** The same cases with, in place of each estimate, the share that passed of all cases of its group. */
export function byRecord<C extends Case>(cases: readonly C[], groupOf: (one: C) => unknown): Case[] {
  return [...Map.groupBy(cases, groupOf).values()].flatMap((own) => {
    const estimate = mean(own, (one) => one.observed);
    return own.map(({ learner, observed }) => ({ learner, estimate, observed }));
  });
}

/** NaN where there is nothing. */
export function mean<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}
