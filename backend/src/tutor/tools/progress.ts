import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import * as z from "zod";
import type { Tool } from "../../models/models.ts";

/**
 * How the learner who asks stands with the group's exam. Whose progress it is, is not for the model to say: it is made
 * for one learner, and takes nothing.
 */
export const myProgress = (of: () => Promise<{ exam: ExamProfile; progress: Progress }>): Tool => ({
  name: "my_progress",
  description:
    "The progress of the learner who asks, for the exam of the group: how ready, how many questions answered and right, the weakest tasks. It takes no input, and knows nobody else's.",
  input: z.object({}),
  async run() {
    const { exam, progress } = await of();
    return shown(exam, progress);
  },
});

const percent = (share: number): number => Math.round(share * 100);

function shown(exam: ExamProfile, { readiness, seen, mistakes, tasks, weakest }: Progress) {
  const titles = new Map(exam.domains.flatMap(({ tasks: all }) => all.map(({ id, title }) => [id, title])));
  const byTask = new Map(tasks.map((task) => [task.taskId, task]));
  return {
    exam: exam.title,
    readiness:
      readiness.state === "estimated"
        ? {
            chanceOfPassingPercent: percent(readiness.probability),
            from: percent(readiness.low),
            to: percent(readiness.high),
          }
        : { notEnoughAnswers: true, answersMissing: readiness.missing.answers },
    questionsSeen: seen,
    wrongTheLastTime: mistakes,
    answered: tasks.reduce((sum, { answered }) => sum + answered, 0),
    right: tasks.reduce((sum, { right }) => sum + right, 0),
    weakestTasks: weakest.slice(0, 5).map((id) => ({
      task: `${id} ${titles.get(id) ?? ""}`.trim(),
      answered: byTask.get(id)?.answered ?? 0,
      right: byTask.get(id)?.right ?? 0,
    })),
  };
}
