import type { Cohort } from "@lyceum/shared/cohorts";
import type { Note } from "@lyceum/shared/notes";
import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { client } from "../../lib/api.ts";
import { forgetNote } from "../../lib/notes.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { FileButton } from "./file-button.tsx";
import classes from "./notes.module.css";
import { transfers } from "./use-transfers.ts";

/** What instructors may do with a note: give it another version, another name, or delete it. */
export function NoteActions({ cohort, note, onGone }: { cohort: Cohort; note: Note; onGone: () => void }) {
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <div className={classes.actions}>
      {note.version > 0 && (
        <FileButton cohort={cohort} note={note}>
          New version
        </FileButton>
      )}
      <Button variant="default" size="sm" aria-label={`Edit ${note.title}`} onClick={() => setEditing(true)}>
        Edit
      </Button>
      <Button
        variant="default"
        size="sm"
        aria-label={`Delete ${note.title}`}
        onClick={() => setDeleting(true)}
      >
        Delete
      </Button>
      {editing && <EditDialog cohort={cohort} note={note} onClose={() => setEditing(false)} />}
      {deleting && (
        <DeleteDialog
          cohortId={cohort.id}
          note={note}
          onClose={() => setDeleting(false)}
          onGone={() => {
            flushSync(() => setDeleting(false));
            onGone();
          }}
        />
      )}
    </div>
  );
}

function DeleteDialog({
  cohortId,
  note: { id: noteId, title, version },
  onClose,
  onGone,
}: {
  cohortId: string;
  note: Note;
  onClose: () => void;
  onGone: () => void;
}) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => {
      const sending = transfers.get().filter((each) => each.noteId === noteId);
      await Promise.all(sending.map(({ uploadId }) => transfers.cancel(uploadId)));
      await client.call("DELETE /cohorts/{cohortId}/notes/{noteId}", { params: { cohortId, noteId } });
    },
    onSuccess: () => {
      onGone();
      void forgetNote(queryClient, cohortId, noteId);
    },
  });
  return (
    <ConfirmDialog
      heading={`Delete ${title}?`}
      confirm="Delete for good"
      dismiss="Keep it"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text>
        <strong>Goes:</strong> {version > 1 ? `all ${version} versions of the note` : "the note"}, its files,
        and what is searched of it, for everybody. It can't be brought back.
      </Text>
      <Text>
        <strong>Stays:</strong> questions that were written from it, with the sentences that they quote. Their
        links to the note lead nowhere then.
      </Text>
    </ConfirmDialog>
  );
}
