import type { Competency, Kind, Result, ScaledScore, Tally } from "@lyceum/shared/attempts";
import type { Domain, ExamProfile } from "@lyceum/shared/exams";
import type { Response } from "@lyceum/shared/questions";
import { isCorrect } from "../../questions/rules.ts";
import { jeffreysInterval } from "../beta/rules.ts";

interface Answered {
  taskId: string;
  /** Whether it counts. Items on trial do not. */
  scored: boolean;
  key: Response;
  /** In the item's own letters. */
  response: Response | null;
  /** The share of just-qualified candidates who are expected to get it right. */
  angoff: number;
}

/**
 * Counts an attempt's right answers. Every scored item is worth one point; what is not answered is wrong. Domains
 * without scored items are left out. The cut is the mean of the items' Angoff ratings.
 *
 * @param items at least one of them scored
 */
export function scoreAttempt(exam: ExamProfile, items: readonly Answered[]): Tally {
  const judged = items
    .filter((item) => item.scored)
    .map((item) => ({ ...item, correct: isCorrect(item.key, item.response) }));
  const score = (some: typeof judged) => ({
    correct: some.filter((item) => item.correct).length,
    total: some.length,
  });
  return {
    ...score(judged),
    answered: judged.filter((item) => item.response !== null).length,
    byDomain: exam.domains
      .map((domain) => ({
        domainId: domain.id,
        ...score(judged.filter((item) => isOf(domain, item.taskId))),
      }))
      .filter((domain) => domain.total > 0),
    cut: judged.reduce((sum, item) => sum + item.angoff, 0) / judged.length,
  };
}

const isOf = (domain: Domain, taskId: string) => domain.tasks.some((task) => task.id === taskId);

/**
 * A share of right answers on the exam's reporting scale: two straight lines that meet where the cut is the pass mark.
 * `S = min + (pass - min) p / c` up to the cut, `pass + (max - pass) (p - c) / (1 - c)` above it. Vendors do not publish
 * their equating, so this is an estimate.
 *
 * @param share p, from 0 to 1
 * @param cut c, the share that passes, between 0 and 1
 */
export function scaledScore({ min, pass, max }: ExamProfile["scale"], cut: number, share: number): number {
  return share <= cut
    ? min + ((pass - min) * share) / cut
    : pass + ((max - pass) * (share - cut)) / (1 - cut);
}

const level = 0.95;

/** With fewer answers than this the interval spans most of the scale, and a verdict would be a guess. */
const enoughForDomain = 5;

/** What a tally means: the domains' intervals and, for a mock, the scaled score. Shares are of right answers. */
export function resultOf(exam: ExamProfile, kind: Kind, tally: Tally): Result {
  return {
    ...tally,
    byDomain: tally.byDomain.map((domain) => ({
      ...domain,
      ...jeffreysInterval(domain.correct, domain.total, level),
      competency: competency(domain, tally.cut),
    })),
    ...(kind === "mock" && { scaled: scaled(exam, tally) }),
  };
}

function competency({ correct, total }: { correct: number; total: number }, cut: number): Competency {
  if (total < enoughForDomain) return "not_enough_evidence";
  return correct / total >= cut ? "meets" : "needs_improvement";
}

function scaled(exam: ExamProfile, { correct, total, cut }: Tally): ScaledScore {
  const onScale = (share: number) => Math.round(scaledScore(exam.scale, cut, share));
  const { low, high } = jeffreysInterval(correct, total, level);
  return {
    score: onScale(correct / total),
    low: onScale(low),
    high: onScale(high),
    pass: exam.scale.pass,
    // By the raw share, as a score that is rounded up to the pass mark has not reached it.
    passed: correct / total >= cut,
  };
}
