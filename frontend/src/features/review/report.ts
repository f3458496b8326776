import type { Confidence, Kind, Result, ReviewedItem } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { likelyShare } from "../../lib/interval.ts";
import { sameResponse } from "../../lib/responses.ts";
import { domainOf, domainsOf } from "./domains.ts";

// What an attempt says besides its score. All of it is of all its items, those on trial too: they were taken alike.

/**
 * Between which shares of right answers the learner is likely to be, at 95 %. Of one domain alone it is the interval
 * that the domain has, so that the same answers don't get two.
 */
export function overallInterval({ correct, total, byDomain }: Result): { low: number; high: number } {
  const [first, ...others] = byDomain;
  return first && others.length === 0 ? first : likelyShare(correct, total);
}

/**
 * The standard error of a scaled score at the pass mark: that of a share c of n right answers, sqrt(c (1 - c) / n),
 * times the slope of the scale there, which is the mean of those of its two lines (backend/src/attempts/scoring).
 */
export function standardErrorAtCut(
  { min, pass, max }: ExamProfile["scale"],
  { cut, total }: Pick<Result, "cut" | "total">,
): number {
  const slope = ((pass - min) / cut + (max - pass) / (1 - cut)) / 2;
  return slope * Math.sqrt((cut * (1 - cut)) / total);
}

/** The domain with the most wrong answers; `undefined` where nothing was wrong, or there is but one domain. */
export function weakestDomain(byDomain: Result["byDomain"]): Result["byDomain"][number] | undefined {
  const wrong = ({ correct, total }: Result["byDomain"][number]) => total - correct;
  const [first] = byDomain.toSorted((a, b) => wrong(b) - wrong(a));
  return first && byDomain.length > 1 && wrong(first) > 0 ? first : undefined;
}

// ---- Time

/** Seconds. Half of the items took between `low` and `high`. */
export interface Times {
  items: number;
  low: number;
  median: number;
  high: number;
}

export interface TimeReport {
  /** For how long items were open, in seconds. */
  open: number;
  all: Times;
  /** Domains in the order of their numbers, as far as they have items with a time. */
  byDomain: (Times & { domainId: string })[];
  /** The items that took longest, the slowest first. */
  slowest: readonly ReviewedItem[];
}

const slowestItems = 5;

/** How long items took, over those that have been open at all; `undefined` where none was. */
export function timeReport(items: readonly ReviewedItem[]): TimeReport | undefined {
  const timed = items.filter(({ session }) => session.seconds > 0);
  if (timed.length === 0) return undefined;
  return {
    open: timed.reduce((sum, { session }) => sum + session.seconds, 0),
    all: timesOf(timed),
    byDomain: domainsOf(timed).map((domainId) => ({
      domainId,
      ...timesOf(timed.filter(({ taskId }) => domainOf(taskId) === domainId)),
    })),
    slowest: timed.toSorted((a, b) => b.session.seconds - a.session.seconds).slice(0, slowestItems),
  };
}

function timesOf(items: readonly ReviewedItem[]): Times {
  const seconds = items.map(({ session }) => session.seconds).sort((a, b) => a - b);
  return {
    items: items.length,
    low: quantile(seconds, 0.25),
    median: quantile(seconds, 0.5),
    high: quantile(seconds, 0.75),
  };
}

/** By linear interpolation, type 7 of Hyndman and Fan (1996). `sorted` has at least one value. */
function quantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Seconds an item at an even pace, without extra time: the exam's time less what is kept for looking at items again,
 * over the items of its form; of a drill the time that it gives.
 */
export function evenPace(
  kind: Kind,
  { durationMinutes, scoredItems, unscoredItems, pacing }: ExamProfile,
): number {
  if (kind === "drill") return pacing.drillSeconds;
  return (60 * (durationMinutes - pacing.reviewMinutes)) / (scoredItems + unscoredItems);
}

/** How many items took longer than so many seconds. */
export const slowerThan = (items: readonly ReviewedItem[], seconds: number): number =>
  items.filter(({ session }) => session.seconds > seconds).length;

// ---- Changed answers

/** Positions of the items whose answer was changed after the item was first left, by what the change did. */
export interface Changes {
  wrongToRight: number[];
  rightToWrong: number[];
  wrongToWrong: number[];
}

export function changes(items: readonly ReviewedItem[]): Changes {
  const changed = items.filter(
    ({ session }) => session.initial !== null && !sameResponse(session.initial, session.response),
  );
  const positions = (before: boolean, after: boolean) =>
    changed
      .filter(
        ({ initialCorrect, review }) => (initialCorrect ?? false) === before && review.correct === after,
      )
      .map(({ position }) => position);
  return {
    wrongToRight: positions(false, true),
    rightToWrong: positions(true, false),
    wrongToWrong: positions(false, false),
  };
}

// ---- Confidence

export const confidences: readonly Confidence[] = ["guess", "unsure", "sure"];

/** How many answers given with a confidence were right, with the 95 % interval of their share. */
export interface Calibration {
  confidence: Confidence;
  correct: number;
  total: number;
  low: number;
  high: number;
}

/** For each confidence, from the least on, how well it was founded. Only what was answered counts. */
export function calibration(items: readonly ReviewedItem[]): Calibration[] {
  return confidences.map((confidence) => {
    const given = items.filter(
      ({ session }) => session.confidence === confidence && session.response !== null,
    );
    const correct = given.filter(({ review }) => review.correct).length;
    return { confidence, correct, total: given.length, ...likelyShare(correct, given.length) };
  });
}

/** Right answers of which the learner was not sure. */
export const rightUnsurely = (items: readonly ReviewedItem[]): readonly ReviewedItem[] =>
  items.filter(
    ({ session, review }) =>
      review.correct && (session.confidence === "guess" || session.confidence === "unsure"),
  );
