import type { ReviewQuality } from "@lyceum/shared/review";
import { counted, percent } from "../../lib/format.ts";

type Week = ReviewQuality["weeks"][number];
type Ages = ReviewQuality["queue"]["ages"];

/** How many questions came to an end in a week. */
export const decided = ({ approved, rejected, expired }: Week): number => approved + rejected + expired;

/** What was decided in a week, in few words. */
export function weekText(week: Week): string {
  const all = decided(week);
  return all === 0 ? "none" : `${week.approved} of ${all} approved`;
}

export function weeksSentence(weeks: readonly Week[]): string {
  const all = weeks.reduce((sum, week) => sum + decided(week), 0);
  const approved = weeks.reduce((sum, week) => sum + week.approved, 0);
  return all === 0
    ? `Nothing was decided in the last ${counted(weeks.length, "week")}.`
    : `In the last ${counted(weeks.length, "week")} ${counted(all, "question was", "questions were")} decided, ${approved} of them approved.`;
}

/** How the ages of a part of the queue are called, in days. */
export function ageName(ages: Ages, place: number): string {
  const [from, next] = [ages[place]?.fromDays ?? 0, ages[place + 1]?.fromDays];
  if (next === undefined) return `${from} days or more`;
  if (next === from + 1) return from === 0 ? "Less than a day" : counted(from, "day");
  return from === 0 ? `Less than ${next} days` : `${from} to ${next - 1} days`;
}

const dayMs = 24 * 60 * 60_000;

/** What waits, and since when the first of it does. `now` in ms. */
export function agesSentence({ open, oldest }: ReviewQuality["queue"], now: number): string {
  if (open === 0) return "Nothing waits for review.";
  const days = oldest === undefined ? 0 : Math.floor((now - Date.parse(oldest)) / dayMs);
  const since = days < 1 ? "all since today" : `the oldest for ${counted(days, "day")}`;
  return `${counted(open, "question waits", "questions wait")} for review, ${since}.`;
}

/** What was decided of some questions that have something in common. */
export interface Group {
  name: string;
  approved: number;
  decided: number;
}

/** Sums of what was decided, by what is asked of each; those with nothing decided are left out. In order of names. */
export function sumBy(
  acceptance: ReviewQuality["acceptance"],
  nameOf: (one: ReviewQuality["acceptance"][number]) => string,
): Group[] {
  const groups = Map.groupBy(acceptance, nameOf);
  return [...groups]
    .map(([name, all]) => ({
      name,
      approved: all.reduce((sum, each) => sum + each.approved, 0),
      decided: all.reduce((sum, each) => sum + each.decided, 0),
    }))
    .filter((group) => group.decided > 0)
    .toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** The fewest decided of which a share says something. */
const enough = 10;

export const acceptanceText = ({ approved, decided: all }: Group): string =>
  `${percent(approved / all)}: ${approved} of ${all}${all < enough ? ", few" : ""}`;

export function acceptanceSentence(groups: readonly Group[], by: string): string {
  const [approved, all] = [
    groups.reduce((sum, group) => sum + group.approved, 0),
    groups.reduce((sum, group) => sum + group.decided, 0),
  ];
  const known = groups.filter((group) => group.decided >= enough);
  const best = known.toSorted((a, b) => b.approved / b.decided - a.approved / a.decided)[0];
  const told = `${approved} of ${counted(all, "decided question was", "decided questions were")} approved.`;
  return best && known.length > 1
    ? `${told} ${by} ${best.name} does best: ${percent(best.approved / best.decided)}.`
    : told;
}

/** The fewest pairs of votes of which agreement says something. */
const enoughPairs = 20;

/** How agreement by kappa is usually called (Landis and Koch, 1977). */
function strength(kappa: number): string {
  if (kappa < 0) return "less than chance gives: talk about what you expect of a question";
  if (kappa <= 0.2) return "slight: talk about what you expect of a question";
  if (kappa <= 0.4) return "fair: look together at where you differ";
  if (kappa <= 0.6) return "moderate";
  if (kappa <= 0.8) return "substantial";
  return "nearly complete";
}

/** Two digits behind the point, with a minus sign as long as a plus. */
const kappaText = (kappa: number): string => kappa.toFixed(2).replace("-", "−");

/** Whether reviewers mean the same, in sentences. */
export function agreementSentences({ pairs, same, kappa }: ReviewQuality["agreement"]): string[] {
  if (pairs === 0) return ["No version has votes of two reviewers yet."];
  const told = `On ${same} of ${counted(pairs, "version")} the first two reviewers said the same: ${percent(same / pairs)}.`;
  if (pairs < enoughPairs)
    return [told, `That is too few to say more: it takes ${enoughPairs} versions with two votes.`];
  if (kappa === null)
    return [told, "All said the same of all, so chance alone would explain it: there is no kappa."];
  return [told, `Cohen's kappa is ${kappaText(kappa)}: agreement beyond chance is ${strength(kappa)}.`];
}

export const laterSentence = ({ known, bad }: ReviewQuality["later"]): string =>
  known === 0
    ? "No approved question has 30 first answers yet; then its figures say whether it was rightly approved."
    : `${bad} of ${counted(known, "approved question")} with 30 first answers or more ${bad === 1 ? "has" : "have"} bad figures: too hard, too easy, or not telling who knows from who doesn't.`;
