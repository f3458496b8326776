import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Button, Progress, Text } from "@mantine/core";
import { useState } from "react";
import { DiscardDialog } from "../../components/discard-dialog.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { attemptName } from "../../lib/attempt-names.ts";
import { useDiscardAttempt } from "../../lib/discard-attempt.ts";
import { secondsLeft, timeLeft } from "../../lib/durations.ts";
import { counted } from "../../lib/format.ts";
import { useNow } from "../../lib/use-now.ts";
import classes from "./home.module.css";
import { type Exams, examCode } from "./names.ts";
import { When } from "./when.tsx";

/** An attempt that can be resumed, with how far it is and the time that is left. */
export function Running({
  attempt,
  receivedAt,
  exams,
}: {
  attempt: Extract<AttemptSummary, { state: "running" }>;
  /** When the server told of it: ms by this device's clock. */
  receivedAt: number;
  exams: Exams;
}) {
  const { id, examId, count, answered, startedAt, deadline, now } = attempt;
  const [asking, setAsking] = useState(false);
  const discard = useDiscardAttempt(id);
  return (
    <li className={classes.attempt}>
      <div className={classes.row}>
        <div>
          <Text fw={600}>
            {attemptName(attempt)} · {examCode(exams, examId)} · {counted(count, "question")}
          </Text>
          <When label="Started" at={startedAt} attempt={attempt} />
        </div>
        {deadline && <TimeLeft deadline={deadline} now={now} receivedAt={receivedAt} />}
      </div>
      <Progress value={(100 * answered) / count} aria-label={`${answered} of ${count} answered`} />
      <div className={classes.row}>
        <Text size="sm">
          {answered} of {count} answered
        </Text>
        <div className={`${classes.row} ${classes.actions}`}>
          <Button variant="subtle" size="sm" color="gray" onClick={() => setAsking(true)}>
            Discard
          </Button>
          <ButtonLink size="sm" to="/attempts/$attemptId" params={{ attemptId: id }}>
            Resume
          </ButtonLink>
        </div>
      </div>
      {asking && (
        <DiscardDialog
          attempt={attempt}
          answered={answered}
          busy={discard.isPending}
          error={discard.error}
          onDiscard={() => discard.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** Not announced each time that it changes: it is there to be read. */
function TimeLeft({ receivedAt, ...limit }: { deadline: string; now: string; receivedAt: number }) {
  const seconds = secondsLeft(limit, receivedAt, useNow());
  return (
    <Text fw={600} className={classes.left ?? ""}>
      {timeLeft(seconds)}
    </Text>
  );
}
