import type { Cohort } from "@lyceum/shared/cohorts";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { duration } from "../../lib/durations.ts";
import { counted, dateTime } from "../../lib/format.ts";
import { currentMocks, groupMocksQuery, type KnownMock } from "../../lib/group-mocks.ts";
import classes from "./group-mocks.module.css";

const route = getRouteApi("/members/groups/$cohortId/mocks/");

/** The mocks that a group sits together: those that can be begun, those to come, and how the others went. */
export function MocksPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Mocks">
      {(cohort) => <Mocks cohort={cohort} />}
    </GroupPage>
  );
}

function Mocks({ cohort }: { cohort: Cohort }) {
  const mocks = useInfiniteQuery(groupMocksQuery(cohort.id));
  const items = loadedItems(mocks.data);
  const maySchedule = cohort.me.role !== "learner" && cohort.state === "active";
  if (!items) {
    return mocks.isError ? (
      <LoadProblem what="The mocks" error={mocks.error} onRetry={() => void mocks.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the mocks" className={classes.section}>
        <Skeleton height={64} />
        <Skeleton height={64} />
      </div>
    );
  }
  if (items.length === 0 && !mocks.hasNextPage) {
    return <NoMocks cohortId={cohort.id} maySchedule={maySchedule} />;
  }
  const { open, upcoming } = currentMocks(items);
  const closed = items.filter(({ state }) => state === "closed");
  return (
    <div className={classes.sections}>
      {maySchedule && <ScheduleLink cohortId={cohort.id} />}
      <MockList heading="Open now" cohortId={cohort.id} mocks={open} />
      <MockList heading="To come" cohortId={cohort.id} mocks={upcoming} />
      <MockList heading="Closed" cohortId={cohort.id} mocks={closed} />
      <ShowMore pages={mocks} what="Older mocks">
        Show older
      </ShowMore>
    </div>
  );
}

const ScheduleLink = ({ cohortId }: { cohortId: string }) => (
  <ButtonLink to="/groups/$cohortId/mocks/new" params={{ cohortId }} w="fit-content">
    Schedule a mock
  </ButtonLink>
);

const NoMocks = ({ cohortId, maySchedule }: { cohortId: string; maySchedule: boolean }) => (
  <section className={classes.empty} aria-labelledby="none">
    <Title order={2} size="h3" id="none">
      No mock yet
    </Title>
    <Text>
      A group mock is a full mock that everybody here may sit: the same questions for all, within the same
      days, each at a time of one's own. Once it has closed, the results stand side by side.
    </Text>
    {maySchedule ? (
      <ScheduleLink cohortId={cohortId} />
    ) : (
      <Text>Instructors schedule it. You will find it here, on the group's first page, and at home.</Text>
    )}
  </section>
);

function MockList({
  heading,
  cohortId,
  mocks,
}: {
  heading: string;
  cohortId: string;
  mocks: readonly KnownMock[];
}) {
  if (mocks.length === 0) return null;
  const id = heading.toLowerCase().replaceAll(" ", "-");
  return (
    <section className={classes.section} aria-labelledby={id}>
      <Title order={2} id={id}>
        {heading}
      </Title>
      <ul className={classes.rows}>
        {mocks.map((mock) => (
          <li key={mock.id} className={classes.row}>
            <div>
              <AnchorLink
                to="/groups/$cohortId/mocks/$mockId"
                params={{ cohortId, mockId: mock.id }}
                className={classes.rowLink ?? ""}
              >
                {mock.name}
              </AnchorLink>
              {mock.attemptId && (
                <span className={classes.tag}>
                  {mock.state === "closed" ? "You took part" : "Your try is under way or taken"}
                </span>
              )}
            </div>
            <Text size="sm" c="dimmed">
              <When mock={mock} /> · {counted(mock.count, "question")} in {duration(mock.minutes * 60)}
              {mock.state !== "scheduled" &&
                ` · begun by ${mock.begun === 0 ? "nobody" : counted(mock.begun, "member")}`}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

function When({ mock: { state, opensAt, closesAt } }: { mock: KnownMock }) {
  const [word, at] =
    state === "scheduled"
      ? ["Opens", opensAt]
      : state === "open"
        ? ["Open until", closesAt]
        : ["Closed", closesAt];
  return (
    <>
      {word} <time dateTime={at}>{dateTime(at)}</time>
    </>
  );
}
