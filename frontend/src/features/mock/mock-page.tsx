import { Skeleton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, attemptsQuery } from "../../lib/api.ts";
import { About } from "./about.tsx";
import classes from "./mock.module.css";
import { Resume } from "./resume.tsx";
import { StartForm } from "./start-form.tsx";

const route = getRouteApi("/members/exams/$examId");

/** Before a full mock: what it is like, the rules, and the start; or the way back into the one that runs. */
export function MockPage() {
  const exam = route.useLoaderData();
  const account = useQuery(accountQuery);
  const attempts = useInfiniteQuery(attemptsQuery);
  const failed = [account, attempts].find(({ data, isError }) => data === undefined && isError);
  const running = attempts.data?.pages
    .flatMap(({ items, receivedAt }) => items.map((attempt) => ({ attempt, receivedAt })))
    .find(
      ({ attempt }) => attempt.state === "running" && attempt.kind === "mock" && attempt.examId === exam.id,
    );

  return (
    <Page title="Full mock" heading={`${exam.code}: full mock`}>
      <div className={classes.columns}>
        <About exam={exam} />
        <div className={classes.start} data-running={running !== undefined || undefined}>
          {failed ? (
            <LoadProblem
              what="Your settings"
              error={failed.error}
              onRetry={() => {
                void account.refetch();
                void attempts.refetch();
              }}
            />
          ) : !account.data || !attempts.data ? (
            <div role="status" aria-label="Loading your settings" className={classes.form}>
              <Skeleton height={70} />
              <Skeleton height={70} />
              <Skeleton height={44} />
            </div>
          ) : running?.attempt.state === "running" ? (
            <Resume attempt={running.attempt} receivedAt={running.receivedAt} />
          ) : (
            <StartForm exam={exam} usualExtraTime={account.data.extraTimePercent} />
          )}
        </div>
      </div>
    </Page>
  );
}
