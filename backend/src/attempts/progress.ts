import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { answersByTask, type Ledger, weakestTasks } from "./ledger/rules.ts";
import { readiness, windowDays } from "./readiness/rules.ts";

const day = 86_400_000;

/** Where a learner stands, from the learner's ledger. `now` is an ISO time. */
export function progressView(exam: ExamProfile, ledger: Ledger, now: string): Progress {
  const seen = [...ledger.seen.values()];
  const { min, max, pass } = exam.scale;
  // The share that the pass mark stands for where the scale is one straight line.
  const cut = (pass - min) / (max - min);
  const since = Date.parse(now) - windowDays * day;
  const estimate = readiness({
    exam,
    cut,
    now,
    exposures: seen
      .filter((question) => question.scored && question.first !== "skipped")
      .map(({ taskId, firstAt, first }) => ({
        taskId,
        firstAt: new Date(firstAt).toISOString(),
        correct: first === "right",
      })),
    mocks: [...ledger.mocks.values()].filter((at) => at >= since).length,
  });
  return {
    readiness: estimate.state === "estimated" ? { ...estimate, cut } : estimate,
    seen: seen.length,
    mistakes: seen.filter((question) => question.last === "wrong").length,
    flagged: seen.filter((question) => question.flagged).length,
    tasks: answersByTask(exam, ledger),
    weakest: weakestTasks(exam, ledger),
  };
}
