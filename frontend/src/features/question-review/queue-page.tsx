import type { Cohort } from "@lyceum/shared/cohorts";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ReviewPlaces } from "../../components/review/review-places.tsx";
import { ReviewersPage } from "../../components/review/reviewers.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { type QueueFilter, queueQuery } from "../../lib/review.ts";
import { stateNames } from "../../lib/review-names.ts";
import { QueueFilters } from "./queue-filters.tsx";
import { QueueList } from "./queue-list.tsx";
import classes from "./review.module.css";
import { filterCount } from "./search.ts";

const route = getRouteApi("/members/groups/$cohortId/review/");

/** A group's candidates that wait for its reviewers, or have been decided. */
export function QueuePage() {
  const { cohortId } = route.useParams();
  const filter = route.useSearch();
  return (
    <ReviewersPage cohortId={cohortId} title="Review">
      {(cohort) => (
        <>
          <ReviewPlaces cohortId={cohortId} />
          <section className={classes.section} aria-labelledby="queue">
            <Title order={2} id="queue" tabIndex={-1}>
              {stateNames[filter.state ?? "in_review"]}
            </Title>
            <QueueFilters cohort={cohort} filter={filter} />
            <Queue key={JSON.stringify(filter)} cohort={cohort} filter={filter} />
          </section>
        </>
      )}
    </ReviewersPage>
  );
}

function Queue({ cohort, filter }: { cohort: Cohort; filter: QueueFilter }) {
  const pages = useInfiniteQuery(queueQuery(cohort.id, filter));
  const candidates = loadedItems(pages.data);
  if (!candidates) {
    return pages.isError ? (
      <LoadProblem what="The queue" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the queue" className={classes.section}>
        <Skeleton height={96} />
        <Skeleton height={96} />
        <Skeleton height={96} />
      </div>
    );
  }
  if (candidates.length === 0 && !pages.hasNextPage) return <Nothing cohort={cohort} filter={filter} />;
  return <QueueList cohort={cohort} filter={filter} candidates={candidates} pages={pages} />;
}

/** Says why there is nothing, and what one can do. */
function Nothing({
  cohort: { id: cohortId, state: groupState },
  filter,
}: {
  cohort: Cohort;
  filter: QueueFilter;
}) {
  const { state } = filter;
  if (filterCount(filter) > 0) {
    return (
      <div className={classes.empty}>
        <Text>Nothing fits what you chose.</Text>
        <ButtonLink
          to="/groups/$cohortId/review"
          params={{ cohortId }}
          search={state ? { state } : {}}
          variant="default"
        >
          Show all
        </ButtonLink>
      </div>
    );
  }
  return (
    <div className={classes.empty}>
      <Text>
        {state
          ? "There is none."
          : "Nothing waits for review. Have questions written from the group's notes: what passes the checks comes here."}
      </Text>
      {!state && groupState === "active" && (
        <ButtonLink to="/groups/$cohortId/generate" params={{ cohortId }}>
          Have questions written
        </ButtonLink>
      )}
    </div>
  );
}
