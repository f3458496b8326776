import type { Candidate } from "@lyceum/shared/review";
import { Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Approval } from "./drafts.ts";
import { longest, wordsProblem } from "./edits.ts";
import { RatingField } from "./rating-field.tsx";
import type { Settled } from "./settled.ts";
import { approvalText, ratingOf } from "./texts.ts";
import { useVote } from "./use-vote.ts";
import { VoteDialog } from "./vote-dialog.tsx";

/** Asks how hard an item is before it is approved. */
export function ApproveDialog({
  candidate,
  isOwner,
  approval,
  onChange,
  onClose,
  onSettled,
}: {
  candidate: Candidate;
  isOwner: boolean;
  approval: Approval;
  onChange: (approval: Approval) => void;
  onClose: () => void;
  onSettled: (settled: Settled) => void;
}) {
  const [tried, setTried] = useState(false);
  const vote = useVote(candidate, onSettled);
  const comment = approval.comment.trim();
  const commentProblem = comment === "" ? undefined : wordsProblem(comment);
  return (
    <VoteDialog
      heading={`Approve version ${candidate.version}?`}
      confirm="Approve"
      busy={vote.isPending}
      error={vote.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        const angoff = ratingOf(approval.rating.typed);
        if (angoff === undefined || commentProblem) return;
        vote.mutate({ vote: "approve", angoff, ...(comment !== "" && { comment }) });
      }}
    >
      <Text>{approvalText(candidate, isOwner)}</Text>
      <RatingField
        rating={approval.rating}
        onChange={(rating) => onChange({ ...approval, rating })}
        tried={tried}
      />
      <Textarea
        label="Comment, if you like"
        rows={2}
        maxLength={longest.words}
        value={approval.comment}
        error={tried && commentProblem}
        onChange={({ currentTarget: { value } }) => onChange({ ...approval, comment: value })}
      />
    </VoteDialog>
  );
}
