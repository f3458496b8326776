import type { ExamProfile } from "@lyceum/shared/exams";
import { Progress, Text, Title } from "@mantine/core";
import { BusyButton } from "../../components/busy-button.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { duration, withExtraTime } from "../../lib/durations.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import classes from "./readiness.module.css";
import { missingText, type Thin } from "./texts.ts";

const newQuestions = 10;

/** What is missing for an estimate, and the ways to it. */
export function Evidence({
  readiness,
  exam,
  extraTimePercent,
}: {
  readiness: Thin;
  exam: ExamProfile;
  extraTimePercent: number;
}) {
  const quiz = useStartAttempt();
  const drill = useStartAttempt();
  const { firstExposures, needed } = readiness;
  const error = quiz.error ?? drill.error;
  const pace = duration(withExtraTime(exam.pacing.drillSeconds, extraTimePercent));
  const unseen = { examId: exam.id, scope: [], only: "unseen" as const };
  return (
    <section aria-labelledby="missing" className={classes.probability}>
      <Title order={2} id="missing">
        Not enough evidence yet
      </Title>
      <div>
        <Text fw={600}>
          {firstExposures} of {needed} answers to new questions in the last six weeks
        </Text>
        <Progress
          value={(100 * firstExposures) / needed}
          my="xs"
          aria-label={`${firstExposures} of ${needed} answers`}
        />
        <Text>{missingText(readiness)}</Text>
      </div>
      <Text c="dimmed">
        From fewer answers a figure would be a guess, so there is none. Questions that you have seen before
        don't count: they would show what you remember.
      </Text>
      <div className={classes.buttons}>
        <ButtonLink to="/exams/$examId/mock" params={{ examId: exam.id }}>
          Prepare a mock
        </ButtonLink>
        <BusyButton
          variant="default"
          busy={quiz.isPending}
          onClick={() => {
            drill.reset();
            quiz.mutate({ ...unseen, kind: "quiz", mode: "practice", count: newQuestions });
          }}
        >
          Start ten new questions
        </BusyButton>
        <BusyButton
          variant="default"
          busy={drill.isPending}
          onClick={() => {
            quiz.reset();
            drill.mutate({ ...unseen, kind: "drill", extraTimePercent });
          }}
        >
          Start a drill of new questions
        </BusyButton>
      </div>
      <Text size="sm" c="dimmed">
        A drill has up to 30 questions, at {pace} each; its clock starts at once.
      </Text>
      {error && <Notice kind="problem">{messageOf(error)}</Notice>}
    </section>
  );
}
