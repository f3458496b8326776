import type { AttemptSummary } from "@lyceum/shared/attempts";
import { Button, Progress, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DiscardDialog } from "../../components/discard-dialog.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { attemptsQuery, client } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import classes from "./home.module.css";
import { type Exams, examCode, modeName } from "./names.ts";
import { When } from "./when.tsx";

/** A quiz that can be resumed, with how far it is. */
export function Running({
  attempt,
  exams,
}: {
  attempt: Extract<AttemptSummary, { state: "running" }>;
  exams: Exams;
}) {
  const { id, mode, examId, count, answered, scope, startedAt } = attempt;
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const discard = useMutation({
    mutationFn: () => client.call("DELETE /attempts/{attemptId}", { params: { attemptId: id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey }),
  });
  return (
    <li className={classes.attempt}>
      <div>
        <Text fw={600}>
          {modeName[mode]} · {examCode(exams, examId)} · {counted(count, "question")}
        </Text>
        <When label="Started" at={startedAt} scope={scope} />
      </div>
      <Progress value={(100 * answered) / count} aria-label={`${answered} of ${count} answered`} />
      <div className={classes.row}>
        <Text size="sm">
          {answered} of {count} answered
        </Text>
        <div className={classes.row}>
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
