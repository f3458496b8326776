import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Button, Text, Title } from "@mantine/core";
import { useState } from "react";
import { DiscardDialog } from "../../components/discard-dialog.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { useDiscardAttempt } from "../../lib/discard-attempt.ts";
import { secondsLeft, timeLeft } from "../../lib/durations.ts";
import { useNow } from "../../lib/use-now.ts";
import classes from "./mock.module.css";

/** The mock that runs: one goes back to it, or discards it before another one is started. */
export function Resume({
  attempt,
  receivedAt,
}: {
  attempt: Extract<AttemptSummary, { state: "running" }>;
  /** When the server told of it: ms by this device's clock. */
  receivedAt: number;
}) {
  const { id, answered, count, deadline, now } = attempt;
  const [asking, setAsking] = useState(false);
  const discard = useDiscardAttempt(id);
  const at = useNow();
  return (
    <div className={classes.form}>
      <Title order={2}>A {attempt.groupMock ? "group mock" : "mock"} is running</Title>
      <Text>
        {deadline && (
          <>
            <strong>{timeLeft(secondsLeft({ deadline, now }, receivedAt, at))}.</strong>{" "}
          </>
        )}
        {answered} of {count} questions are answered.
      </Text>
      <ButtonLink to="/attempts/$attemptId" params={{ attemptId: id }} fullWidth>
        Resume the mock
      </ButtonLink>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        Discard it to start another
      </Button>
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
    </div>
  );
}
