import type { ExamProfile } from "@lyceum/shared/exams";
import { Text, Title } from "@mantine/core";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { duration, withExtraTime } from "../../lib/durations.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./readiness.module.css";
import { type Estimate, gainText } from "./texts.ts";

const shown = 3;

/** What would raise the probability most, each with a drill of it. */
export function Raise({
  readiness: { raise, probability },
  exam,
  extraTimePercent,
}: {
  readiness: Estimate;
  exam: ExamProfile;
  extraTimePercent: number;
}) {
  const pace = duration(withExtraTime(exam.pacing.drillSeconds, extraTimePercent));
  return (
    <section aria-labelledby="raise" className={classes.section}>
      <Title order={2} id="raise">
        What would raise it most
      </Title>
      <Text className={classes.reading ?? ""}>
        What it would bring if a quarter of what you get wrong in a domain came out right. A drill has up to
        30 questions, at {pace} each; its clock starts at once.
      </Text>
      <ol className={classes.raises}>
        {raise.slice(0, shown).map((gain) => {
          const domain = exam.domains.find(({ id }) => id === gain.domainId);
          const task = domain?.tasks.find(({ id }) => id === gain.taskId);
          return (
            <li key={gain.domainId} className={classes.raise}>
              <div>
                <Text fw={600}>
                  {gain.domainId}. {domain?.title}
                </Text>
                <Text>{gainText(gain, probability)}</Text>
                {task && (
                  <Text size="sm" c="dimmed">
                    Weakest at first sight: {task.id} {task.title}
                  </Text>
                )}
              </div>
              <DrillButton
                examId={exam.id}
                target={task ? task.id : gain.domainId}
                label={task ? `Drill task ${task.id}` : `Drill domain ${gain.domainId}`}
                extraTimePercent={extraTimePercent}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function DrillButton({
  examId,
  target,
  label,
  extraTimePercent,
}: {
  examId: string;
  /** Number of a domain or a task. */
  target: string;
  label: string;
  extraTimePercent: number;
}) {
  const start = useStartAttempt();
  return (
    <div className={classes.start}>
      <BusyButton
        variant="default"
        busy={start.isPending}
        onClick={() => start.mutate({ kind: "drill", examId, scope: [target], extraTimePercent })}
      >
        {label}
      </BusyButton>
      {start.isError && <Notice kind="problem">{messageOf(start.error)}</Notice>}
    </div>
  );
}
