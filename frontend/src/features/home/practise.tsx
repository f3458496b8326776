import type { ExamProfile } from "@lyceum/shared/exams";
import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { duration, withExtraTime } from "../../lib/durations.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./home.module.css";
import { drillSize } from "./sources.ts";

const quickQuiz = 10;

/** The ways to practise: ten questions at once, a drill, a full mock. */
export function Practise({ exam, extraTimePercent }: { exam: ExamProfile; extraTimePercent: number }) {
  const start = useStartAttempt();
  const params = { examId: exam.id };
  const drill = drillSize(undefined, exam.pacing.drillSeconds);
  const time = (seconds: number) => duration(60 * Math.round(withExtraTime(seconds, extraTimePercent) / 60));
  return (
    <ul className={classes.ways}>
      <Way
        name="Quiz"
        about="Without a clock. Ten questions from the whole exam, each explained as soon as you check it."
      >
        <BusyButton
          busy={start.isPending}
          onClick={() =>
            start.mutate({ kind: "quiz", examId: exam.id, mode: "practice", scope: [], count: quickQuiz })
          }
        >
          Start ten questions
        </BusyButton>
        <ButtonLink variant="default" to="/exams/$examId/quiz" params={params}>
          Choose a quiz
        </ButtonLink>
        {start.isError && <Notice kind="problem">{messageOf(start.error)}</Notice>}
      </Way>
      <Way
        name="Drill"
        about={`Against a strict clock: ${drill.count} questions in about ${time(drill.seconds)}, from what you choose.`}
      >
        <ButtonLink variant="default" to="/exams/$examId/drill" params={params}>
          Choose a drill
        </ButtonLink>
      </Way>
      <Way
        name="Full mock"
        about={`As on the day: ${exam.scoredItems + exam.unscoredItems} questions in ${time(exam.durationMinutes * 60)}, and a score on the exam's scale.`}
      >
        <ButtonLink variant="default" to="/exams/$examId/mock" params={params}>
          Prepare a mock
        </ButtonLink>
      </Way>
    </ul>
  );
}

const Way = ({ name, about, children }: { name: string; about: string; children: ReactNode }) => (
  <li className={classes.way}>
    <div>
      <Title order={3}>{name}</Title>
      <Text>{about}</Text>
    </div>
    <div className={classes.buttons}>{children}</div>
  </li>
);
