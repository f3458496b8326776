import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import { lifeSentence } from "../../lib/life.ts";
import { lifeQuery } from "../../lib/review.ts";
import classes from "./review.module.css";

/** All that has happened to a question, the first first. */
export function Life({ cohortId, questionId }: { cohortId: string; questionId: string }) {
  const pages = useInfiniteQuery(lifeQuery(cohortId, questionId));
  const events = loadedItems(pages.data);
  return (
    <section className={classes.section} aria-labelledby="life">
      <Title order={2} id="life">
        Its life so far
      </Title>
      {events ? (
        <ol className={classes.events}>
          {events.map((event, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, and two may say the same
            <li key={place} className={classes.event}>
              <time dateTime={event.at}>{dateTime(event.at)}</time>
              <div>
                {lifeSentence(event)}
                {event.detail && <blockquote className={classes.words}>{event.detail}</blockquote>}
                {event.by && (
                  <Text size="xs" c="dimmed">
                    {event.by.model}, prompt {event.by.prompt}
                  </Text>
                )}
              </div>
            </li>
          ))}
        </ol>
      ) : pages.isError ? (
        <LoadProblem what="Its life" error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <div role="status" aria-label="Loading its life" className={classes.section}>
          <Skeleton height={40} />
          <Skeleton height={40} />
        </div>
      )}
      <ShowMore pages={pages} what="What happened later">
        Show what happened later
      </ShowMore>
    </section>
  );
}
