import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import type { GroupQuestion } from "@lyceum/shared/review";
import { Button, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { opening } from "../../lib/format.ts";
import { renewReview } from "../../lib/review.ts";
import classes from "./questions.module.css";
import { consequences, isLongEnough, longestComment, type To } from "./texts.ts";

/** Asks before a question of the group counts, or is taken out, and why. */
export function ChangeDialog({
  cohort,
  question,
  to,
  onClose,
  onDone,
}: {
  cohort: Cohort;
  question: GroupQuestion;
  to: To;
  onClose: () => void;
  onDone: (to: To) => void;
}) {
  const [comment, setComment] = useState("");
  const [tried, setTried] = useState(false);
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: () =>
      client.call("POST /cohorts/{cohortId}/questions/{questionId}/state", {
        params: { cohortId: cohort.id, questionId: question.id },
        body: { version: question.version, to, comment: comment.trim() },
      }),
    onSuccess: () => onDone(to),
    onSettled: () => void renewReview(queryClient, cohort.id),
  });
  const name = to === "scored" ? "Sign off" : "Retire";
  return (
    <Dialog
      heading={`${name} this question?`}
      onClose={change.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={change.isPending} onClick={onClose}>
            Cancel
          </Button>
          <BusyButton
            {...(to === "retired" && { color: "danger" })}
            busy={change.isPending}
            onClick={() => {
              setTried(true);
              if (isLongEnough(comment)) change.mutate();
            }}
          >
            {name}
          </BusyButton>
        </>
      }
    >
      <div className={classes.form}>
        <blockquote className={classes.stem}>{opening(question.stem, 200)}</blockquote>
        <ul className={classes.consequences}>
          {consequences(question, to).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <Textarea
          label="Why?"
          description="It stays in the question's life, with your name."
          rows={3}
          maxLength={longestComment}
          value={comment}
          error={tried && !isLongEnough(comment) && "Write a few words."}
          onChange={({ currentTarget: { value } }) => setComment(value)}
        />
        {change.isError && (
          <Notice kind="problem">
            {messageOf(change.error)}
            {change.error instanceof ClientError && change.error.code === "conflict" && (
              <Text>The list behind this shows it as it is now.</Text>
            )}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
