import type { BreakerState, TutorFigures } from "@lyceum/shared/tutor";
import { type Sums, sumOf } from "../../components/tutor-figures/figures.ts";
import { counted } from "../../lib/format.ts";

/** Figures of all groups by model, those with most answers first. */
export function byModel(figures: readonly TutorFigures[]): { model: string; groups: number; sum: Sums }[] {
  return [...Map.groupBy(figures, ({ model }) => model)]
    .map(([model, all]) => ({
      model,
      groups: new Set(all.map(({ cohortId }) => cohortId)).size,
      sum: sumOf(all),
    }))
    .toSorted((a, b) => b.sum.answers - a.sum.answers || a.model.localeCompare(b.model));
}

/** Models that are not asked as usual; those whose failing is over need no word. */
export const troubled = (breakers: readonly BreakerState[]): BreakerState[] =>
  breakers
    .filter(({ state }) => state !== "closed")
    .toSorted((a, b) => a.since.localeCompare(b.since) || a.model.localeCompare(b.model));

/** What becomes of questions meanwhile, after the name of the model and since when. */
export const breakerText = (state: Exclude<BreakerState["state"], "closed">): string =>
  state === "open"
    ? "It failed too often, so it is let alone for a while. The next model of the list answers, or sentences of the notes."
    : "One question is put to it to see whether it answers again.";

export const gapsText = (gaps: number): string =>
  gaps === 0
    ? "No group has an open gap in its notes."
    : `${counted(gaps, "gap")} in the notes of all groups ${gaps === 1 ? "is" : "are"} open. The groups' instructors see which.`;
