import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { GroupPage } from "../../components/group/group-page.tsx";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { noteQuery } from "../../lib/notes.ts";
import { AskTutor } from "./ask-tutor.tsx";
import { NoteActions } from "./note-actions.tsx";
import { NoteBody } from "./note-body.tsx";
import classes from "./notes.module.css";
import { noteFacts } from "./texts.ts";
import { UploadState } from "./upload-state.tsx";

const route = getRouteApi("/members/groups/$cohortId/notes/$noteId");

/** One of a group's own notes, to be read. */
export function NotePage() {
  const { cohortId, noteId } = route.useParams();
  return (
    <GroupPage cohortId={cohortId} title="Note">
      {(cohort) => <OwnNote key={noteId} cohort={cohort} noteId={noteId} />}
    </GroupPage>
  );
}

function OwnNote({ cohort, noteId }: { cohort: Cohort; noteId: string }) {
  const place = route.useSearch();
  const navigate = useNavigate();
  const shelf = { cohortId: cohort.id };
  const { data: note, error, refetch } = useQuery(noteQuery(shelf, noteId));
  const toList = () => void navigate({ to: "/groups/$cohortId/notes", params: { cohortId: cohort.id } });
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Notice
        kind="notice"
        actions={
          <ButtonLink to="/groups/$cohortId/notes" params={{ cohortId: cohort.id }}>
            The group's notes
          </ButtonLink>
        }
      >
        There is no such note. It may have been deleted.
      </Notice>
    );
  }
  if (!note) {
    return error ? (
      <LoadProblem what="The note" error={error} onRetry={() => void refetch()} />
    ) : (
      <div role="status" aria-label="Loading the note" className={classes.section}>
        <Skeleton height={32} width="50%" />
        <Skeleton height={240} />
      </div>
    );
  }
  const body = <NoteBody shelf={shelf} note={note} place={place} level={3} />;
  const mayChange = cohort.me.role !== "learner" && cohort.state === "active";
  return (
    <article className={classes.section} aria-labelledby="note">
      <AnchorLink
        to="/groups/$cohortId/notes"
        params={{ cohortId: cohort.id }}
        className={classes.link ?? ""}
      >
        All notes of the group
      </AnchorLink>
      <Title order={2} id="note" className={classes.title ?? ""}>
        {note.title}
      </Title>
      {note.version > 0 && <Text c="dimmed">{noteFacts(note)}</Text>}
      {mayChange && <NoteActions cohort={cohort} note={note} onGone={toList} />}
      {note.upload && (
        <UploadState
          cohort={cohort}
          note={note}
          upload={note.upload}
          onGone={() => {
            if (note.version === 0) toList();
          }}
        />
      )}
      {cohort.state === "active" && note.version > 0 ? (
        <AskTutor examId={cohort.examId} cohortId={cohort.id} noteId={note.id}>
          {body}
        </AskTutor>
      ) : (
        body
      )}
    </article>
  );
}
