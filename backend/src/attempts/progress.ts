import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { dateOf, localDays } from "../cohorts/boards/windows/rules.ts";
import { passShare } from "../exams/rules.ts";
import { answersByTask, type Ledger, type Seen, weakestTasks } from "./ledger/rules.ts";
import { readiness, windowDays } from "./readiness/rules.ts";

const day = 86_400_000;

const shownDays = 84;

/**
 * Where a learner stands, from the learner's ledger.
 * @param now ISO time
 * @param timeZone an IANA name: where days begin and end
 */
export function progressView(exam: ExamProfile, ledger: Ledger, now: string, timeZone: string): Progress {
  const seen = [...ledger.seen.values()];
  const answered = seen.filter((question) => question.scored && question.first !== "skipped");
  const cut = passShare(exam.scale);
  const since = Date.parse(now) - windowDays * day;
  const estimate = readiness({
    exam,
    cut,
    now,
    exposures: answered.map(({ taskId, firstAt, first }) => ({
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
    days: answersByDay(answered, localDays(timeZone), Date.parse(now)),
  };
}

/** The last days, today among them, that have answers; oldest first. */
function answersByDay(
  answered: readonly Pick<Seen, "first" | "firstAt">[],
  dayOf: (at: number) => number,
  now: number,
): Progress["days"] {
  const today = dayOf(now);
  return [...Map.groupBy(answered, ({ firstAt }) => dayOf(firstAt))]
    .filter(([date]) => today - shownDays < date && date <= today)
    .sort(([a], [b]) => a - b)
    .map(([date, all]) => ({
      date: dateOf(date),
      answered: all.length,
      right: all.filter(({ first }) => first === "right").length,
    }));
}
