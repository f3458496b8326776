import type { Cohort } from "@lyceum/shared/cohorts";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { examQuery } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { counted, dateTime } from "../../lib/format.ts";
import classes from "./generation.module.css";
import { generationsQuery } from "./queries.ts";
import { generationStates, progressText } from "./texts.ts";
import { wishText } from "./wish.ts";

/** What the group has asked for before, the latest first. */
export function Wishes({ cohort: { id: cohortId, examId } }: { cohort: Cohort }) {
  const pages = useInfiniteQuery(generationsQuery(cohortId));
  const exam = useQuery(examQuery(examId)).data;
  const tasks = exam?.domains.flatMap((domain) => domain.tasks).length ?? 0;
  const wishes = loadedItems(pages.data);
  return (
    <section className={classes.section} aria-labelledby="wishes">
      <Title order={3} id="wishes">
        Asked for before
      </Title>
      {!wishes ? (
        pages.isError ? (
          <LoadProblem what="The list" error={pages.error} onRetry={() => void pages.refetch()} />
        ) : (
          <Skeleton height={120} role="status" aria-label="Loading what was asked for" />
        )
      ) : wishes.length === 0 && !pages.hasNextPage ? (
        <Text c="dimmed">Nothing yet. What you ask for stands here, with how far it is.</Text>
      ) : (
        <>
          <ul className={classes.rows}>
            {wishes.map((generation) => (
              <li key={generation.id} className={classes.row}>
                <div className={classes.rowHead}>
                  <AnchorLink
                    to="/groups/$cohortId/generate/$generationId"
                    params={{ cohortId, generationId: generation.id }}
                    className={classes.rowLink ?? ""}
                  >
                    <span>
                      {counted(generation.wish.count, "question")},{" "}
                      <time dateTime={generation.at}>{dateTime(generation.at)}</time>
                    </span>
                  </AnchorLink>
                  <span className={classes.tag} data-state={generation.state}>
                    {generationStates[generation.state]}
                  </span>
                </div>
                <Text size="sm" c="dimmed">
                  {wishText(generation.wish, tasks)}
                </Text>
                <Text size="sm">{progressText(generation)}</Text>
              </li>
            ))}
          </ul>
          <ShowMore pages={pages} what="Older ones">
            Show older
          </ShowMore>
        </>
      )}
    </section>
  );
}
