import type { RunningItem } from "@lyceum/shared/attempts";
import { type Completeness, completeness } from "../../lib/responses.ts";
import type { Answer } from "./answers.ts";

/** How an item of the attempt stands, as the navigator shows it. */
export interface Standing {
  position: number;
  state: Completeness | "right" | "wrong";
  flagged: boolean;
  seen: boolean;
}

/** By what the items of an attempt can be found. */
export const filters = ["all", "unanswered", "flagged", "unseen"] as const;
export type Filter = (typeof filters)[number];

export const standings = (items: readonly RunningItem[], answers: readonly Answer[]): Standing[] =>
  items.map(({ position, item }, index) => {
    const answer = answers[index];
    const verdict = answer?.review && (answer.review.correct ? "right" : "wrong");
    return {
      position,
      state: verdict ?? completeness(item, answer?.session.response ?? null),
      flagged: answer?.session.flagged ?? false,
      seen: answer?.seen ?? false,
    };
  });

/** Whether two overviews show the same. */
export const sameStandings = (a: readonly Standing[], b: readonly Standing[]): boolean =>
  a.length === b.length &&
  a.every(({ state, flagged, seen }, index) => {
    const other = b[index];
    return other?.state === state && other.flagged === flagged && other.seen === seen;
  });

/** Whether an item is found by a filter. What is answered in part counts as unanswered: it can't be right yet. */
export function passes({ state, flagged, seen }: Standing, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "unanswered":
      return state === "unanswered" || state === "partial";
    case "flagged":
      return flagged;
    case "unseen":
      return !seen;
  }
}

/** The position of the next item that a filter finds, after the last one from the first on; but not the same again. */
export function nextPosition(all: readonly Standing[], position: number, filter: Filter): number | undefined {
  const others = [...all.slice(position), ...all.slice(0, position - 1)];
  return others.find((standing) => passes(standing, filter))?.position;
}
