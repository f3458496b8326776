import type { Domain } from "@lyceum/shared/exams";
import { counted, percent } from "../../lib/format.ts";

/** Answers in a task: how many, and how many of them right. */
export interface TaskAnswers {
  taskId: string;
  answered: number;
  right: number;
}

/** With fewer answers than this, a task is not compared with others. */
const enough = 3;

export const shareOf = ({ answered, right }: TaskAnswers): number => right / answered;

/** How strong a task's shade is, from 0 to 4: a step for each fifth of the share of right answers. */
export const shade = (task: TaskAnswers): number => Math.min(4, Math.floor((5 * task.right) / task.answered));

/** The tasks that have enough answers to be compared, the best known first; of equal ones the surer first. */
export const compared = (tasks: readonly TaskAnswers[]): TaskAnswers[] =>
  tasks
    .filter(({ answered }) => answered >= enough)
    .toSorted((a, b) => shareOf(b) - shareOf(a) || b.answered - a.answered);

/** The best and the least known tasks, up to three of each and none in both. */
export function extremes(tasks: readonly TaskAnswers[]): { best: TaskAnswers[]; least: TaskAnswers[] } {
  const known = compared(tasks);
  const each = Math.min(3, Math.floor(known.length / 2));
  return { best: known.slice(0, each), least: known.slice(known.length - each).reverse() };
}

/** What a map of the tasks shows, in a sentence or two. */
export function masterySentence(
  domains: readonly Domain[],
  tasks: readonly TaskAnswers[],
  locale?: string,
): string {
  const answered = tasks.filter((task) => task.answered > 0);
  if (answered.length === 0) return "Nothing is answered yet.";
  const all = domains.flatMap((domain) => domain.tasks);
  const missing = all.length - answered.length;
  const gaps = missing > 0 ? ` ${counted(missing, "task has", "tasks have")} no answers yet.` : "";
  const { best, least } = extremes(tasks);
  const [first] = best;
  const [last] = least;
  if (!first || !last) {
    return `Too few answers to compare tasks: it takes ${enough} in each of two.${gaps}`;
  }
  const named = (task: TaskAnswers) => {
    const title = all.find(({ id }) => id === task.taskId)?.title;
    return `${task.taskId}${title ? ` ${title}` : ""} (${percent(shareOf(task), locale)} right)`;
  };
  return `Known best: ${named(first)}. Known least: ${named(last)}.${gaps}`;
}
