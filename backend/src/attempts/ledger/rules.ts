import type { Only } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";

/** `skipped`: no response where there was all the time for one, which says nothing about what the learner knows. */
export type Outcome = "right" | "wrong" | "skipped";

/** What a learner has done with one question, over all attempts. Times are in ms since 1970. */
export interface Seen {
  taskId: string;
  /** Whether it counted when it was first seen; items on trial do not. */
  scored: boolean;
  firstAt: number;
  first: Outcome;
  /** Whether the first answer came too fast to have been thought about. */
  fast: boolean;
  lastAt: number;
  last: Outcome;
  /** Whether it was flagged the last time. */
  flagged: boolean;
}

/** All that a learner has seen of an exam's bank, and the mocks submitted, by their ids. */
export interface Ledger {
  seen: ReadonlyMap<string, Seen>;
  mocks: ReadonlyMap<string, number>;
}

export const emptyLedger: Ledger = { seen: new Map(), mocks: new Map() };

/** An attempt that is over, as far as the ledger goes. */
export interface Ended {
  attemptId: string;
  at: number;
  mock: boolean;
  exposures: readonly {
    questionId: string;
    taskId: string;
    scored: boolean;
    outcome: Outcome;
    fast: boolean;
    flagged: boolean;
  }[];
}

/**
 * The ledger with one more attempt. Attempts may come twice and in any order; one that comes again with other outcomes,
 * because its items were scored anew, replaces what it said before. No two attempts of a learner end in the same
 * millisecond.
 */
export function merge(ledger: Ledger, ended: Ended): Ledger {
  const seen = new Map(ledger.seen);
  for (const { questionId, taskId, scored, outcome, fast, flagged } of ended.exposures) {
    const before = seen.get(questionId);
    const isFirst = !before || ended.at <= before.firstAt;
    const isLast = !before || ended.at >= before.lastAt;
    seen.set(questionId, {
      ...(isFirst
        ? { taskId, scored, firstAt: ended.at, first: outcome, fast }
        : {
            taskId: before.taskId,
            scored: before.scored,
            firstAt: before.firstAt,
            first: before.first,
            fast: before.fast,
          }),
      ...(isLast
        ? { lastAt: ended.at, last: outcome, flagged }
        : { lastAt: before.lastAt, last: before.last, flagged: before.flagged }),
    });
  }
  const mocks = ended.mock ? new Map(ledger.mocks).set(ended.attemptId, ended.at) : ledger.mocks;
  return { seen, mocks };
}

/** Tasks in which something was answered: how many questions, and how many right the last time. */
export function answersByTask(
  exam: ExamProfile,
  { seen }: Ledger,
): { taskId: string; answered: number; right: number }[] {
  const answered = [...seen.values()].filter((question) => question.last !== "skipped");
  const byTask = Map.groupBy(answered, (question) => question.taskId);
  return exam.domains
    .flatMap((domain) => domain.tasks)
    .flatMap(({ id }) => {
      const answers = byTask.get(id);
      if (!answers) return [];
      const right = answers.filter((question) => question.last === "right").length;
      return [{ taskId: id, answered: answers.length, right }];
    });
}

const weakestShare = 1 / 4;
const enoughAnswers = 3;

/**
 * The tasks that the learner knows least: a quarter of the exam's, by the share of right answers the last time, of those
 * with three answers or more. Laplace's rule of succession keeps three wrong answers from weighing more than ten.
 */
export function weakestTasks(exam: ExamProfile, ledger: Ledger): string[] {
  const tasks = exam.domains.flatMap((domain) => domain.tasks);
  return answersByTask(exam, ledger)
    .filter(({ answered }) => answered >= enoughAnswers)
    .map(({ taskId, answered, right }) => ({ taskId, share: (right + 1) / (answered + 2) }))
    .sort((a, b) => a.share - b.share)
    .slice(0, Math.ceil(tasks.length * weakestShare))
    .map(({ taskId }) => taskId);
}

/**
 * Narrows questions down by what the learner has done with them.
 * @throws Fault bank_too_small where nothing is left, saying why
 */
export function narrowed<C extends { id: string; taskId: string }>(
  questions: readonly C[],
  only: Only,
  exam: ExamProfile,
  ledger: Ledger,
): readonly C[] {
  const weakest = only === "weakest" ? new Set(weakestTasks(exam, ledger)) : new Set<string>();
  const kept: Readonly<Record<Only, (seen: Seen | undefined, taskId: string) => boolean>> = {
    unseen: (seen) => seen === undefined,
    mistakes: (seen) => seen?.last === "wrong",
    flagged: (seen) => seen?.flagged === true,
    weakest: (_, taskId) => weakest.has(taskId),
  };
  const left = questions.filter(({ id, taskId }) => kept[only](ledger.seen.get(id), taskId));
  if (left.length === 0) throw new Fault("bank_too_small", nothingLeft[only]);
  return left;
}

const nothingLeft: Readonly<Record<Only, string>> = {
  unseen: "You have seen all of these questions. Choose others, or practise your mistakes.",
  mistakes: "None of these questions went wrong the last time. Choose others.",
  flagged: "None of these questions is flagged. Flag a question while you answer it, to find it here.",
  weakest: "It is not known yet which tasks are your weakest. Answer a few questions of several tasks first.",
};
