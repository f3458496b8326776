import type { QuestionState } from "@lyceum/shared/questions";
import type { GroupQuestion } from "@lyceum/shared/review";
import { counted } from "../../lib/format.ts";

/** What people may make of a question in the bank. */
export type To = "scored" | "retired";

/** First answers that it takes until a pilot may count by itself. */
const enough = 30;

export const longestComment = 2000;

/** Whether a comment says something. */
export const isLongEnough = (comment: string): boolean => comment.trim().length >= 3;

export function mayBecome(state: QuestionState): To[] {
  if (state === "pilot") return ["scored", "retired"];
  return state === "scored" ? ["retired"] : [];
}

const lackNames: Readonly<Record<Exclude<GroupQuestion["lacks"][number], "answers">, string>> = {
  facility: "a facility from 25% to 95%",
  discrimination: "a discrimination of 20 or more",
  dispute_open: "an answer to its open dispute",
};

/** What a pilot still lacks to count by itself, in a sentence. */
export function lacksText(lacks: GroupQuestion["lacks"], answers: number): string {
  const missing = Math.max(1, enough - answers);
  const names = lacks.map((lack) =>
    lack === "answers" ? counted(missing, "more first answer") : lackNames[lack],
  );
  if (names.length === 0) return "It lacks nothing, and counts within the hour.";
  const [last = "", ...others] = names.toReversed();
  return `To count by itself it lacks ${others.length > 0 ? `${others.toReversed().join(", ")} and ` : ""}${last}.`;
}

/** What follows, in sentences. */
export function consequences({ lacks, statistics }: GroupQuestion, to: To): string[] {
  if (to === "retired") {
    return [
      "No new attempt gets it.",
      "Attempts that have it keep it, with their results.",
      "It can't be brought back.",
    ];
  }
  return [
    "It counts in attempts that begin from then on; in those before it stays unscored.",
    ...(lacks.length > 0 ? [lacksText(lacks, statistics.n)] : []),
    "You vouch for it with your name.",
  ];
}

/** What has happened. */
export const changedText = (to: To): string =>
  to === "scored"
    ? "Signed off: it counts in attempts that begin from now on."
    : "Retired: no new attempt gets it.";
