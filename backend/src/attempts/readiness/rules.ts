import type { ExamProfile } from "@lyceum/shared/exams";
import { largestRemainder } from "../../exams/rules.ts";
import { betaBinomialPmf, betaQuantile, binomialTail, logBeta } from "../beta/rules.ts";

/** A question's first appearance before a learner: scored, and answered. */
export interface Exposure {
  /** One of the exam's tasks. */
  taskId: string;
  /** ISO time. */
  firstAt: string;
  correct: boolean;
}

interface Evidence {
  exam: Pick<ExamProfile, "scoredItems" | "domains">;
  /** The share of right answers that passes, above 0 and at most 1. */
  cut: number;
  /** ISO time. */
  now: string;
  /** In any order. What is older than the window, or later than `now`, is passed over. */
  exposures: readonly Exposure[];
  /** Full mocks submitted within the window. */
  mocks: number;
}

interface Range {
  low: number;
  high: number;
}

interface NotEnoughEvidence {
  state: "not_enough_evidence";
  /** First exposures within the window, and how many it takes. */
  firstExposures: number;
  needed: number;
  mocks: number;
  /** Answers to new questions that are missing, and how many full mocks of new questions would bring them. */
  missing: { answers: number; mocks: number };
}

interface DomainEstimate extends Range {
  domainId: string;
  /** Within the window, each answer counted as one. */
  answered: number;
  correct: number;
  /** The share of right answers to expect in this domain now; `low` and `high` are its 95 % credible interval. */
  share: number;
  state: "estimated" | "not_enough_evidence";
}

interface Gain {
  /** How many more items of a form would be right, on average, if a quarter of the domain's wrong ones came out right. */
  items: number;
  /** How much likelier passing would be then. */
  probability: number;
}

interface Raise extends Gain {
  domainId: string;
  /** The weakest of the domain's tasks that have enough answers, if there is one. */
  taskId?: string;
}

/** `low` and `high` are pass probabilities: at the ends of the 95 % credible interval of the learner's share. */
interface Estimated extends Range {
  state: "estimated";
  firstExposures: number;
  probability: number;
  /** The share of right answers to expect in the whole form now. */
  expectedShare: number;
  /** In the order of the profile. */
  domains: DomainEstimate[];
  /** The domain with the most items to gain first. */
  raise: Raise[];
}

export type Readiness = NotEnoughEvidence | Estimated;

export const windowDays = 42;
export const neededExposures = 100;

/** Chosen with the simulation of docs/readiness.md. */
export const tuning = {
  /** An answer that is this old, in days, counts half as much as one of today. */
  halfLife: 21,
  /** Days of study in which learners come to know half of what they get wrong. */
  learning: 90,
  /** The overall level says as much about the share in a domain as this many answers in that domain. */
  pooling: 30,
};

/** Below these an interval spans half of the scale. */
const enoughForDomain = 10;
const enoughForTask = 5;

/** The part of what is wrong that `raise` takes to come out right. */
const step = 0.25;

const level = 0.95;

/**
 * How likely the learner is to pass a form of new questions now. It counts first exposures only, because what has been
 * seen before measures memory. The same evidence gives the same estimate. docs/readiness.md has the model and what it
 * is worth.
 */
export function readiness(evidence: Evidence, { halfLife, learning, pooling } = tuning): Readiness {
  const { exam, cut, now, mocks } = evidence;
  const recent = evidence.exposures
    .map((exposure) => ({ ...exposure, age: daysBetween(exposure.firstAt, now) }))
    .filter(({ age }) => age >= 0 && age <= windowDays);
  const firstExposures = recent.length;
  if (firstExposures < neededExposures) {
    const answers = neededExposures - firstExposures;
    const missing = { answers, mocks: Math.ceil(answers / exam.scoredItems) };
    return { state: "not_enough_evidence", firstExposures, needed: neededExposures, mocks, missing };
  }

  const until = latestQuarter(recent.map(({ age }) => age));
  const answers = recent.map(({ taskId, correct, age }) => {
    const weight = halved(age, halfLife);
    const wrong = correct ? 0 : weight * halved(Math.max(0, age - until), learning);
    return { taskId, correct, right: weight - wrong, wrong };
  });
  const places = largestRemainder(
    exam.scoredItems,
    exam.domains.map((domain) => domain.weight),
  );
  const strata = exam.domains.map((domain, at) => {
    const own = answers.filter(({ taskId }) => domain.tasks.some((task) => task.id === taskId));
    return { domain, answers: own, items: places[at] ?? 0, ...total(own) };
  });
  const { strata: shares, ...overall } = predict(strata, itemsToPass(cut, exam.scoredItems), pooling);
  const domains = strata.flatMap((stratum, at) => {
    const prediction = shares[at];
    return prediction ? [{ ...stratum, prediction }] : [];
  });
  return {
    state: "estimated",
    firstExposures,
    ...overall,
    domains: domains.map(({ domain, answers, prediction: { share, low, high } }) => ({
      domainId: domain.id,
      answered: answers.length,
      correct: answers.filter((answer) => answer.correct).length,
      share,
      low,
      high,
      state: answers.length < enoughForDomain ? "not_enough_evidence" : "estimated",
    })),
    raise: domains
      .map(({ domain, answers, prediction: { share, gain } }) => {
        const taskId = weakestTask(answers, share, pooling);
        return { domainId: domain.id, ...(taskId && { taskId }), ...gain };
      })
      .sort((a, b) => b.items - a.items),
  };
}

