import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { ButtonLink } from "../components/links.tsx";
import { LoadProblem, Notice } from "../components/notice.tsx";
import { noteMove, Page } from "../components/page.tsx";
import { SealedAttempt } from "../features/group-mocks/sealed-attempt.tsx";
import { attemptQuery } from "../lib/api.ts";
import { secondsLeft } from "../lib/durations.ts";
import { pauseUntil } from "../lib/pauses.ts";

/**
 * The code of what an attempt needs. Not by `lazy`: React holds back for 300 ms what it reveals, and a report is waited
 * for. What can't be loaded is the page's failure.
 */
const code = { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false, throwOnError: true };
const quizCode = queryOptions({
  ...code,
  queryKey: ["code", "quiz"],
  queryFn: () => import("../features/quiz/quiz.tsx"),
});
const reviewCode = queryOptions({
  ...code,
  queryKey: ["code", "review"],
  queryFn: () => import("../features/review/review.tsx"),
});

const route = getRouteApi("/members/attempts/$attemptId");

/**
 * An attempt at its address: the quiz while it runs, its review once it is submitted. The page stays when the address
 * changes to another attempt, so what it remembers is remembered of one attempt.
 */
export function AttemptPage() {
  const { attemptId } = route.useParams();
  const attempt = useQuery({
    ...attemptQuery(attemptId),
    refetchInterval: ({ state: { data, dataUpdatedAt } }) =>
      data?.state === "sealed" &&
      pauseUntil([
        secondsLeft({ deadline: data.resultsAt, now: data.now }, dataUpdatedAt, Date.now()) * 1000,
      ]),
  });
  const [endedElsewhere, setEndedElsewhere] = useState<string>();
  const { refetch } = attempt;
  const onEnded = useCallback(() => {
    setEndedElsewhere(attemptId);
    noteMove();
    void refetch();
  }, [attemptId, refetch]);
  const state = attempt.data?.state;
  const quiz = useQuery({ ...quizCode, enabled: state === "running" }).data;
  const review = useQuery({ ...reviewCode, enabled: state === "submitted" }).data;
  // What is in the cache may be older than what another device has saved: a quiz starts from fresh data only.
  // Once it has, what is fetched later is news for the page that is open.
  const [fresh, setFresh] = useState<string>();
  if (fresh !== attemptId && attempt.data && (attempt.isFetchedAfterMount || !attempt.isFetching)) {
    setFresh(attemptId);
  }

  if (attempt.isError) return <AttemptProblem error={attempt.error} onRetry={() => void attempt.refetch()} />;
  if (!attempt.data || fresh !== attemptId) return <Loading />;
  if (attempt.data.state === "running") {
    return quiz ? <quiz.Quiz key={attemptId} attempt={attempt.data} onEnded={onEnded} /> : <Loading />;
  }
  if (attempt.data.state === "sealed") return <SealedAttempt key={attemptId} attempt={attempt.data} />;
  if (!review) return <Loading />;
  return (
    <review.Review key={attemptId} attempt={attempt.data} endedElsewhere={endedElsewhere === attemptId} />
  );
}

function AttemptProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Page title="Nothing here" reading>
        <Notice kind="notice" actions={<ButtonLink to="/">Go home</ButtonLink>}>
          There is no quiz, drill or mock at this address. It may have been discarded, or it belongs to
          another account.
        </Notice>
      </Page>
    );
  }
  return (
    <Page title="Questions" reading>
      <LoadProblem what="This page" error={error} onRetry={onRetry} />
    </Page>
  );
}

const Loading = () => (
  <Page title="Questions">
    <div
      role="status"
      aria-label="Loading the questions"
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
