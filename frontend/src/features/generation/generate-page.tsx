import type { Cohort } from "@lyceum/shared/cohorts";
import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ReviewersPage } from "../../components/review/reviewers.tsx";
import { examQuery } from "../../lib/api.ts";
import { BudgetPanel } from "./budget.tsx";
import classes from "./generation.module.css";
import { ModelsHint } from "./models-hint.tsx";
import { generationQuery } from "./queries.ts";
import { typedOf, usualWish } from "./wish.ts";
import { WishForm } from "./wish-form.tsx";
import { Wishes } from "./wishes.tsx";

const route = getRouteApi("/members/groups/$cohortId/generate/");

/** Where instructors have questions written from study notes, and see what they asked for before. */
export function GeneratePage() {
  const { cohortId } = route.useParams();
  return (
    <ReviewersPage cohortId={cohortId} title="New questions">
      {(cohort) => (
        <div className={classes.columns}>
          <section className={classes.section} aria-labelledby="new">
            <Title order={2} id="new">
              Have questions written
            </Title>
            {cohort.state === "archived" ? (
              <Notice kind="notice">No questions are written while the group is archived.</Notice>
            ) : (
              <NewWish cohort={cohort} />
            )}
          </section>
          <div className={classes.aside}>
            <BudgetPanel cohortId={cohortId} />
            <Wishes cohort={cohort} />
          </div>
        </div>
      )}
    </ReviewersPage>
  );
}

function NewWish({ cohort }: { cohort: Cohort }) {
  const { like } = route.useSearch();
  const exam = useQuery(examQuery(cohort.examId));
  const model = useQuery({ ...generationQuery(cohort.id, like ?? ""), enabled: like !== undefined });
  if (exam.isError) {
    return <LoadProblem what="The exam" error={exam.error} onRetry={() => void exam.refetch()} />;
  }
  // A wish that can't be found is like none.
  if (!exam.data || (like !== undefined && model.isPending)) {
    return (
      <div role="status" aria-label="Loading the form" className={classes.section}>
        <Skeleton height={70} />
        <Skeleton height={140} />
        <Skeleton height={140} />
      </div>
    );
  }
  return (
    <>
      <ModelsHint />
      <WishForm
        key={like ?? ""}
        cohortId={cohort.id}
        exam={exam.data}
        first={model.data ? typedOf(model.data.wish, exam.data) : usualWish(exam.data)}
      />
    </>
  );
}
