import type { Cohort } from "@lyceum/shared/cohorts";
import type { Note } from "@lyceum/shared/notes";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import { GroupPage } from "../../components/group/group-page.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { notesQuery } from "../../lib/notes.ts";
import { AddNotes } from "./add-notes.tsx";
import { NoteRow } from "./note-row.tsx";
import classes from "./notes.module.css";
import { SharedNotes } from "./shared-notes.tsx";
import { useTransfers } from "./use-transfers.ts";

const route = getRouteApi("/members/groups/$cohortId/notes/");

/** What a group studies from: its own notes, and those that come with the exam. */
export function NotesPage() {
  const { cohortId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Notes">
      {(cohort) => (
        <div className={classes.sections}>
          <OwnNotes cohort={cohort} />
          <section className={classes.section} aria-labelledby="shared">
            <Title order={2} id="shared">
              Shared notes
            </Title>
            <Text c="dimmed">They come with the exam, for all who prepare for it.</Text>
            <SharedNotes examId={cohort.examId} headings={3} />
          </section>
        </div>
      )}
    </GroupPage>
  );
}

function OwnNotes({ cohort }: { cohort: Cohort }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const pages = useInfiniteQuery(notesQuery(cohort.id));
  const transfers = useTransfers(cohort.id);
  const notes = loadedItems(pages.data);
  const mayChange = cohort.me.role !== "learner" && cohort.state === "active";
  const onTheirWay = new Set(transfers.map(({ uploadId }) => uploadId));
  // A file on its way from here is shown as such already.
  const shown = notes?.filter(({ version, upload }) => version > 0 || !(upload && onTheirWay.has(upload.id)));
  return (
    <section className={classes.section} aria-labelledby="own">
      <div className={classes.head}>
        <Title order={2} id="own" ref={heading} tabIndex={-1}>
          The group's notes
        </Title>
        {mayChange && notes?.some(({ version }) => version > 0) && (
          <ButtonLink to="/groups/$cohortId/generate" params={{ cohortId: cohort.id }} variant="default">
            Have questions written
          </ButtonLink>
        )}
      </div>
      {mayChange && <AddNotes cohort={cohort} transfers={transfers} />}
      {!shown ? (
        pages.isError ? (
          <LoadProblem what="The notes" error={pages.error} onRetry={() => void pages.refetch()} />
        ) : (
          <div role="status" aria-label="Loading the notes" className={classes.section}>
            <Skeleton height={64} />
            <Skeleton height={64} />
          </div>
        )
      ) : shown.length === 0 && !pages.hasNextPage ? (
        transfers.length === 0 && <NoNotes mayChange={mayChange} />
      ) : (
        <>
          <Waiting notes={shown} />
          <ul className={classes.rows}>
            {shown.map((note) => (
              <NoteRow
                key={note.id}
                cohort={cohort}
                note={note}
                onGone={() => heading.current?.focus({ preventScroll: true })}
              />
            ))}
          </ul>
          <ShowMore pages={pages} what="More notes" />
        </>
      )}
    </section>
  );
}

const NoNotes = ({ mayChange }: { mayChange: boolean }) => (
  <Text className={classes.empty ?? ""}>
    {mayChange
      ? "The group has no notes of its own yet. Add what you study from: chapters, summaries, slides saved as PDF. Members read them here, and questions can be written from them, each with the sentences that support it."
      : "The group has no notes of its own yet. Instructors add them; until then there are the shared ones below."}
  </Text>
);

/** Says politely what waits for somebody, as the rows change by themselves. */
function Waiting({ notes }: { notes: readonly Note[] }) {
  const count = notes.filter(({ upload }) => upload?.state === "awaiting_consent").length;
  return (
    <p role="status" className={classes.live}>
      {count > 0 &&
        `${count === 1 ? "One upload waits" : `${count} uploads wait`} for your decision about personal data.`}
    </p>
  );
}
