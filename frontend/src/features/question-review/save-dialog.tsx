import { ClientError, type Input } from "@lyceum/shared/contract/client";
import type { Candidate } from "@lyceum/shared/review";
import { Button, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ulid } from "ulid";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import { candidateQuery, keepCandidate } from "../../lib/review.ts";
import { DiffView } from "./diff-view.tsx";
import { longest, wordsProblem } from "./edits.ts";
import type { Change } from "./item-diff.ts";
import classes from "./review.module.css";

type Edit = Input<"POST /cohorts/{cohortId}/candidates/{questionId}/versions">["body"];

/** Shows what an edit changes, asks why, and saves it; then it may be approved at once. */
export function SaveDialog({
  candidate: { id: questionId, cohortId },
  edited,
  changes,
  comment,
  onComment,
  onClose,
  onSaved,
  onReplaced,
}: {
  candidate: Candidate;
  edited: Pick<Edit, "basedOn" | "item">;
  changes: readonly Change[];
  comment: string;
  onComment: (comment: string) => void;
  onClose: () => void;
  onSaved: (saved: Candidate, approve: boolean) => void;
  /** There is a newer version than the one that was edited. */
  onReplaced: (version: number) => void;
}) {
  const [tried, setTried] = useState(false);
  const queryClient = useQueryClient();
  const ids = useOnePerWish(() => `edt_${ulid()}`);
  const { queryKey } = candidateQuery(cohortId, questionId);
  const save = useMutation({
    mutationFn: (_: { approve: boolean }) => {
      const wish = { ...edited, comment: comment.trim() };
      return client.call("POST /cohorts/{cohortId}/candidates/{questionId}/versions", {
        params: { cohortId, questionId },
        body: { id: ids.of(wish), ...wish },
      });
    },
    onSuccess: (saved, { approve }) => {
      keepCandidate(queryClient, saved);
      onSaved(saved, approve);
    },
    onError: async (error) => {
      if (!(error instanceof ClientError && error.code === "conflict")) return;
      await queryClient.invalidateQueries({ queryKey });
      const now = queryClient.getQueryData(queryKey);
      if (now && now.version !== edited.basedOn) onReplaced(now.version);
    },
  });
  function send(approve: boolean): void {
    setTried(true);
    if (!wordsProblem(comment)) save.mutate({ approve });
  }
  return (
    <Dialog
      heading="Save these changes?"
      onClose={save.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={save.isPending} onClick={onClose}>
            Edit further
          </Button>
          <BusyButton
            variant="default"
            busy={save.isPending && !save.variables.approve}
            disabled={save.isPending && save.variables.approve}
            onClick={() => send(false)}
          >
            Save
          </BusyButton>
          <BusyButton
            busy={save.isPending && save.variables.approve}
            disabled={save.isPending && !save.variables.approve}
            onClick={() => send(true)}
          >
            Save, then approve
          </BusyButton>
        </>
      }
    >
      <div className={classes.form}>
        <DiffView changes={changes} />
        <Textarea
          label="Why do you change it?"
          description="The other reviewers read it beside the changes."
          rows={3}
          maxLength={longest.words}
          value={comment}
          error={tried && wordsProblem(comment)}
          onChange={({ currentTarget: { value } }) => onComment(value)}
        />
        <Text size="sm" c="dimmed">
          An item that you have edited yourself needs somebody else's approval too, where there is another
          reviewer.
        </Text>
        {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
      </div>
    </Dialog>
  );
}
