import type { Candidate } from "@lyceum/shared/review";
import { Text } from "@mantine/core";
import { useState } from "react";
import type { Rejection } from "./drafts.ts";
import { wordsProblem } from "./edits.ts";
import { RejectionFields } from "./rejection-fields.tsx";
import type { Settled } from "./settled.ts";
import { rejectionText } from "./texts.ts";
import { useVote } from "./use-vote.ts";
import { VoteDialog } from "./vote-dialog.tsx";

/** Asks why an item is rejected. */
export function RejectDialog({
  candidate,
  isOwner,
  rejection,
  onChange,
  onClose,
  onSettled,
}: {
  candidate: Candidate;
  isOwner: boolean;
  rejection: Rejection;
  onChange: (rejection: Rejection) => void;
  onClose: () => void;
  onSettled: (settled: Settled) => void;
}) {
  const [tried, setTried] = useState(false);
  const vote = useVote(candidate, onSettled);
  return (
    <VoteDialog
      heading={`Reject version ${candidate.version}?`}
      confirm="Reject"
      danger
      busy={vote.isPending}
      error={vote.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        const { reason, comment } = rejection;
        if (reason === "" || wordsProblem(comment)) return;
        vote.mutate({ vote: "reject", reason, comment: comment.trim() });
      }}
    >
      <Text>{rejectionText(candidate, isOwner)}</Text>
      <RejectionFields rejection={rejection} onChange={onChange} tried={tried} />
    </VoteDialog>
  );
}
