import type { GroupMockResult } from "@lyceum/shared/attempts";
import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { attemptQuery, examQuery } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { download } from "../../lib/download.ts";
import { counted } from "../../lib/format.ts";
import { groupMockResultsQuery, isSettling, type KnownMock } from "../../lib/group-mocks.ts";
import { useNow } from "../../lib/use-now.ts";
import classes from "./group-mocks.module.css";
import { bestFirst, meansOf, meansSentence, resultsCsv } from "./results.ts";
import { type Domain, ResultsTable } from "./results-table.tsx";

/** How a mock that is closed went, for those who may be shown. */
export function Results({ cohort, mock }: { cohort: Cohort; mock: KnownMock }) {
  const exam = useQuery(examQuery(mock.examId));
  const pages = useInfiniteQuery(groupMockResultsQuery(cohort.id, mock));
  useAllPages(pages);
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
          {mock.attemptId && <OwnResult own={items.find(({ me }) => me)} attemptId={mock.attemptId} />}
          {items.length > 0 ? (
            <Shown results={items} domains={exam.data.domains} complete={!pages.hasNextPage} />
          ) : (
            !pages.hasNextPage &&
            !settling && (
              <Text>
                {mock.begun === 0
                  ? "Nobody sat this mock."
                  : "There is no result to show: who sat it is not on the group's boards, or has discarded it."}
              </Text>
            )
          )}
          {settling && (
            <Text role="status">
              Just closed: the results of those who were at it until the end come in within a minute.
            </Text>
          )}
          {pages.isFetchNextPageError && (
            <LoadProblem what="More results" error={pages.error} onRetry={() => void pages.fetchNextPage()} />
          )}
          <Text size="sm" c="dimmed" className={classes.reading ?? ""}>
            {instructor
              ? "Learners who share their details with instructors. "
              : "Learners who are on the group's boards. "}
            Oneself is always among them; who has left is not. Every score is an estimate: the range below it
            is where it likely lies.
          </Text>
          {instructor && items.length > 0 && !pages.hasNextPage && (
            <DownloadButton mock={mock} results={items} domains={exam.data.domains} />
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

/** The caller's own result where it is among those that are shown; in any case the way to the attempt. */
function OwnResult({ own, attemptId }: { own: GroupMockResult | undefined; attemptId: string }) {
  const { error } = useQuery({ ...attemptQuery(attemptId), enabled: own === undefined });
  if (error instanceof ClientError && error.code === "not_found") {
    return (
      <p className={classes.own}>You have discarded your attempt, so you have no result in this mock.</p>
    );
  }
  const scaled = own?.result.scaled;
  return (
    <p className={classes.own}>
      {scaled ? (
        <>
          Your score: <strong>{Math.round(scaled.score)}</strong>, likely {Math.round(scaled.low)} to{" "}
          {Math.round(scaled.high)}; {scaled.pass} passes.
        </>
      ) : (
        "You took part."
      )}{" "}
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
        {complete
          ? meansSentence(results.length, means)
          : `${counted(results.length, "result")} loaded so far: the table and its mean are of those.`}
      </Text>
      <ResultsTable results={bestFirst(results)} means={means} domains={domains} />
    </>
  );
}

function DownloadButton({
  mock: { examId, opensAt },
  results,
  domains,
}: {
  mock: KnownMock;
  results: readonly GroupMockResult[];
  domains: readonly Domain[];
}) {
  const ids = domains.map(({ id }) => id);
  return (
    <Button
      variant="default"
      w="fit-content"
      onClick={() =>
        download(
          `${examId}-group-mock-${opensAt.slice(0, 10)}.csv`,
          "text/csv",
          resultsCsv(bestFirst(results), ids),
        )
      }
    >
      Download as a CSV file
    </Button>
  );
}
