import type { ExamProfile } from "@lyceum/shared/exams";
import { type AuthorItem, Difficulty, namedOptions, type Question } from "@lyceum/shared/questions";
import * as z from "zod";

// What a pack as a whole has promised: enough items, spread over the exam as the exam is, and within its scope.

/** A pack's own standards, in `standards.json` beside its profile. */
export const Standards = z.strictObject({
  /** At least so many questions in all, and of each task. */
  items: z.number().int().positive(),
  itemsPerTask: z.number().int().positive(),
  /** At least so many long scenarios: stems with this many words and kinds of constraints, or more. */
  longScenarios: z.strictObject({
    items: z.number().int().min(0),
    words: z.number().int().positive(),
    constraints: z.number().int().positive(),
  }),
  /** Services that the exam does not ask about, so that none of them is ever right. */
  outOfScope: z.array(z.string().min(1)),
});
export type Standards = z.infer<typeof Standards>;

/** What is examined: a pack's profile, its standards and its questions. */
export type Pack = { exam: ExamProfile; standards: Standards; questions: readonly Question[] };

type Finding = { rule: string; questionId?: string; message: string };

/** Domains are in proportion when none is further away from its share than this many questions. */
const domainTolerance = 1;
/** A type may differ from its share of the profile by so much of the pack, and by one question in any case. */
const typeTolerance = 0.03;
/** Every difficulty is that of at least this share of the questions. */
const difficultyShare = 0.15;

export function checkStandards(pack: Pack): Finding[] {
  return [
    ...size(pack),
    ...domains(pack),
    ...types(pack),
    ...difficulties(pack),
    ...scenarios(pack),
    ...scope(pack),
  ];
}

function size({ exam, standards, questions }: Pack): Finding[] {
  const tasks = exam.domains.flatMap((domain) => domain.tasks);
  const few = tasks
    .map(({ id }) => ({ id, count: questions.filter((question) => question.taskId === id).length }))
    .filter(({ count }) => count < standards.itemsPerTask);
  return [
    ...(questions.length < standards.items
      ? [{ rule: "pack-size", message: `there are ${questions.length} of ${standards.items} questions` }]
      : []),
    ...few.map(({ id, count }) => ({
      rule: "pack-size",
      message: `task ${id} has ${count} of ${standards.itemsPerTask} questions`,
    })),
  ];
}

function domains({ exam, questions }: Pack): Finding[] {
  return exam.domains.flatMap(({ id, weight }) => {
    const count = questions.filter((question) => question.taskId.startsWith(`${id}.`)).length;
    const expected = (questions.length * weight) / 100;
    if (Math.abs(count - expected) <= domainTolerance) return [];
    const message = `domain ${id} has ${count} questions, its weight wants ${expected.toFixed(1)}`;
    return [{ rule: "domain-balance", message }];
  });
}

function types({ exam, questions }: Pack): Finding[] {
  const allowed = Math.max(1, typeTolerance * questions.length);
  return Object.entries(exam.itemTypes).flatMap(([type, share]) => {
    const count = questions.filter((question) => question.item.type === type).length;
    const expected = (questions.length * share) / 100;
    if (Math.abs(count - expected) <= allowed) return [];
    const message = `${count} questions are of type ${type}, the profile wants ${expected.toFixed(1)}`;
    return [{ rule: "type-balance", message }];
  });
}

/** Difficulties are spread, and the ratings agree with them: what is called easier is expected to go right more often. */
function difficulties({ questions }: Pack): Finding[] {
  const groups = Difficulty.options.map((difficulty) => {
    const ratings = questions
      .filter((question) => question.item.difficulty === difficulty)
      .map((question) => question.item.angoff.rating);
    return { difficulty, count: ratings.length, mean: ratings.reduce((a, b) => a + b, 0) / ratings.length };
  });
  const rare = groups.filter(({ count }) => count < difficultyShare * questions.length);
  const swapped = groups.filter(({ mean }, place) => mean >= (groups[place - 1]?.mean ?? 1));
  return [
    ...rare.map(({ difficulty, count }) => ({
      rule: "difficulty-spread",
      message: `${count} of ${questions.length} questions are ${difficulty}`,
    })),
    ...swapped.map(({ difficulty }) => ({
      rule: "difficulty-ratings",
      message: `the mean rating of ${difficulty} questions is not below that of easier ones`,
    })),
  ];
}

function scenarios({ standards: { longScenarios }, questions }: Pack): Finding[] {
  const count = questions.filter(
    ({ item }) =>
      item.constraints.length >= longScenarios.constraints &&
      item.stem.split(/\s+/).length >= longScenarios.words,
  ).length;
  if (count >= longScenarios.items) return [];
  return [{ rule: "long-scenarios", message: `there are ${count} of ${longScenarios.items} long scenarios` }];
}

function scope({ standards, questions }: Pack): Finding[] {
  return questions.flatMap(({ id, item }) => {
    const right = rightTexts(item).join("\n").toLowerCase();
    return standards.outOfScope
      .filter((service) => right.includes(service.toLowerCase()))
      .map((service) => ({
        rule: "out-of-scope",
        questionId: id,
        message: `${service} is in the key, and not in the scope of the exam`,
      }));
  });
}

function rightTexts({ key, options }: AuthorItem): string[] {
  const named = new Set(namedOptions(key));
  return options.filter((option) => named.has(option.id)).map((option) => option.text);
}
