import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ReviewersPage } from "../../components/review/reviewers.tsx";
import { candidateQuery } from "../../lib/review.ts";
import classes from "./review.module.css";
import { WholeCandidate } from "./whole-candidate.tsx";

const route = getRouteApi("/members/groups/$cohortId/review/$questionId");

/** One question on its way to the bank: what it is, what speaks for and against it, and what becomes of it. */
export function CandidatePage() {
  const { cohortId, questionId } = route.useParams();
  return (
    <ReviewersPage cohortId={cohortId} title="Question in review">
      {(cohort) => <Loaded key={questionId} cohort={cohort} questionId={questionId} />}
    </ReviewersPage>
  );
}

function Loaded({ cohort, questionId }: { cohort: Cohort; questionId: string }) {
  const filter = route.useSearch();
  const { data, error, refetch } = useQuery(candidateQuery(cohort.id, questionId));
  if (data) return <WholeCandidate cohort={cohort} candidate={data} filter={filter} />;
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Notice
        kind="notice"
        actions={
          <ButtonLink to="/groups/$cohortId/review" params={{ cohortId: cohort.id }}>
            Go to the queue
          </ButtonLink>
        }
      >
        There is no such question in this group.
      </Notice>
    );
  }
  return error ? (
    <LoadProblem what="The question" error={error} onRetry={() => void refetch()} />
  ) : (
    <div role="status" aria-label="Loading the question" className={classes.section}>
      <Skeleton height={60} />
      <Skeleton height={320} />
      <Skeleton height={180} />
    </div>
  );
}
