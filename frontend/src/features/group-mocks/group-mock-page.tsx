import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { groupMockQuery, type KnownMock, secondsUntil } from "../../lib/group-mocks.ts";
import { useNow } from "../../lib/use-now.ts";
import { About, Facts } from "./about.tsx";
import { Begin } from "./begin.tsx";
import { CancelMock } from "./cancel-mock.tsx";
import classes from "./group-mocks.module.css";
import { OwnAttempt } from "./own-attempt.tsx";
import { Results } from "./results-section.tsx";
import { timeUntil } from "./window.ts";

const route = getRouteApi("/members/groups/$cohortId/mocks/$mockId");

/** One of a group's mocks: what it is, the way into it while it is open, and the results once it is closed. */
export function GroupMockPage() {
  const { cohortId, mockId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Mock">
      {(cohort) => <Mock key={mockId} cohort={cohort} mockId={mockId} />}
    </GroupPage>
  );
}

function Mock({ cohort, mockId }: { cohort: Cohort; mockId: string }) {
  const { data: mock, error, refetch } = useQuery(groupMockQuery(cohort.id, mockId));
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return <NoSuchMock cohortId={cohort.id} />;
  }
  if (!mock) {
    return error ? (
      <LoadProblem what="The mock" error={error} onRetry={() => void refetch()} />
    ) : (
      <div role="status" aria-label="Loading the mock" className={classes.section}>
        <Skeleton height={32} width="50%" />
        <Skeleton height={72} />
        <Skeleton height={200} />
      </div>
    );
  }
  const isActive = cohort.state === "active";
  const mayCancel = cohort.me.role !== "learner" && isActive && mock.begun === 0 && mock.state !== "closed";
  return (
    <div className={classes.sections}>
      <section className={classes.section} aria-labelledby="mock">
        <AnchorLink
          to="/groups/$cohortId/mocks"
          params={{ cohortId: cohort.id }}
          className={classes.link ?? ""}
        >
          All mocks of the group
        </AnchorLink>
        <Title order={2} id="mock" className={classes.name ?? ""}>
          {mock.name} <span className={classes.tag}>{states[mock.state]}</span>
        </Title>
        <Facts mock={mock} />
      </section>
      {mock.state === "closed" ? (
        <Results cohort={cohort} mock={mock} />
      ) : (
        <div className={classes.columns}>
          <About cohort={cohort} mock={mock} />
          <div
            className={classes.start}
            data-first={mock.attemptId !== undefined || mock.state === "scheduled" || !isActive || undefined}
          >
            {mock.attemptId ? (
              <OwnAttempt attemptId={mock.attemptId} resultsAt={mock.closesAt} />
            ) : !isActive ? (
              <Archived />
            ) : mock.state === "open" ? (
              <Begin cohortId={cohort.id} mock={mock} />
            ) : (
              <Countdown mock={mock} />
            )}
          </div>
        </div>
      )}
      {mayCancel && <CancelMock cohortId={cohort.id} mock={mock} />}
    </div>
  );
}

const states: Readonly<Record<KnownMock["state"], string>> = {
  scheduled: "To come",
  open: "Open now",
  closed: "Closed",
};

const Archived = () => (
  <div className={classes.form}>
    <Title order={3}>The group is archived</Title>
    <Text>Nobody can begin this mock, or cancel it, unless an owner restores the group.</Text>
  </div>
);

/** Not announced each time that it changes: it is there to be read. */
function Countdown({ mock }: { mock: KnownMock }) {
  const at = useNow();
  return (
    <div className={classes.form}>
      <Title order={3}>Opens {timeUntil(secondsUntil(mock, "opensAt", at))}</Title>
      <Text>You can begin it then, on this page. It opens by itself: there is nothing to reload.</Text>
    </div>
  );
}

const NoSuchMock = ({ cohortId }: { cohortId: string }) => (
  <Notice
    kind="notice"
    actions={
      <ButtonLink to="/groups/$cohortId/mocks" params={{ cohortId }}>
        All mocks of the group
      </ButtonLink>
    }
  >
    There is no such mock. It may have been cancelled.
  </Notice>
);
