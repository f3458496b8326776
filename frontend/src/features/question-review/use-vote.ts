import type { Input } from "@lyceum/shared/contract/client";
import { ClientError } from "@lyceum/shared/contract/client";
import type { Candidate } from "@lyceum/shared/review";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ulid } from "ulid";
import { client } from "../../lib/api.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import { candidateQuery, keepCandidate } from "../../lib/review.ts";
import type { Settled } from "./settled.ts";
import { conflictText, votedText } from "./texts.ts";

type Verdict = Input<"POST /cohorts/{cohortId}/candidates/{questionId}/votes">["body"]["verdict"];

/**
 * Votes on a candidate's current version. The same vote may be sent again. Where it is not possible any more, the page
 * shows the candidate as it is then.
 */
export function useVote(candidate: Candidate, onSettled: (settled: Settled) => void) {
  const { id: questionId, cohortId, version } = candidate;
  const queryClient = useQueryClient();
  const ids = useOnePerWish(() => `vot_${ulid()}`);
  return useMutation({
    mutationFn: (verdict: Verdict) =>
      client.call("POST /cohorts/{cohortId}/candidates/{questionId}/votes", {
        params: { cohortId, questionId },
        body: { id: ids.of({ version, verdict }), version, verdict },
      }),
    onSuccess: (after, { vote }) => {
      keepCandidate(queryClient, after);
      onSettled({ done: votedText(after, vote) });
    },
    onError: async (error) => {
      if (!(error instanceof ClientError && ["conflict", "not_found"].includes(error.code))) return;
      await queryClient.invalidateQueries({ queryKey: candidateQuery(cohortId, questionId).queryKey });
      onSettled({ problem: conflictText(error.message) });
    },
  });
}
