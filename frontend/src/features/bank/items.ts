import type { Received } from "@lyceum/shared/contract/client";

/** A version of a question and how it has been answered. */
export type Item = Received<"GET /exams/{examId}/statistics">["items"][number];

/** The orders that items can have; the first is the usual one. */
export const sorts = ["task", "hardest", "discrimination", "slowest", "answers"] as const;
export type Sort = (typeof sorts)[number];
const isSort = (value: unknown): value is Sort => sorts.some((sort) => sort === value);

export const sortNames: Readonly<Record<Sort, string>> = {
  task: "By task",
  hardest: "Hardest first",
  discrimination: "Lowest discrimination first",
  slowest: "Slowest first",
  answers: "Most answers first",
};

/** What of the items is looked at, and in which order. What is absent is not asked for; the order is then by task. */
export interface Look {
  /** Only what has a flag. */
  flagged?: true;
  /** Only what has answers enough for its figures to say something. */
  enough?: true;
  task?: string;
  sort?: Sort;
}

/** A look as the address has it; what it can't be is left out. */
export const lookOf = ({ flagged, enough, task, sort }: Record<string, unknown>): Look => ({
  ...(flagged === true && { flagged }),
  ...(enough === true && { enough }),
  ...(typeof task === "string" && task !== "" && { task }),
  ...(isSort(sort) && sort !== "task" && { sort }),
});

/** The items that are looked at, in order. What is not known of an item comes last. */
export const looked = (items: readonly Item[], { flagged, enough, task, sort = "task" }: Look): Item[] =>
  items
    .filter(
      ({ taskId, statistics }) =>
        (!flagged || statistics.flags.length > 0) &&
        (!enough || !statistics.lowN) &&
        (task === undefined || taskId === task),
    )
    .toSorted((a, b) => orders[sort](a, b) || byTask(a, b));

const byTask = (a: Item, b: Item): number =>
  a.taskId.localeCompare(b.taskId, "en", { numeric: true }) ||
  a.questionId.localeCompare(b.questionId, "en") ||
  a.version - b.version;

const orders: Readonly<Record<Sort, (a: Item, b: Item) => number>> = {
  task: byTask,
  hardest: (a, b) => upwards(a.statistics.facility, b.statistics.facility),
  discrimination: (a, b) => upwards(a.statistics.discrimination, b.statistics.discrimination),
  slowest: (a, b) => upwards(negative(a.statistics.medianSeconds), negative(b.statistics.medianSeconds)),
  answers: (a, b) => b.statistics.n - a.statistics.n,
};

const negative = (value: number | null) => value && -value;

function upwards(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

/** The tasks that items are about, each once, in the order of their numbers. */
export const tasksOf = (items: readonly Item[]): string[] => [
  ...new Set(items.toSorted(byTask).map(({ taskId }) => taskId)),
];