/**
 * The mean age of the quarter of answers that are the newest: when learning is credited up to. Who only waits does not get
 * better, and a single answer after a long wait is no sign of weeks of study.
 */
function latestQuarter(ages: readonly number[]): number {
  const newest = ages.toSorted((a, b) => a - b).slice(0, Math.ceil(ages.length / 4));
  return newest.reduce((sum, age) => sum + age, 0) / newest.length;
}

interface Answers {
  /** Sums of weights. */
  right: number;
  wrong: number;
}

function total(answers: readonly Answers[]): Answers {
  const sum = { right: 0, wrong: 0 };
  for (const { right, wrong } of answers) {
    sum.right += right;
    sum.wrong += wrong;
  }
  return sum;
}

/** The task whose share, drawn to the domain's as a domain's is to the level, is the least. */
function weakestTask(
  answers: readonly (Answers & { taskId: string })[],
  domainShare: number,
  pooling: number,
): string | undefined {
  const tasks = [...Map.groupBy(answers, ({ taskId }) => taskId)].filter(
    ([, own]) => own.length >= enoughForTask,
  );
  const [weakest] = tasks
    .map(([taskId, own]) => {
      const { right, wrong } = total(own);
      return { taskId, share: (right + domainShare * pooling) / (right + wrong + pooling) };
    })
    .sort((a, b) => inOrder(a.share, b.share) || a.taskId.localeCompare(b.taskId, "en", { numeric: true }));
  return weakest?.taskId;
}

interface Stratum extends Answers {
  /** How many items of a form are from here. */
  items: number;
}

interface Prediction extends Range {
  probability: number;
  expectedShare: number;
  /** As the strata were given. */
  strata: (Range & { share: number; gain: Gain })[];
}

/**
 * The probability that at least `needed` items of a form are right: a beta-binomial for each stratum, convolved, and
 * averaged over what the answers leave open about the learner's level. Answers count by their weight.
 *
 * @param strata one or more, with one or more items in all
 * @param pooling above 0; see `tuning`
 */
export function predict(strata: readonly Stratum[], needed: number, pooling: number): Prediction {
  const items = strata.reduce((sum, stratum) => sum + stratum.items, 0);
  const beliefs = posterior(strata, pooling).map(({ weight, shares }) => ({
    weight,
    shares,
    counts: shares.map(({ a, b }, at) => Float64Array.from(betaBinomialPmf(strata[at]?.items ?? 0, a, b))),
  }));
  const passing = (improved?: number) => {
    const sum = beliefs.reduce((partial, { weight, counts }) => {
      const changed = counts.map((count, at) => (at === improved ? improvedBy(step, count) : count));
      return partial + weight * upperTail(changed.reduce(convolved), needed);
    }, 0);
    // Rounding may carry it over.
    return Math.min(1, sum);
  };
  const probability = passing();
  const overall = moments(
    beliefs,
    strata.map((stratum) => stratum.items / items),
  );
  const range = interval(overall);
  return {
    probability,
    // Where passing is all but sure or all but excluded, the mean over what is open can lie beyond the ends.
    low: Math.min(probability, binomialTail(items, needed, range.low)),
    high: Math.max(probability, binomialTail(items, needed, range.high)),
    expectedShare: overall.mean,
    strata: strata.map((stratum, at) => {
      const own = moments(
        beliefs,
        strata.map((_, other) => (other === at ? 1 : 0)),
      );
      const gain = {
        items: step * (1 - own.mean) * stratum.items,
        probability: Math.max(0, passing(at) - probability),
      };
      return { share: own.mean, ...interval(own), gain };
    }),
  };
}

