import { ClientError } from "@lyceum/shared/contract/client";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Checkbox, Text, Title } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ExtraTimeField } from "../../components/extra-time-field.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { duration, withExtraTime } from "../../lib/durations.ts";
import { extraTime } from "../../lib/extra-time.ts";
import { useStartAttempt } from "../../lib/start-attempt.ts";
import { usualSeconds } from "./facts.ts";
import classes from "./mock.module.css";

/** Extra time, the pledge, and the start. */
export function StartForm({
  exam,
  usualExtraTime,
}: {
  exam: ExamProfile;
  /** The learner's setting, in per cent. */
  usualExtraTime: number;
}) {
  const [typed, setTyped] = useState(String(usualExtraTime));
  const [pledged, setPledged] = useState(false);
  const [asked, setAsked] = useState(false);
  const pledge = useRef<HTMLInputElement>(null);
  const start = useStartAttempt();
  const percent = extraTime(typed);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    if (!pledged) pledge.current?.focus();
    else if (percent !== undefined) {
      start.mutate({ kind: "mock", examId: exam.id, extraTimePercent: percent });
    }
  }

  return (
    <form onSubmit={submit} noValidate className={classes.form}>
      <Title order={2}>Before you start</Title>
      <ExtraTimeField typed={typed} onChange={setTyped} />
      <Text role="status">
        {percent !== undefined && (
          <>
            You will have <strong>{duration(withExtraTime(usualSeconds(exam), percent))}</strong>.
          </>
        )}
      </Text>
      <Checkbox
        ref={pledge}
        label="I take this mock alone, without notes or other help, and in one sitting."
        checked={pledged}
        error={asked && !pledged && "Tick this to start: only then does the score say something about you."}
        onChange={(event) => setPledged(event.currentTarget.checked)}
      />
      {start.isError && <Problem error={start.error} examId={exam.id} />}
      <div>
        <BusyButton type="submit" busy={start.isPending} fullWidth>
          Start the mock
        </BusyButton>
        <Text size="sm" c="dimmed" mt="xs">
          The clock starts at once.
        </Text>
      </div>
    </form>
  );
}

/** Why the mock did not start; where the bank is too small, what can be done instead. */
function Problem({ error, examId }: { error: unknown; examId: string }) {
  const tooSmall = error instanceof ClientError && error.code === "bank_too_small";
  if (!tooSmall) return <Notice kind="problem">{messageOf(error)}</Notice>;
  return (
    <Notice
      kind="problem"
      heading="A full mock is not possible yet."
      actions={
        <>
          <ButtonLink variant="default" to="/exams/$examId/drill" params={{ examId }}>
            Choose a drill
          </ButtonLink>
          <ButtonLink variant="default" to="/exams/$examId/quiz" params={{ examId }}>
            Choose a quiz
          </ButtonLink>
        </>
      }
    >
      {error.message} Drills and quizzes make do with the questions that there are.
    </Notice>
  );
}
