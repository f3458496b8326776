import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { ButtonLink } from "../components/links.tsx";
import { LoadProblem, Notice } from "../components/notice.tsx";
import { noteMove, Page } from "../components/page.tsx";
import { attemptQuery } from "../lib/api.ts";

const Quiz = lazy(async () => ({ default: (await import("../features/quiz/quiz.tsx")).Quiz }));
const Review = lazy(async () => ({ default: (await import("../features/review/review.tsx")).Review }));

const route = getRouteApi("/members/attempts/$attemptId");

/** An attempt at its address: the quiz while it runs, its review once it is submitted. */
export function AttemptPage() {
  const { attemptId } = route.useParams();
  const attempt = useQuery(attemptQuery(attemptId));
  const [endedElsewhere, setEndedElsewhere] = useState(false);
  const { refetch } = attempt;
  const onEnded = useCallback(() => {
    setEndedElsewhere(true);
    noteMove();
    void refetch();
  }, [refetch]);
  // What is in the cache may be older than what another device has saved: a quiz starts from fresh data only.
  const stale = attempt.isFetching && !attempt.isFetchedAfterMount;

  if (attempt.isError) return <AttemptProblem error={attempt.error} onRetry={() => void attempt.refetch()} />;
  if (!attempt.data || stale) return <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      {attempt.data.state === "running" ? (
        <Quiz key={attemptId} attempt={attempt.data} onEnded={onEnded} />
      ) : (
        <Review key={attemptId} attempt={attempt.data} endedElsewhere={endedElsewhere} />
      )}
    </Suspense>
  );
}

function AttemptProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Page title="No such quiz" reading>
        <Notice kind="notice" actions={<ButtonLink to="/">Go home</ButtonLink>}>
          There is no such quiz. It may have been discarded, or it belongs to another account.
        </Notice>
      </Page>
    );
  }
  return (
    <Page title="Quiz" reading>
      <LoadProblem what="The quiz" error={error} onRetry={onRetry} />
    </Page>
  );
}

const Loading = () => (
  <Page title="Quiz">
    <div
      role="status"
      aria-label="Loading the quiz"
      style={{ display: "grid", gap: "0.75rem", maxWidth: "var(--measure)" }}
    >
      <Skeleton height={16} />
      <Skeleton height={16} />
      <Skeleton height={16} width="70%" />
      {["a", "b", "c", "d"].map((line) => (
        <Skeleton key={line} height={52} />
      ))}
    </div>
  </Page>
);