interface Belief {
  /** How likely it is. All of them sum to 1. */
  weight: number;
  /** The share of right answers in each stratum is Beta(a, b). */
  shares: { a: number; b: number }[];
}

const levels = 48;

/**
 * What the answers say about the shares in the strata. The shares scatter around an overall level m as
 * Beta(m s, (1 - m) s), with s the pooling; m has Jeffreys' prior (the hierarchical model of Gelman et al., Bayesian
 * Data Analysis, 3rd ed., section 5.3). The integral over m is a sum: with m = sin^2 t Jeffreys' prior is uniform in t,
 * and the midpoint rule is exact to many digits. A single stratum is itself the level: Jeffreys' posterior.
 */
function posterior(strata: readonly Answers[], pooling: number): Belief[] {
  const [only, ...others] = strata;
  if (only && others.length === 0) {
    return [{ weight: 1, shares: [{ a: only.right + 0.5, b: only.wrong + 0.5 }] }];
  }
  const points = Array.from({ length: levels }, (_, at) => {
    const m = Math.sin(((at + 0.5) / levels) * (Math.PI / 2)) ** 2;
    const prior = { a: m * pooling, b: (1 - m) * pooling };
    const shares = strata.map(({ right, wrong }) => ({ a: prior.a + right, b: prior.b + wrong }));
    const log = shares.reduce((sum, { a, b }) => sum + logBeta(a, b) - logBeta(prior.a, prior.b), 0);
    return { log, shares };
  });
  const highest = points.reduce((most, { log }) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const likely = points
    .map(({ log, shares }) => ({ weight: Math.exp(log - highest), shares }))
    .filter(({ weight }) => weight > 1e-7);
  const sum = likely.reduce((partial, { weight }) => partial + weight, 0);
  return likely.map(({ weight, shares }) => ({ weight: weight / sum, shares }));
}

interface Moments {
  mean: number;
  variance: number;
}

/** Of the sum of the strata's shares, each times its factor. */
function moments(beliefs: readonly Belief[], factors: readonly number[]): Moments {
  let mean = 0;
  let square = 0;
  for (const { weight, shares } of beliefs) {
    let given = 0;
    let variance = 0;
    for (const [at, { a, b }] of shares.entries()) {
      const factor = factors[at] ?? 0;
      given += (factor * a) / (a + b);
      variance += (factor ** 2 * a * b) / ((a + b) ** 2 * (a + b + 1));
    }
    mean += weight * given;
    square += weight * (given ** 2 + variance);
  }
  return { mean, variance: square - mean ** 2 };
}

/** The equal-tailed interval of the beta distribution that has these moments. */
function interval({ mean, variance }: Moments): Range {
  const size = (mean * (1 - mean)) / variance - 1;
  const quantile = (p: number) => betaQuantile(p, mean * size, (1 - mean) * size);
  return { low: quantile((1 - level) / 2), high: quantile((1 + level) / 2) };
}

/** Probabilities of 0, 1, 2, ... right items. */
type Counts = Float64Array;

/** The distribution of a number of right items after each wrong one has come out right with a probability. */
function improvedBy(probability: number, counts: Counts): Counts {
  const after = new Float64Array(counts.length);
  for (const [right, before] of counts.entries()) {
    const wrong = counts.length - 1 - right;
    let some = before * (1 - probability) ** wrong;
    for (let more = 0; more <= wrong; more++) {
      after[right + more] = (after[right + more] ?? 0) + some;
      some *= ((wrong - more) / (more + 1)) * (probability / (1 - probability));
    }
  }
  return after;
}

/** The distribution of the sum of two independent counts. */
function convolved(one: Counts, other: Counts): Counts {
  const sums = new Float64Array(one.length + other.length - 1);
  for (let i = 0; i < one.length; i++) {
    const p = one[i] ?? 0;
    for (let j = 0; j < other.length; j++) sums[i + j] = (sums[i + j] ?? 0) + p * (other[j] ?? 0);
  }
  return sums;
}

const upperTail = (counts: Counts, from: number) => counts.slice(from).reduce((a, b) => a + b, 0);

/** The least number of right items that makes up the share. The margin keeps 0.56 of 50 at 28 in binary fractions. */
export const itemsToPass = (cut: number, items: number): number => Math.ceil(cut * items - 1e-9);

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const halved = (age: number, halfLife: number) => 2 ** (-age / halfLife);

/** Sums of weights that age differ in their last digits from moment to moment: that decides nothing. */
const inOrder = (a: number, b: number): number => Math.round(a * 1e9) - Math.round(b * 1e9);
