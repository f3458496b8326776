import { Board } from "@lyceum/shared/cohorts";
import type { Domain, ExamProfile } from "@lyceum/shared/exams";
import type { Span } from "../windows/rules.ts";

export const boardNames = Board.options;
export type BoardName = Board;

/** Scores are whole numbers from 0 to this, so that what looks equal on a board is a tie. */
export const highestScore = 9999;

/** A counted answer: a question's first appearance that was scored, answered, and not too fast. */
export interface Answer {
  taskId: string;
  correct: boolean;
  /** The local date, in days since 1970-01-01. */
  day: number;
}

type Blueprint = Pick<ExamProfile, "domains">;

/**
 * The boards on which a learner stands in a window, with the score on each.
 * @param answers the learner's counted answers of all times, oldest first
 */
export function scoresIn(
  exam: Blueprint,
  answers: readonly Answer[],
  window: Span,
): Partial<Record<BoardName, number>> {
  const within = answers.filter(({ day }) => window.from <= day && day < window.to);
  const scores = {
    mastery: mastery(exam, within),
    effort: effort(within),
    improvement: improvement(exam, answers, window),
  };
  return Object.fromEntries(
    boardNames.flatMap((board) => (scores[board] === undefined ? [] : [[board, scores[board]]])),
  );
}

const enoughForMastery = 20;

/**
 * The share of right answers that the learner surely has, times the part of the blueprint that they cover. Answering
 * more raises the bound; keeping to one task does not pay.
 */
function mastery({ domains }: Blueprint, answers: readonly Answer[]): number | undefined {
  if (answers.length < enoughForMastery) return undefined;
  const seen = new Set(answers.map(({ taskId }) => taskId));
  const coverage = weightedSum(
    domains,
    ({ tasks }) => tasks.filter(({ id }) => seen.has(id)).length / tasks.length,
  );
  return Math.round(highestScore * wilsonLowerBound(rightOf(answers), answers.length) * coverage);
}

/** The 97.5 % quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * The lower end of Wilson's score interval for a share, at 95 % (E. B. Wilson, Probable inference, the law of
 * succession, and statistical inference, 1927; formula 4 of Brown, Cai and DasGupta, Interval estimation for a binomial
 * proportion, 2001).
 * @param total above 0
 */
export function wilsonLowerBound(right: number, total: number): number {
  const share = right / total;
  const spread = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  return Math.max(0, (share + z ** 2 / (2 * total) - spread) / (1 + z ** 2 / total));
}

const activeFrom = 5;
const activePoints = 4;
const answersPerPoint = 5;
const countedPerDay = 30;

/** Points for each active day, and some for its answers, up to 10 a day: who does a little each day does best. */
function effort(answers: readonly Answer[]): number | undefined {
  const days = Map.groupBy(answers, ({ day }) => day);
  let points = 0;
  for (const { length } of days.values()) {
    if (length >= activeFrom) {
      points += activePoints + Math.floor(Math.min(length, countedPerDay) / answersPerPoint);
    }
  }
  return points > 0 ? Math.min(points, highestScore) : undefined;
}

const fewest = 20;
const most = 40;
const noChange = 5000;

/**
 * How much more the learner gets right than before, by blueprint: 5000 is no change, 9999 all right after all wrong.
 * The last 40 answers in the window are held against the 40 before it. Who has fewer than 20 before it (always so for
 * all time) is held against the first 40 ever, or the first half of all where those are fewer than 80.
 */
function improvement(exam: Blueprint, answers: readonly Answer[], window: Span): number | undefined {
  const known = answers.filter(({ day }) => day < window.to);
  const within = known.filter(({ day }) => day >= window.from);
  const before = known.filter(({ day }) => day < window.from);
  const half = Math.min(most, Math.floor(known.length / 2));
  const [then, now] =
    before.length >= fewest
      ? [before.slice(-most), within.slice(-most)]
      : [known.slice(0, half), half > 0 ? within.slice(-half) : []];
  if (then.length < fewest || now.length < fewest) return undefined;
  return noChange + Math.round((highestScore - noChange) * change(exam, then, now));
}

/** Each side's share in a domain is drawn to the domain's share of both sides as by this many answers. */
const pooling = 4;

/**
 * The change of the share of right answers, by domains and their weights, from -1 to 1. A domain that only one side
 * has answers in shows no change: otherwise going from a hard domain to an easy one would look like learning.
 */
function change({ domains }: Blueprint, then: readonly Answer[], now: readonly Answer[]): number {
  return weightedSum(domains, (domain) => {
    const [before, after] = [then, now].map((side) => side.filter(({ taskId }) => isOf(domain, taskId)));
    if (!before?.length || !after?.length) return 0;
    const prior = (rightOf(before) + rightOf(after)) / (before.length + after.length);
    const share = (side: readonly Answer[]) => (rightOf(side) + pooling * prior) / (side.length + pooling);
    return share(after) - share(before);
  });
}

/** The sum over domains of a value each, by the share of the domain's weight. */
function weightedSum(domains: readonly Domain[], value: (domain: Domain) => number): number {
  const total = domains.reduce((sum, { weight }) => sum + weight, 0);
  return domains.reduce((sum, domain) => sum + (domain.weight / total) * value(domain), 0);
}

const rightOf = (answers: readonly Answer[]) => answers.filter(({ correct }) => correct).length;

const isOf = ({ tasks }: Domain, taskId: string) => tasks.some(({ id }) => id === taskId);
