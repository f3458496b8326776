import type { Cohort } from "@lyceum/shared/cohorts";
import type { Note } from "@lyceum/shared/notes";
import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { ulid } from "ulid";
import { acceptedFiles, fileProblem } from "./files.ts";
import classes from "./notes.module.css";
import { transfers } from "./use-transfers.ts";

/** Takes a file as the next version of a note, and sends it at once. */
export function FileButton({
  cohort: { id: cohortId },
  note: { id: noteId, title, taskIds },
  children,
}: {
  cohort: Cohort;
  note: Note;
  children: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();

  function take(file: File | undefined): void {
    if (!file) return;
    const found = fileProblem(file);
    setProblem(found && `${file.name}: ${found}.`);
    if (!found) transfers.add([{ cohortId, noteId, uploadId: `upl_${ulid()}`, file, title, taskIds }]);
  }

  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={`${children}: ${title}`}
        onClick={() => input.current?.click()}
      >
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={acceptedFiles}
        onChange={({ currentTarget }) => {
          take(currentTarget.files?.[0]);
          currentTarget.value = "";
        }}
      />
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </>
  );
}
