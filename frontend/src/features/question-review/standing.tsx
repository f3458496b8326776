import type { Candidate } from "@lyceum/shared/review";
import { AnchorLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { questionStates } from "../../lib/review-names.ts";
import { votesText } from "./texts.ts";

/** Where a candidate stands, in a sentence or two. */
export function Standing({ candidate }: { candidate: Candidate }) {
  const { state, step, votes, myVote, escalated, problem, question, cohortId } = candidate;
  switch (state) {
    case "in_review":
      return (
        <p role="status">
          {votesText(votes)}.{" "}
          {myVote &&
            `You ${myVote === "approve" ? "approved" : "rejected"} this version; vote again to change that. `}
          {escalated && "It waits for more than a week: the owners have been told."}
        </p>
      );
    case "draft":
      return (
        <Notice kind="notice">
          {step === "checking" ? "The checks are looking at it." : "It is being written."} This page shows it
          as soon as it is there.
        </Notice>
      );
    case "changes_requested":
      return (
        <Notice kind="notice">
          It is being written anew, and comes back into review when the checks have looked at it.
        </Notice>
      );
    case "failed":
      return (
        <Notice kind="notice">
          It went to no reviewer and reaches no learner. {problem ?? "A check failed three times."}
        </Notice>
      );
    case "approved":
      return (
        <Notice kind="notice">
          {question
            ? `It is in the group's bank: ${questionStates[question.state].toLowerCase()}, version ${question.version}. `
            : "It is approved, and on its way into the group's bank. "}
          <AnchorLink to="/groups/$cohortId/questions" params={{ cohortId }}>
            Questions in the bank
          </AnchorLink>
        </Notice>
      );
    case "rejected":
      return <Notice kind="notice">It was rejected, and reaches no learner.</Notice>;
    case "expired":
      return (
        <Notice kind="notice">
          Nobody decided within 30 days. It reaches no learner; have it written again.
        </Notice>
      );
    case "cancelled":
      return <Notice kind="notice">It was cancelled before it was finished.</Notice>;
  }
}
