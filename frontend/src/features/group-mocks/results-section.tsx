import type { GroupMockResult } from "@lyceum/shared/attempts";
import type { Cohort } from "@lyceum/shared/cohorts";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { examQuery, messageOf } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { download } from "../../lib/download.ts";
import { groupMockResultsQuery, isSettling, type KnownMock } from "../../lib/group-mocks.ts";
import { useNow } from "../../lib/use-now.ts";
import classes from "./group-mocks.module.css";
import { bestFirst, meansOf, meansSentence, resultsCsv } from "./results.ts";
import { type Domain, ResultsTable } from "./results-table.tsx";

/** How a mock that is closed went, for those who may be shown. */
export function Results({ cohort, mock }: { cohort: Cohort; mock: KnownMock }) {
  const exam = useQuery(examQuery(mock.examId));
  const pages = useInfiniteQuery(groupMockResultsQuery(cohort.id, mock));
  const items = loadedItems(pages.data);
  const failed = [pages, exam].find(({ data, isError }) => data === undefined && isError);
  const settling = isSettling(mock, useNow());
  const instructor = cohort.me.role !== "learner";
  return (
    <section className={classes.section} aria-labelledby="results">
      <Title order={3} id="results">
        Results side by side
      </Title>
      {items && exam.data ? (
        <>
          <OwnResult own={items.find(({ me }) => me)} mock={mock} />
          {items.length > 0 ? (
            <Shown results={items} domains={exam.data.domains} complete={!pages.hasNextPage} />
          ) : (
            !pages.hasNextPage &&
            !settling && (
              <Text>
                {mock.begun === 0
                  ? "Nobody sat this mock."
                  : "There is no result to show: who sat it is not on the group's boards."}
              </Text>
            )
          )}
          {settling && (
            <Text role="status">
              Just closed: the results of those who were at it until the end come in within a minute.
            </Text>
          )}
          <ShowMore pages={pages} what="More results" />
          <Text size="sm" c="dimmed" className={classes.reading ?? ""}>
            Members who are not on the group's boards, or have left, are shown to nobody but themselves.
            {instructor && " Names are those of members who share with you."} Every score is an estimate: the
            range below it is where it likely lies.
          </Text>
          {instructor && items.length > 0 && (
            <DownloadButton cohortId={cohort.id} mock={mock} domains={exam.data.domains} />
          )}
        </>
      ) : failed ? (
        <LoadProblem
          what="The results"
          error={failed.error}
          onRetry={() => {
            void pages.refetch();
            void exam.refetch();
          }}
        />
      ) : (
        <div role="status" aria-label="Loading the results" className={classes.section}>
          <Skeleton height={24} width="60%" />
          <Skeleton height={52} />
          <Skeleton height={52} />
          <Skeleton height={52} />
        </div>
      )}
    </section>
  );
}

function OwnResult({ own, mock: { attemptId } }: { own: GroupMockResult | undefined; mock: KnownMock }) {
  const scaled = own?.result.scaled;
  if (!scaled || !attemptId) return null;
  return (
    <p className={classes.own}>
      Your score: <strong>{Math.round(scaled.score)}</strong>, likely {Math.round(scaled.low)} to{" "}
      {Math.round(scaled.high)}; {scaled.pass} passes.{" "}
      <AnchorLink to="/attempts/$attemptId" params={{ attemptId }}>
        See your answers
      </AnchorLink>
    </p>
  );
}

function Shown({
  results,
  domains,
  complete,
}: {
  results: readonly GroupMockResult[];
  domains: readonly Domain[];
  /** Whether these are all. */
  complete: boolean;
}) {
  const means = meansOf(results);
  if (!means) return null;
  return (
    <>
      <Text role="status">
        {meansSentence(results.length, means)}
        {!complete && " There are more: the table and its mean are of those that are loaded."}
      </Text>
      <ResultsTable results={bestFirst(results)} means={means} domains={domains} />
    </>
  );
}

/** Saves all results as a file, also those that are not on the page yet. */
function DownloadButton({
  cohortId,
  mock,
  domains,
}: {
  cohortId: string;
  mock: KnownMock;
  domains: readonly Domain[];
}) {
  const pages = useInfiniteQuery(groupMockResultsQuery(cohortId, mock));
  const save = useMutation({
    mutationFn: async () => {
      let known = pages;
      while (known.hasNextPage) known = await known.fetchNextPage({ throwOnError: true });
      const csv = resultsCsv(
        bestFirst(loadedItems(known.data) ?? []),
        domains.map(({ id }) => id),
      );
      download(`${mock.examId}-group-mock-${mock.opensAt.slice(0, 10)}.csv`, "text/csv", csv);
    },
  });
  return (
    <>
      {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
      <BusyButton variant="default" busy={save.isPending} onClick={() => save.mutate()} w="fit-content">
        Download as a CSV file
      </BusyButton>
    </>
  );
}
