import type { Board, BoardWindow } from "@lyceum/shared/cohorts";

/** The boards in the order in which they are shown. */
export const boards: readonly Board[] = ["mastery", "effort", "improvement"];

export const boardNames: Readonly<Record<Board, { label: string; about: string; score: string }>> = {
  mastery: {
    label: "Mastery",
    about: "How much of the exam is mastered, judged carefully.",
    score: "Mastered",
  },
  effort: {
    label: "Effort",
    about: "Steady work counts: a little every day, not a lot at once.",
    score: "Points",
  },
  improvement: {
    label: "Improvement",
    about: "How much more somebody knows than before, wherever they began.",
    score: "Change",
  },
};

export const windows: readonly BoardWindow[] = ["week", "season", "all"];

export const windowNames: Readonly<Record<BoardWindow, string>> = {
  week: "This week",
  season: "This season",
  all: "All time",
};
