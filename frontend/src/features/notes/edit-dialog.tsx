import type { Cohort } from "@lyceum/shared/cohorts";
import type { Note } from "@lyceum/shared/notes";
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { keepNote } from "../../lib/notes.ts";
import classes from "./notes.module.css";
import { TasksField } from "./tasks-field.tsx";

/** Lets a note have another title, or other tasks. */
export function EditDialog({
  cohort: { id: cohortId, examId },
  note,
  onClose,
}: {
  cohort: Cohort;
  note: Note;
  onClose: () => void;
}) {
  const [title, setTitle] = useState(note.title);
  const [taskIds, setTaskIds] = useState<string[]>(note.taskIds);
  const [asked, setAsked] = useState(false);
  const formId = useId();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      client.call("PATCH /cohorts/{cohortId}/notes/{noteId}", {
        params: { cohortId, noteId: note.id },
        body: { title: title.trim(), taskIds },
      }),
    onSuccess: async (changed) => {
      await keepNote(queryClient, cohortId, changed);
      onClose();
    },
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    if (title.trim() !== "" && !save.isPending) save.mutate();
  }

  return (
    <Dialog
      heading="Title and tasks"
      onClose={save.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={save.isPending} onClick={onClose}>
            Cancel
          </Button>
          <BusyButton type="submit" form={formId} busy={save.isPending}>
            Save
          </BusyButton>
        </>
      }
    >
      <form id={formId} className={classes.section} onSubmit={submit} noValidate>
        <TextInput
          label="Title"
          maxLength={200}
          value={title}
          error={asked && title.trim() === "" && "Say what the note is called."}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TasksField examId={examId} taskIds={taskIds} onChange={setTaskIds} />
        {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
      </form>
    </Dialog>
  );
}
