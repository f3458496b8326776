import type { ExamProfile } from "@lyceum/shared/exams";
import type { Generation, GenerationWish } from "@lyceum/shared/generation";
import type { CandidateSummary } from "@lyceum/shared/review";

/** How many generations of a group run at once. */
export const mostRunning = 3;

/** How often a candidate is written: once, and twice again with what the checks have found. */
export const mostTries = 3;

/** What one candidate of a wish is to be. */
export interface Place {
  /** From 0. */
  place: number;
  taskId: string;
  type: GenerationWish["itemTypes"][number];
  difficulty: GenerationWish["difficulties"][number];
}

/**
 * Spreads tasks, types and difficulties over the candidates of a wish: each is used as often as any other, but for one,
 * and no two of them go hand in hand. The same wish always gives the same.
 */
export function placesOf(
  wish: Pick<GenerationWish, "taskIds" | "itemTypes" | "difficulties" | "count">,
): Place[] {
  const [tasks, types, difficulties] = [
    distinct(wish.taskIds),
    distinct(wish.itemTypes),
    distinct(wish.difficulties),
  ];
  // Each round of one list shifts the next one, so that equal lengths don't pair the same two for ever.
  return Array.from({ length: wish.count }, (_, place) => {
    const round = Math.floor(place / tasks.length);
    const taskId = at(tasks, place);
    const type = at(types, shifted(place, round, types.length, tasks.length));
    const turn = Math.floor(place / (tasks.length * types.length));
    const difficulty = at(difficulties, shifted(place, round + turn, difficulties.length, tasks.length));
    return { place, taskId, type, difficulty };
  });
}

/** Goes on by one with each place, and by one more with each round where the round would bring the same again. */
const shifted = (place: number, round: number, length: number, period: number) =>
  period % length === 0 ? place + round : place;

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

function at<T>(values: readonly T[], place: number): T {
  const value = values[place % values.length];
  if (value === undefined) throw new TypeError("a wish names one at least");
  return value;
}

/** What is wrong with a wish for this exam, or `undefined`. */
export function wishProblem(exam: ExamProfile, wish: GenerationWish): string | undefined {
  const tasks = new Set(exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id)));
  const task = wish.taskIds.find((id) => !tasks.has(id));
  if (task) return `${exam.title} has no task ${task}. Choose tasks of the exam.`;
  const type = wish.itemTypes.find((one) => exam.itemTypes[one] === undefined);
  if (type) return `${exam.title} has no questions of type ${type}. Choose types that the exam uses.`;
  return undefined;
}

type Standing = Pick<CandidateSummary, "state" | "step">;

/** How many of a generation's candidates are where. What was not begun waits, or is cancelled with it. */
export function progressOf(
  count: number,
  state: Generation["state"],
  candidates: readonly Standing[],
): Generation["progress"] {
  const many = (is: (one: Standing) => boolean) => candidates.filter(is).length;
  const missing = count - candidates.length;
  const drafts = (step: NonNullable<CandidateSummary["step"]>) =>
    many((one) => one.state === "draft" && (one.step ?? "waiting") === step);
  const failed = many((one) => one.state === "failed") + (state === "failed" ? missing : 0);
  const cancelled = many((one) => one.state === "cancelled") + (state === "cancelled" ? missing : 0);
  const waiting = drafts("waiting") + (state === "running" || state === "done" ? missing : 0);
  const [writing, checking] = [drafts("writing"), drafts("checking")];
  return {
    waiting,
    writing,
    checking,
    inReview: count - waiting - writing - checking - failed - cancelled,
    failed,
    cancelled,
  };
}

/** How a generation has ended, by its candidates. */
export function endOf(candidates: readonly (Standing & Pick<CandidateSummary, "problem">)[]): {
  state: "done" | "failed";
  problem?: string;
} {
  const failed = candidates.filter(({ state }) => state === "failed");
  if (failed.length < candidates.length) return { state: "done" };
  const [problem = "No question could be written."] = failed.flatMap(({ problem }) => problem ?? []);
  return { state: "failed", problem };
}

/** Why a candidate has come to nothing, for people. */
export function problemOf(error: string): string {
  switch (error) {
    case "budget_spent":
      return "The group has spent what it may spend on models this month. A new month brings a new budget.";
    case "model_unavailable":
      return "No model answered. Nothing was lost: ask for questions again later.";
    default:
      return "Something went wrong on our side. Ask for questions again; if it comes back, tell whoever runs the platform.";
  }
}
