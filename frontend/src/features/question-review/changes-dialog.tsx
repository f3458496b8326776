import type { Candidate } from "@lyceum/shared/review";
import { Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { mostRounds } from "../../lib/review-names.ts";
import { longest, wordsProblem } from "./edits.ts";
import type { Settled } from "./settled.ts";
import { roundsText } from "./texts.ts";
import { useVote } from "./use-vote.ts";
import { VoteDialog } from "./vote-dialog.tsx";

/** Asks what is to be made otherwise, and has the item written anew. */
export function ChangesDialog({
  candidate,
  instructions,
  onChange,
  onClose,
  onSettled,
}: {
  candidate: Candidate;
  instructions: string;
  onChange: (instructions: string) => void;
  onClose: () => void;
  onSettled: (settled: Settled) => void;
}) {
  const [tried, setTried] = useState(false);
  const vote = useVote(candidate, onSettled);
  const isPossible = candidate.round < mostRounds;
  return (
    <VoteDialog
      heading="Request changes"
      {...(isPossible && { confirm: "Have it written anew" })}
      busy={vote.isPending}
      error={vote.error}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (wordsProblem(instructions)) return;
        vote.mutate({ vote: "request_changes", instructions: instructions.trim() });
      }}
    >
      <Text>{roundsText(candidate.round)}</Text>
      {isPossible && (
        <Textarea
          label="What should be different?"
          description="The model is told this, with the item and its sources. One reviewer's request is enough; it takes the item out of review until it is rewritten."
          rows={5}
          maxLength={longest.words}
          value={instructions}
          error={tried && wordsProblem(instructions)}
          onChange={({ currentTarget: { value } }) => onChange(value)}
        />
      )}
    </VoteDialog>
  );
}
