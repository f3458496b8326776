import type { CohortDashboard, CohortLearner } from "@lyceum/shared/cohorts";
import { addDays, dayIn, daysBetween, shortDay } from "../../lib/days.ts";
import { counted, percent } from "../../lib/format.ts";

type Week = CohortDashboard["weeks"][number];

/** A tenth of the probability of passing, from 0 to 9, as its bounds. */
export const tenthRange = (tenth: number, locale?: string): string =>
  `${percent(tenth / 10, locale)} to ${percent((tenth + 1) / 10, locale)}`;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** How the learners' chances of passing are spread, in a sentence or two. */
export function spreadSentence({ tenths, unknown }: NonNullable<CohortDashboard["readiness"]>): string {
  const known = sumOf(tenths);
  const likely = sumOf(tenths.slice(5));
  return [
    known > 0 &&
      `${likely} of ${counted(known, "learner")} with an estimate would more likely pass than not.`,
    unknown > 0 && `Of ${counted(unknown, "learner")} too little is known yet.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** What the last weeks show, in a sentence or two. */
export function weeksSentence(weeks: readonly Week[]): string {
  const [last, before] = weeks.toReversed();
  if (!last || weeks.every(({ answers }) => answers === 0)) {
    return `No answers to new questions in the last ${counted(weeks.length, "week")}.`;
  }
  const told = ({ answers, active }: Week) =>
    answers === 0 ? "no answers" : `${counted(answers, "answer")} by ${counted(active, "learner")}`;
  const current = `This week so far: ${told(last)}.`;
  return before ? `${current} The week before: ${told(before)}.` : current;
}

export const weekName = (from: string, locale?: string): string =>
  `${shortDay(from, locale)} to ${shortDay(addDays(from, 6), locale)}`;

/** After how many days without an answer a learner is marked. */
const longAway = 7;

/**
 * When a learner was active the last time, in words, and whether that is long ago.
 * @param today the day where the group is
 * @param timeZone the group's
 */
export function awayText(
  { lastActiveOn, joinedAt }: Pick<CohortLearner, "lastActiveOn" | "joinedAt">,
  today: string,
  timeZone: string,
): { text: string; long: boolean } {
  const days = Math.max(0, daysBetween(lastActiveOn ?? dayIn(timeZone, new Date(joinedAt)), today));
  const long = days >= longAway;
  if (lastActiveOn === null) {
    return { text: long ? `No new questions since joining ${days} days ago` : "No answers yet", long };
  }
  if (long) return { text: `No new questions for ${days} days`, long };
  if (days === 0) return { text: "Active today", long };
  return { text: days === 1 ? "Active yesterday" : `Active ${days} days ago`, long };
}
