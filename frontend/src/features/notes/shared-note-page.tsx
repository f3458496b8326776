import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { noteQuery } from "../../lib/notes.ts";
import { AskTutor } from "./ask-tutor.tsx";
import { NoteBody } from "./note-body.tsx";
import classes from "./notes.module.css";
import { noteFacts } from "./texts.ts";

const route = getRouteApi("/members/exams/$examId/notes/$noteId");

/** A note that all who prepare for an exam share, to be read. */
export function SharedNotePage() {
  const { examId, noteId } = route.useParams();
  const place = route.useSearch();
  const { data: note, error, refetch } = useQuery(noteQuery({ examId }, noteId));
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Page key="none" title="No such note" reading>
        <Notice
          kind="notice"
          actions={
            <ButtonLink to="/exams/$examId/notes" params={{ examId }}>
              All notes
            </ButtonLink>
          }
        >
          There is no such note for this exam.
        </Notice>
      </Page>
    );
  }
  if (!note) {
    return (
      <Page key="waiting" title="Note">
        {error ? (
          <LoadProblem what="The note" error={error} onRetry={() => void refetch()} />
        ) : (
          <div role="status" aria-label="Loading the note" className={classes.section}>
            <Skeleton height={16} width="40%" />
            <Skeleton height={240} />
          </div>
        )}
      </Page>
    );
  }
  return (
    <Page key={noteId} title={note.title}>
      <article className={classes.section}>
        <Text c="dimmed">{noteFacts(note)}</Text>
        <AnchorLink to="/exams/$examId/notes" params={{ examId }} className={classes.link ?? ""}>
          All shared notes
        </AnchorLink>
        <AskTutor examId={examId} noteId={noteId}>
          <NoteBody shelf={{ examId }} note={note} place={place} level={2} />
        </AskTutor>
      </article>
    </Page>
  );
}
