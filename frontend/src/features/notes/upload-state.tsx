import type { Cohort } from "@lyceum/shared/cohorts";
import type { Note, Upload } from "@lyceum/shared/notes";
import { Button, Progress } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { BusyButton } from "../../components/busy-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { isUnderWay, renewNotes } from "../../lib/notes.ts";
import { Consent } from "./consent.tsx";
import { FileButton } from "./file-button.tsx";
import classes from "./notes.module.css";
import { uploadText } from "./texts.ts";

/** How a note's latest upload is doing, and what can be done about it. Nothing where it is ready. */
export function UploadState({
  cohort,
  note,
  upload,
  onGone,
}: {
  cohort: Cohort;
  note: Note;
  upload: Upload;
  /** Called when the upload is cancelled, and the note may be gone with it. */
  onGone: () => void;
}) {
  const queryClient = useQueryClient();
  const text = uploadText(upload, note.version);
  const mayChange = cohort.me.role !== "learner" && cohort.state === "active";
  const cancel = useMutation({
    mutationFn: () =>
      client.call("DELETE /cohorts/{cohortId}/notes/{noteId}/uploads/{uploadId}", {
        params: { cohortId: cohort.id, noteId: note.id, uploadId: upload.id },
      }),
    // It may have become ready meanwhile.
    onSettled: () => renewNotes(queryClient, cohort.id),
    onSuccess: onGone,
  });
  if (!text) return null;
  const { state, progress, fileName } = upload;
  const isProblem = state === "failed" || state === "awaiting_file";
  return (
    <div className={classes.upload} data-state={state}>
      <p className={classes.state} data-problem={state === "failed" || undefined}>
        {state === "failed" && <IconAlertTriangle size={18} aria-hidden />}
        <span>
          {note.version > 0 && `New version from ${fileName}: `}
          {text}
        </span>
      </p>
      {(state === "reading" || state === "indexing") && (
        <Progress
          value={progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0}
          aria-label={`${note.title}: indexed`}
          maw="24rem"
        />
      )}
      {state === "awaiting_consent" && mayChange && (
        <Consent cohortId={cohort.id} note={note} upload={upload} />
      )}
      {mayChange && (
        <div className={classes.buttons}>
          {isProblem && (
            <FileButton cohort={cohort} note={note}>
              Choose the file again
            </FileButton>
          )}
          {isUnderWay(upload) && (
            <BusyButton
              variant="default"
              size="sm"
              busy={cancel.isPending}
              aria-label={`Cancel the upload of ${note.title}`}
              onClick={() => cancel.mutate()}
            >
              Cancel the upload
            </BusyButton>
          )}
        </div>
      )}
      {cancel.isError && (
        <Notice
          kind="problem"
          actions={
            <Button variant="default" size="sm" onClick={() => cancel.reset()}>
              All right
            </Button>
          }
        >
          {messageOf(cancel.error)}
        </Notice>
      )}
    </div>
  );
}
