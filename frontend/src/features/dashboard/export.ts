import type { CohortDashboard, CohortLearner } from "@lyceum/shared/cohorts";
import type { Domain } from "@lyceum/shared/exams";
import { type Cell, csvOf } from "../../lib/csv.ts";

/** The answers by task as CSV: a row for each task of the exam. */
export function tasksCsv(tasks: NonNullable<CohortDashboard["tasks"]>, domains: readonly Domain[]): string {
  const known = new Map(tasks.map((task) => [task.taskId, task]));
  return csvOf([
    ["domain", "task", "title", "answered", "right"],
    ...domains.flatMap((domain) =>
      domain.tasks.map(({ id, title }) => {
        const { answered, right } = known.get(id) ?? { answered: 0, right: 0 };
        return [domain.id, id, title, answered, right];
      }),
    ),
  ]);
}

/** The weeks as CSV, the oldest first. */
export const weeksCsv = (weeks: CohortDashboard["weeks"]): string =>
  csvOf([
    ["week_from", "answers", "active_learners"],
    ...weeks.map(({ from, answers, active }) => [from, answers, active]),
  ]);

/**
 * Learners as CSV, a row each. What a learner doesn't share is empty. The chance of passing is told by its bounds, in
 * per cent.
 */
export function learnersCsv(learners: readonly CohortLearner[], domains: readonly Domain[]): string {
  const taskIds = domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
  return csvOf([
    [
      "name",
      "pseudonym",
      "joined_at",
      "last_active_on",
      "shares",
      "chance_from",
      "chance_to",
      ...taskIds.flatMap((id) => [`answered_${id}`, `right_${id}`]),
    ],
    ...learners.map(({ name, pseudonym, joinedAt, lastActiveOn, shared }) => [
      name,
      pseudonym,
      joinedAt,
      lastActiveOn,
      shared !== undefined,
      ...chanceCells(shared?.readinessTenth ?? null),
      ...taskIds.flatMap((id) => taskCells(shared, id)),
    ]),
  ]);
}

const chanceCells = (tenth: number | null): Cell[] =>
  tenth === null ? [null, null] : [10 * tenth, 10 * (tenth + 1)];

function taskCells(shared: CohortLearner["shared"], id: string): Cell[] {
  if (!shared) return [null, null];
  const task = shared.tasks.find(({ taskId }) => taskId === id);
  return [task?.answered ?? 0, task?.right ?? 0];
}

/** A name for a group's file, such as `an-exam-group-learners-2026-03-01.csv`. */
export const fileName = (examId: string, table: string, today: string): string =>
  `${examId}-group-${table}-${today}.csv`;
