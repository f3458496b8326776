import { Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { reasonNames } from "../../lib/disputes.ts";
import { dateTime } from "../../lib/format.ts";
import classes from "./bank.module.css";
import { sayingsQuery, type VersionId } from "./queries.ts";

/** What learners say about a version. */
export function Sayings(id: VersionId) {
  const pages = useInfiniteQuery(sayingsQuery(id));
  const sayings = loadedItems(pages.data);
  if (!sayings) {
    return pages.isError ? (
      <LoadProblem what="What learners say" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading what learners say" className={classes.section}>
        <Skeleton height={72} />
      </div>
    );
  }
  if (sayings.length === 0) return <Text c="dimmed">Nobody has disputed this version.</Text>;
  return (
    <>
      <ul className={classes.sayings}>
        {sayings.map(({ reason, text, at }) => (
          <li key={`${at} ${text}`} className={classes.saying}>
            <strong>{reasonNames[reason]}</strong>
            <p>{text}</p>
            <Text size="sm" c="dimmed" component="time" dateTime={at}>
              {dateTime(at)}
            </Text>
          </li>
        ))}
      </ul>
      <ShowMore pages={pages} what="More of what learners say" />
    </>
  );
}
