import type { CohortDashboard, CohortLearner } from "@lyceum/shared/cohorts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { dateOf, localDays, spanOf, windowsOf } from "../boards/windows/rules.ts";

/** What is counted of one learner, or of all together; see `Standing.totals` for the names. */
type Totals = Readonly<Record<string, number>>;
type Exam = Pick<ExamProfile, "domains">;

/** With fewer learners who have answered, what all know would tell what one knows. */
const enoughLearners = 5;

/**
 * Whether what all know together tells nobody's own. What some share can be taken away from it: who is left then must be
 * nobody, or many.
 */
function tellsNobody(totals: Totals): boolean {
  const [answering, sharing] = [countOf(totals, "answering"), countOf(totals, "sharing")];
  return answering >= enoughLearners && (answering === sharing || answering - sharing >= enoughLearners);
}

const shownWeeks = 12;

/**
 * A cohort's dashboard, from its totals.
 * @param timeZone the cohort's, by which its weeks begin
 * @param now ISO time
 */
export function dashboardOf(exam: Exam, totals: Totals, timeZone: string, now: string): CohortDashboard {
  const learners = countOf(totals, "learners");
  const known = {
    readiness: {
      tenths: tenths.map((tenth) => countOf(totals, `readiness#${tenth}`)),
      unknown: countOf(totals, "readiness#unknown"),
    },
    tasks: tasksOf(exam, totals),
  };
  return {
    learners,
    answering: countOf(totals, "answering"),
    needed: enoughLearners,
    ...(tellsNobody(totals) && known),
    weeks: lastWeeks(localDays(timeZone)(Date.parse(now))).map((week) => ({
      from: dateOf(spanOf(week).from),
      answers: countOf(totals, `answers#${week}`),
      active: countOf(totals, `active#${week}`),
    })),
  };
}

/** What a learner who shares it shows to instructors. */
export const sharedOf = (exam: Exam, totals: Totals): NonNullable<CohortLearner["shared"]> => ({
  readinessTenth: tenths.find((tenth) => countOf(totals, `readiness#${tenth}`) > 0) ?? null,
  tasks: tasksOf(exam, totals),
});

const tenths = Array.from({ length: 10 }, (_, tenth) => tenth);

/** All tasks, in the order of the profile. */
const tasksOf = (exam: Exam, totals: Totals) =>
  exam.domains.flatMap(({ tasks }) =>
    tasks.map(({ id: taskId }) => ({
      taskId,
      answered: countOf(totals, `answered#${taskId}`),
      right: countOf(totals, `right#${taskId}`),
    })),
  );

/** The keys of the last weeks up to that of a day, oldest first. */
const lastWeeks = (day: number): string[] =>
  Array.from({ length: shownWeeks }, (_, place) => windowsOf(day - 7 * (shownWeeks - 1 - place)).week);

const countOf = (totals: Totals, name: string): number => totals[name] ?? 0;
