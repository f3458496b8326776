import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, progressQuery } from "../../lib/api.ts";
import { Activity } from "./activity.tsx";
import { Domains } from "./domains.tsx";
import { Evidence } from "./evidence.tsx";
import { HowItIsWorkedOut, Probability } from "./probability.tsx";
import { Raise } from "./raise.tsx";
import classes from "./readiness.module.css";
import { Tasks } from "./tasks.tsx";

const route = getRouteApi("/members/exams/$examId");

/** How ready the learner is, how sure that is, and what would help most, or what is missing to tell; and what was done. */
export function ReadinessPage() {
  const exam = route.useLoaderData();
  const account = useQuery(accountQuery);
  const progress = useQuery(progressQuery(exam.id));
  const failed = [progress, account].find(({ data, isError }) => data === undefined && isError);
  const heading = `${exam.code}: readiness`;

  if (!progress.data || !account.data) {
    return (
      <Page title="Readiness" heading={heading}>
        {failed ? (
          <LoadProblem
            what="Your readiness"
            error={failed.error}
            onRetry={() => {
              void progress.refetch();
              void account.refetch();
            }}
          />
        ) : (
          <div role="status" aria-label="Loading your readiness" className={classes.section}>
            <Skeleton height={140} />
            <Skeleton height={220} />
            <Skeleton height={300} />
          </div>
        )}
      </Page>
    );
  }
  const { readiness, tasks, days } = progress.data;
  const { extraTimePercent } = account.data;
  return (
    <Page title="Readiness" heading={heading}>
      <div className={classes.sections}>
        {readiness.state === "estimated" ? (
          <>
            <div className={classes.top}>
              <Probability readiness={readiness} />
              <HowItIsWorkedOut exam={exam} />
            </div>
            <Raise readiness={readiness} exam={exam} extraTimePercent={extraTimePercent} />
            <Domains readiness={readiness} exam={exam} />
          </>
        ) : (
          <div className={classes.top}>
            <Evidence readiness={readiness} exam={exam} extraTimePercent={extraTimePercent} />
            <HowItIsWorkedOut exam={exam} />
          </div>
        )}
        <Tasks tasks={tasks} exam={exam} />
        <Activity days={days} exam={exam} />
      </div>
    </Page>
  );
}
