import type { ItemStatistics, QuestionState } from "@lyceum/shared/questions";
import type { GroupQuestion } from "@lyceum/shared/review";

type Figures = Pick<ItemStatistics, "n" | "facility" | "discrimination">;
type Lack = GroupQuestion["lacks"][number];

/** First answers that a pilot needs before its figures say something. */
const enoughAnswers = 30;

/** The share of right answers that an item may have: what nearly all or hardly any know tells nobody apart. */
const facilityBounds = { least: 0.25, most: 0.95 };

/** Moodle's discrimination index, in its scale from -100 to 100. */
const leastDiscrimination = 20;

/**
 * What a pilot still lacks to count. Below thirty answers its figures say little, so that they are not named as lacking.
 */
export function lacks({ n, facility, discrimination }: Figures, openDispute: boolean): Lack[] {
  const known = n >= enoughAnswers;
  const { least, most } = facilityBounds;
  return [
    ...(known ? [] : ["answers" as const]),
    ...(known && (facility === null || facility < least || facility > most) ? ["facility" as const] : []),
    ...(known && (discrimination === null || discrimination < leastDiscrimination)
      ? ["discrimination" as const]
      : []),
    ...(openDispute ? ["dispute_open" as const] : []),
  ];
}

/**
 * What becomes of a pilot by itself: it counts when it lacks nothing; it goes back to people when enough answers say that
 * it is bad; otherwise it stays. An open dispute is answered first. A discrimination that is not known, because those
 * who have answered did all alike elsewhere, says nothing bad.
 */
export function becomes(figures: Figures, openDispute: boolean): "scored" | "in_review" | "pilot" {
  const missing = lacks(figures, openDispute);
  if (missing.length === 0) return "scored";
  if (missing.includes("answers") || openDispute) return "pilot";
  return isBad(figures) ? "in_review" : "pilot";
}

/** Whether enough answers say that an item is bad. */
export const isBad = ({ n, facility, discrimination }: Figures): boolean =>
  n >= enoughAnswers &&
  ((facility !== null && (facility < facilityBounds.least || facility > facilityBounds.most)) ||
    (discrimination !== null && discrimination < leastDiscrimination));

/** Whether a person may move a question of a group from one state to another. */
export const mayMove = (from: QuestionState, to: "scored" | "retired"): boolean =>
  to === "scored" ? from === "pilot" : from === "pilot" || from === "scored";

/** Statistics in words, for the question's life. */
export function inWords({ n, facility, discrimination }: Figures): string {
  const share = facility === null ? "" : `, ${Math.round(100 * facility)} % of them right`;
  const index = discrimination === null ? "not known" : String(Math.round(discrimination));
  return `${n} first answers${share}; discrimination index ${index}.`;
}
