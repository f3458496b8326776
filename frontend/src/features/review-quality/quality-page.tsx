import type { Cohort } from "@lyceum/shared/cohorts";
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LoadProblem } from "../../components/notice.tsx";
import { ReviewPlaces } from "../../components/review/review-places.tsx";
import { ReviewersPage } from "../../components/review/reviewers.tsx";
import { examQuery } from "../../lib/api.ts";
import { qualityQuery } from "../../lib/review.ts";
import { Acceptance } from "./acceptance.tsx";
import { Agreement, Later } from "./agreement.tsx";
import classes from "./quality.module.css";
import { QueueAges, Throughput } from "./throughput.tsx";
import { TrailExport } from "./trail-export.tsx";

const route = getRouteApi("/members/groups/$cohortId/review/quality");

/** How the review itself does: whether it keeps up, what it lets through, and whether reviewers mean the same. */
export function QualityPage() {
  const { cohortId } = route.useParams();
  return (
    <ReviewersPage cohortId={cohortId} title="Quality of the review">
      {(cohort) => (
        <>
          <ReviewPlaces cohortId={cohortId} />
          <Quality cohort={cohort} />
        </>
      )}
    </ReviewersPage>
  );
}

function Quality({ cohort }: { cohort: Cohort }) {
  const quality = useQuery(qualityQuery(cohort.id));
  const exam = useQuery(examQuery(cohort.examId)).data;
  if (!quality.data) {
    return quality.isError ? (
      <LoadProblem what="The figures" error={quality.error} onRetry={() => void quality.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the figures" className={classes.section}>
        <Skeleton height={240} />
        <Skeleton height={160} />
        <Skeleton height={240} />
      </div>
    );
  }
  const { weeks, queue, acceptance, agreement, later } = quality.data;
  return (
    <div className={classes.sections}>
      <Throughput weeks={weeks} />
      <QueueAges queue={queue} />
      <Acceptance acceptance={acceptance} exam={exam} />
      <Agreement agreement={agreement} />
      <Later later={later} />
      <TrailExport cohort={cohort} />
    </div>
  );
}
