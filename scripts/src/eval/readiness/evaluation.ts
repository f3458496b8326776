import { binomialTail } from "@lyceum/backend/attempts/beta/rules";
import { itemsToPass, readiness, tuning } from "@lyceum/backend/attempts/readiness/rules";
import { passShare } from "@lyceum/backend/exams/rules";
import type { ExamProfile } from "@lyceum/shared/exams";
import { usualWorld, type World } from "../../simulation/learners.ts";
import { brierScore, byRecord, type Case, mean, type Tenth, tenths } from "./calibration.ts";
import { examDay, simulate } from "./simulation.ts";

export type Exam = Pick<ExamProfile, "code" | "scoredItems" | "domains" | "scale">;

interface Options {
  exam: Exam;
  learners: number;
  /** See `Setting`. */
  lives?: number;
  seed: number;
  world?: World;
  settings?: typeof tuning;
}

/** Brier scores of the estimate and of what it has to beat. */
export interface Scores {
  estimate: number;
  /** The share that passes of all, for everybody. */
  baseRate: number;
  /** Certainty of passing for those who passed their last mock, and of failing for the others. */
  lastMock: number;
  /** The share that passes of those who passed their last mock, and of the others: known only afterwards. */
  lastMockRecord: number;
}

export interface Evaluation {
  /** Lives that ended with an estimate, and with none for want of evidence. */
  estimated: number;
  refused: number;
  /** The share of exams that were passed, after an estimate. */
  passed: number;
  /** Over all exams, and over the first one after each life. */
  scores: Scores;
  oneExam: Scores;
  tenths: Tenth[];
  /** The share of lives whose true pass probability lies within the estimate's interval. */
  covered: number;
  /** What is not as it has to be; empty when all is well. */
  failures: string[];
}

export const usualLives = 5;
export const exams = 40;

/** How far a tenth may be off, and the learners that it takes to say so. */
const tolerance = 0.05;
const enoughLearners = 50;

/** Simulates learners, estimates their readiness as the platform does, and compares with how they fare. */
export function evaluate({
  exam,
  learners,
  lives = usualLives,
  seed,
  world = usualWorld,
  settings = tuning,
}: Options): Evaluation {
  const cut = passShare(exam.scale);
  const needed = itemsToPass(cut, exam.scoredItems);
  const cases: (Case & { first: number; lastMockPassed: boolean; covered: boolean })[] = [];
  let refused = 0;
  for (const life of simulate({ world, exam, needed, learners, lives, exams, seed })) {
    const { exposures, mocks } = life;
    const estimate = readiness({ exam, cut, now: examDay, exposures, mocks }, settings);
    if (estimate.state === "not_enough_evidence") {
      refused++;
      continue;
    }
    const truth = binomialTail(exam.scoredItems, needed, life.share);
    cases.push({
      learner: life.learner,
      estimate: estimate.probability,
      observed: mean(life.passed, Number),
      first: Number(life.passed[0]),
      lastMockPassed: life.lastMockPassed,
      covered: estimate.low <= truth && truth <= estimate.high,
    });
  }
  const scores = scoresOf(cases);
  const table = tenths(cases);
  return {
    estimated: cases.length,
    refused,
    passed: mean(cases, ({ observed }) => observed),
    scores,
    oneExam: scoresOf(cases.map((one) => ({ ...one, observed: one.first }))),
    tenths: table,
    covered: mean(cases, ({ covered }) => Number(covered)),
    failures: [...unbeaten(scores), ...uncalibrated(table)],
  };
}

function scoresOf(cases: readonly (Case & { lastMockPassed: boolean })[]): Scores {
  return {
    estimate: brierScore(cases),
    baseRate: brierScore(byRecord(cases, () => "all")),
    lastMock: brierScore(cases.map((one) => ({ ...one, estimate: Number(one.lastMockPassed) }))),
    lastMockRecord: brierScore(byRecord(cases, ({ lastMockPassed }) => lastMockPassed)),
  };
}

function unbeaten({ estimate, ...baselines }: Scores): string[] {
  return Object.entries(baselines)
    .filter(([, score]) => !(estimate < score))
    .map(
      ([name, score]) =>
        `a Brier score of ${estimate.toFixed(4)} does not beat ${name} (${score.toFixed(4)})`,
    );
}

/** What is wrong with a calibration table. */
export function uncalibrated(table: readonly Tenth[]): string[] {
  return table
    .filter(({ learners, difference }) => learners >= enoughLearners && Math.abs(difference) > tolerance)
    .map(
      ({ from, difference }) =>
        `estimates from ${from.toFixed(1)} are off by ${(100 * difference).toFixed(1)} points`,
    );
}

/** The difference that is the furthest from 0 among tenths with enough learners, if there are any. */
export function worstDifference(table: readonly Tenth[]): number | undefined {
  return table
    .filter(({ learners }) => learners >= enoughLearners)
    .map(({ difference }) => difference)
    .sort((a, b) => Math.abs(b) - Math.abs(a))
    .at(0);
}

/** The mean difference of estimates from 0.2 to 0.8, where there are any: where an estimate decides most. */
export function middleDifference(table: readonly Tenth[]): number {
  const middle = table.filter(({ from }) => from >= 0.2 && from < 0.8);
  const cases = middle.reduce((sum, tenth) => sum + tenth.cases, 0);
  return middle.reduce((sum, tenth) => sum + tenth.cases * tenth.difference, 0) / cases;
}
