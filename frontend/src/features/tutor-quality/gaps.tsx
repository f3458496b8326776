import type { Cohort } from "@lyceum/shared/cohorts";
import type { Gap } from "@lyceum/shared/tutor";
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import { gapsQuery, type ListedGap, renewGaps } from "./queries.ts";
import { States } from "./states.tsx";
import { gapDone, gapFacts, gapStates } from "./texts.ts";
import classes from "./tutor-quality.module.css";

const route = getRouteApi("/members/groups/$cohortId/tutor/quality");

/** What learners asked and the notes don't answer. */
export function Gaps({ cohort }: { cohort: Cohort }) {
  const { gaps: state = "open", ...others } = route.useSearch();
  return (
    <section className={classes.section} aria-labelledby="gaps">
      <div className={classes.head}>
        <Title order={2} id="gaps">
          Gaps in the notes
        </Title>
        <ButtonLink to="/groups/$cohortId/notes" params={{ cohortId: cohort.id }} variant="default" size="sm">
          Upload notes
        </ButtonLink>
      </div>
      <Text className={classes.reading ?? ""}>
        Questions that the notes don't answer, as learners sent them. Add a note that does, and mark the gap
        as added.
      </Text>
      <States
        label="Which gaps"
        states={[
          { name: gapStates.open.label, search: others, isHere: state === "open" },
          { name: gapStates.added.label, search: { ...others, gaps: "added" }, isHere: state === "added" },
          {
            name: gapStates.dismissed.label,
            search: { ...others, gaps: "dismissed" },
            isHere: state === "dismissed",
          },
        ]}
      />
      <GapList key={state} cohort={cohort} state={state} />
    </section>
  );
}

function GapList({ cohort, state }: { cohort: Cohort; state: Gap["state"] }) {
  const pages = useInfiniteQuery(gapsQuery(cohort.id, state));
  const gaps = loadedItems(pages.data);
  if (!gaps) {
    return pages.isError ? (
      <LoadProblem what="The gaps" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the gaps" className={classes.section}>
        <Skeleton height={96} />
        <Skeleton height={96} />
      </div>
    );
  }
  if (gaps.length === 0) return <Text className={classes.empty ?? ""}>{gapStates[state].empty}</Text>;
  return (
    <>
      <ul className={classes.rows}>
        {gaps.map((gap) => (
          <GapRow key={gap.id} cohort={cohort} listed={gap} />
        ))}
      </ul>
      <ShowMore pages={pages} what="More gaps" />
    </>
  );
}

function GapRow({ cohort, listed }: { cohort: Cohort; listed: ListedGap }) {
  const [changed, setChanged] = useState<ListedGap>();
  const { id: gapId, question, lastAt, nearest, state } = changed ?? listed;
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: Gap["state"]) =>
      client.call("PATCH /cohorts/{cohortId}/tutor/gaps/{gapId}", {
        params: { cohortId: cohort.id, gapId },
        body: { state: wanted },
      }),
    onSuccess: (gap) => {
      setChanged(gap);
      void renewGaps(queryClient, cohort.id);
    },
  });
  // The button that was pressed is gone with the change.
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (changed) row.current?.focus();
  }, [changed]);

  const act = (name: string, wanted: Gap["state"]) => (
    <BusyButton
      variant="default"
      size="sm"
      aria-label={`${name}: ${question}`}
      busy={change.isPending && change.variables === wanted}
      onClick={() => change.mutate(wanted)}
    >
      {name}
    </BusyButton>
  );
  return (
    <li ref={row} tabIndex={-1} className={classes.row}>
      <h3 className={classes.question}>{question}</h3>
      <Text size="sm" c="dimmed">
        {gapFacts(listed)} · last <time dateTime={lastAt}>{dateTime(lastAt)}</time>
        {nearest && (
          <>
            {" · nearest note: "}
            <NearestNote examId={cohort.examId} {...nearest} />
          </>
        )}
      </Text>
      {cohort.state === "active" && (
        <div className={classes.buttons}>
          {state !== listed.state ? (
            <>
              <span role="status">{gapDone[state]}.</span>
              <Button
                variant="subtle"
                size="sm"
                aria-label={`Undo: ${question}`}
                disabled={change.isPending}
                onClick={() => change.mutate(listed.state)}
              >
                Undo
              </Button>
            </>
          ) : state === "open" ? (
            <>
              {act("Added", "added")}
              {act("Not needed", "dismissed")}
            </>
          ) : (
            act("Open again", "open")
          )}
        </div>
      )}
      {change.isError && <Notice kind="problem">{messageOf(change.error)}</Notice>}
    </li>
  );
}

/** Where learners' question would have fitted best. A note of its own may be better. */
const NearestNote = ({
  examId,
  noteId,
  noteTitle,
  cohortId,
}: NonNullable<Gap["nearest"]> & { examId: string }) =>
  cohortId === null ? (
    <AnchorLink to="/exams/$examId/notes/$noteId" params={{ examId, noteId }}>
      {noteTitle}
    </AnchorLink>
  ) : (
    <AnchorLink to="/groups/$cohortId/notes/$noteId" params={{ cohortId, noteId }}>
      {noteTitle}
    </AnchorLink>
  );
