import type { Cohort, CohortDashboard } from "@lyceum/shared/cohorts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { examQuery } from "../../lib/api.ts";
import { dashboardQuery } from "../../lib/cohorts.ts";
import { dayIn } from "../../lib/days.ts";
import { counted } from "../../lib/format.ts";
import classes from "./dashboard.module.css";
import { Learners } from "./learners.tsx";
import { Questions } from "./questions.tsx";
import { ByTask, Readiness, Weeks } from "./together.tsx";

const route = getRouteApi("/members/groups/$cohortId/dashboard");

/** What the group knows and doesn't, who is falling behind, and whether they work: for those who look after it. */
export function DashboardPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Dashboard">
      {(cohort) =>
        cohort.me.role === "learner" ? (
          <Notice kind="notice">
            The dashboard is for the group's instructors and owners. How ready you are yourself is on your
            home page.
          </Notice>
        ) : (
          <Dashboard cohort={cohort} />
        )
      }
    </GroupPage>
  );
}

function Dashboard({ cohort }: { cohort: Cohort }) {
  const dashboard = useQuery(dashboardQuery(cohort.id));
  const exam = useQuery(examQuery(cohort.examId));
  if (!dashboard.data || !exam.data) {
    const failed = [dashboard, exam].find(({ data, isError }) => data === undefined && isError);
    return failed ? (
      <LoadProblem
        what="The dashboard"
        error={failed.error}
        onRetry={() => {
          void dashboard.refetch();
          void exam.refetch();
        }}
      />
    ) : (
      <div role="status" aria-label="Loading the dashboard" className={classes.section}>
        <Skeleton height={240} />
        <Skeleton height={320} />
        <Skeleton height={240} />
      </div>
    );
  }
  return <Sections cohort={cohort} dashboard={dashboard.data} exam={exam.data} />;
}

function Sections({
  cohort,
  dashboard: { learners, answering, needed, readiness, tasks, weeks },
  exam,
}: {
  cohort: Cohort;
  dashboard: CohortDashboard;
  exam: ExamProfile;
}) {
  const today = dayIn(cohort.timeZone, new Date());
  return (
    <div className={classes.sections}>
      {readiness && tasks ? (
        <>
          <Readiness readiness={readiness} />
          <ByTask tasks={tasks} exam={exam} today={today} />
        </>
      ) : (
        <TooFew cohort={cohort} learners={learners} answering={answering} needed={needed} />
      )}
      <Weeks weeks={weeks} examId={exam.id} today={today} />
      <Learners cohort={cohort} domains={exam.domains} learners={learners} today={today} />
      <Questions examId={exam.id} />
    </div>
  );
}

function TooFew({
  cohort: { id: cohortId, state },
  learners,
  answering,
  needed,
}: {
  cohort: Cohort;
  learners: number;
  answering: number;
  needed: number;
}) {
  return (
    <div className={classes.few}>
      <Text fw={600}>
        {learners === 0
          ? "No learner is in this group yet."
          : `${counted(learners, "learner is", "learners are")} in this group so far, ${answering} of them with answers.`}
      </Text>
      <Text>
        How ready learners are, and what they know of each task, shows when {needed} have answered, and when
        of those who don't share their details there are none or {needed}: else it would tell how a single one
        does. Their activity by week is below.
      </Text>
      {state === "active" && (
        <ButtonLink to="/groups/$cohortId/invites" params={{ cohortId }} w="fit-content">
          Invite learners
        </ButtonLink>
      )}
    </div>
  );
}
