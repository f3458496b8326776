import type { Answer } from "@lyceum/shared/tutor";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { client, messageOf } from "../../lib/api.ts";
import { BusyButton } from "../busy-button.tsx";
import { Notice } from "../notice.tsx";
import classes from "./answer.module.css";

/** Lets a learner tell the instructors that the notes lack something. */
export function ReportGap({
  cohortId,
  answer,
  onDone,
}: {
  cohortId: string;
  answer: Answer;
  /** With the answer as it is then. */
  onDone: (answer: Answer) => void;
}) {
  const said = useRef<HTMLDivElement>(null);
  const report = useMutation({
    mutationFn: () =>
      client.call("POST /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/gap", {
        params: { cohortId, conversationId: answer.conversationId, answerId: answer.id },
      }),
    onSuccess: (changed) => {
      onDone(changed);
      // The button that had the focus is going.
      said.current?.focus({ preventScroll: true });
    },
  });
  return (
    <div className={classes.stack}>
      <div ref={said} role="status" tabIndex={-1}>
        {answer.reported && "Sent. The instructors see the question, and not who asked it."}
      </div>
      {!answer.reported && (
        <>
          <BusyButton
            variant="default"
            size="sm"
            w="fit-content"
            busy={report.isPending}
            onClick={() => report.mutate()}
          >
            Ask the instructors to add this
          </BusyButton>
          <p className={classes.dimmed}>They see the question, without your name.</p>
        </>
      )}
      {report.isError && <Notice kind="problem">{messageOf(report.error)}</Notice>}
    </div>
  );
}
