import { Skeleton, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { auditQuery, loadedItems } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import classes from "./cohorts.module.css";
import { logSentence } from "./log.ts";

const route = getRouteApi("/members/groups/$cohortId/log");

/** Who did what in the group, for those who look after it. */
export function LogPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Log">
      {() => <Log cohortId={cohortId} />}
    </GroupPage>
  );
}

function Log({ cohortId }: { cohortId: string }) {
  const entries = useInfiniteQuery(auditQuery(cohortId));
  const items = loadedItems(entries.data);
  return (
    <section className={classes.section} aria-labelledby="log">
      <Title order={2} id="log">
        What has happened
      </Title>
      {items ? (
        <ol className={classes.rows}>
          {items.map((entry, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and two may say the same
            <li key={place} className={classes.entry}>
              <time dateTime={entry.at}>{dateTime(entry.at)}</time>
              <span>{logSentence(entry)}</span>
            </li>
          ))}
        </ol>
      ) : entries.isError ? (
        <LoadProblem what="The log" error={entries.error} onRetry={() => void entries.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the log" className={classes.section}>
          <Skeleton height={40} />
          <Skeleton height={40} />
          <Skeleton height={40} />
        </div>
      )}
      <ShowMore pages={entries} what="Older entries">
        Show older
      </ShowMore>
    </section>
  );
}
