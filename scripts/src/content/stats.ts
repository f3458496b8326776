import type { Question } from "@lyceum/shared/questions";
import { keyIsLongest, keyLetters } from "./balance/rules.ts";
import { itemTypes, type PackFiles } from "./rules.ts";

/** How many questions (observed) have a property, and how many would by blueprint or chance (expected). */
export type Row = {
  exam: string;
  group: "domain" | "task" | "type" | "state" | "key" | "length";
  value: string;
  observed: number;
  expected?: number;
};

/**
 * Counts of a pack: per domain (expected by its weight), task, type and state; per letter, in how many keys of items to
 * choose from it is; and in how many of these a right option is the longest.
 */
export function packStats({ exam, entries }: PackFiles): Row[] {
  const questions = entries.map((entry) => entry.question);
  const count = (matches: (question: Question) => boolean) => questions.filter(matches).length;
  const chance = ({ observed, expected }: { observed: number; expected: number }) => ({ observed, expected });
  const states = [...new Set(questions.map((question) => question.state))].sort();
  return [
    ...exam.domains.map(({ id, weight }) => ({
      group: "domain" as const,
      value: id,
      observed: count((question) => question.taskId.startsWith(`${id}.`)),
      expected: (weight / 100) * questions.length,
    })),
    ...exam.domains
      .flatMap((domain) => domain.tasks)
      .map(({ id }) => ({
        group: "task" as const,
        value: id,
        observed: count((question) => question.taskId === id),
      })),
    ...itemTypes(exam).map((type) => ({
      group: "type" as const,
      value: type,
      observed: count((question) => question.item.type === type),
    })),
    ...states.map((state) => ({
      group: "state" as const,
      value: state,
      observed: count((question) => question.state === state),
    })),
    ...[...keyLetters(questions)].map(([letter, tally]) => ({
      group: "key" as const,
      value: letter,
      ...chance(tally),
    })),
    { group: "length" as const, value: "key is longest", ...chance(keyIsLongest(questions)) },
  ].map((row) => ({ exam: exam.id, ...row }));
}
