import type { ExamProfile, ItemType } from "@lyceum/shared/exams";
import type { GenerationWish } from "@lyceum/shared/generation";
import type { Difficulty } from "@lyceum/shared/questions";
import { typeNames } from "../../lib/item-names.ts";
import type { Ticked } from "../../lib/scope.ts";

/** What is typed and ticked before it is a wish. */
export interface Typed {
  tasks: Ticked;
  types: ReadonlySet<ItemType>;
  difficulties: ReadonlySet<Difficulty>;
  count: string;
  /** Whether only some notes are to be used. */
  some: boolean;
  noteIds: ReadonlySet<string>;
  instructions: string;
}

/** As the contract has them, which would bring zod along. */
export const mostQuestions = 100;
const mostTasks = 30;
const mostNotes = 50;

export const difficulties: readonly Difficulty[] = ["easy", "medium", "hard"];

/** The types that an exam uses, those with the largest share first. */
export function typesOf({ itemTypes }: Pick<ExamProfile, "itemTypes">): ItemType[] {
  const share = (type: ItemType) => itemTypes[type] ?? 0;
  const all: ItemType[] = ["multiple_choice", "multiple_response", "ordering", "matching"];
  return all.filter((type) => share(type) > 0).toSorted((a, b) => share(b) - share(a));
}

const taskIdsOf = ({ domains }: Pick<ExamProfile, "domains">): string[] =>
  domains.flatMap(({ tasks }) => tasks.map(({ id }) => id));

/**
 * What is asked for where nothing else is said: ten questions about all tasks, as most of the exam's are. Types are
 * spread evenly over what is asked for, so rare ones are left to those who want them.
 */
export function usualWish(exam: ExamProfile): Typed {
  const types = typesOf(exam);
  const frequent = types.filter((type) => (exam.itemTypes[type] ?? 0) >= 20);
  return {
    tasks: new Set(taskIdsOf(exam).slice(0, mostTasks)),
    types: new Set(frequent.length > 0 ? frequent : types.slice(0, 1)),
    difficulties: new Set(["medium", "hard"]),
    count: "10",
    some: false,
    noteIds: new Set(),
    instructions: "",
  };
}

/** A wish as it was typed. What the exam has no more is left out. */
export const typedOf = (wish: GenerationWish, exam: ExamProfile): Typed => ({
  tasks: new Set(taskIdsOf(exam).filter((id) => wish.taskIds.includes(id))),
  types: new Set(typesOf(exam).filter((type) => wish.itemTypes.includes(type))),
  difficulties: new Set(wish.difficulties),
  count: String(wish.count),
  some: wish.noteIds.length > 0,
  noteIds: new Set(wish.noteIds),
  instructions: wish.instructions,
});

export const wishOf = (typed: Typed, exam: ExamProfile): GenerationWish => ({
  taskIds: taskIdsOf(exam).filter((id) => typed.tasks.has(id)),
  itemTypes: typesOf(exam).filter((type) => typed.types.has(type)),
  difficulties: difficulties.filter((difficulty) => typed.difficulties.has(difficulty)),
  count: Number(typed.count),
  noteIds: typed.some ? [...typed.noteIds] : [],
  instructions: typed.instructions.trim(),
});

/** What is wrong with what was typed, by field, in the order of the page. */
export function problemsOf({
  count,
  tasks,
  types,
  difficulties: wanted,
  some,
  noteIds,
}: Typed): Partial<Record<"count" | "tasks" | "types" | "difficulties" | "notes", string>> {
  return {
    ...(!isCount(count) && { count: `A whole number from 1 to ${mostQuestions}.` }),
    ...(tasks.size === 0 && { tasks: "Choose one task at least." }),
    ...(tasks.size > mostTasks && { tasks: `Choose ${mostTasks} tasks at most.` }),
    ...(types.size === 0 && { types: "Choose one type at least." }),
    ...(wanted.size === 0 && { difficulties: "Choose one at least." }),
    ...(some && noteIds.size === 0 && { notes: "Choose one note at least, or use all." }),
    ...(some && noteIds.size > mostNotes && { notes: `Choose ${mostNotes} notes at most, or use all.` }),
  };
}

const isCount = (typed: string): boolean => /^\d{1,3}$/.test(typed.trim()) && within(Number(typed));
const within = (count: number): boolean => count >= 1 && count <= mostQuestions;

/** A wish in a line. */
export function wishText({ taskIds, itemTypes, difficulties: wanted }: GenerationWish, of: number): string {
  const tasks =
    taskIds.length === of
      ? "all tasks"
      : `${taskIds.length === 1 ? "task" : "tasks"} ${taskIds.slice(0, 5).join(", ")}${taskIds.length > 5 ? ` and ${taskIds.length - 5} more` : ""}`;
  return [tasks, itemTypes.map((type) => typeNames[type].toLowerCase()).join(", "), wanted.join(", ")].join(
    " · ",
  );
}
