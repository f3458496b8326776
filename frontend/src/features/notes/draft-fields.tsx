import { Button, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { sizeText } from "./files.ts";
import classes from "./notes.module.css";
import { TasksField } from "./tasks-field.tsx";

/** A file that has been chosen, and not been sent. */
export interface Draft {
  uploadId: string;
  file: File;
  title: string;
  taskIds: readonly string[];
}

/** What becomes of a file: its title as a note, and the tasks that it is about. */
export function DraftFields({
  draft,
  examId,
  asked,
  onChange,
  onRemove,
}: {
  draft: Draft;
  examId: string;
  /** Whether it was to be sent already: what is missing is said from then on. */
  asked: boolean;
  onChange: (draft: Draft) => void;
  onRemove: () => void;
}) {
  const { file, title, taskIds } = draft;
  const [choosing, setChoosing] = useState(false);
  return (
    <li className={classes.draft}>
      <Text size="sm" c="dimmed" className={classes.fileName ?? ""}>
        {file.name}, {sizeText(file.size)}
      </Text>
      <div className={classes.draftLine}>
        <TextInput
          label="Title"
          maxLength={200}
          value={title}
          error={asked && title.trim() === "" && "Say what the note is called."}
          onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })}
          className={classes.grow ?? ""}
        />
        <Button variant="subtle" aria-label={`Leave out ${file.name}`} onClick={onRemove}>
          Leave out
        </Button>
      </div>
      {choosing ? (
        <TasksField
          examId={examId}
          taskIds={taskIds}
          onChange={(taskIds) => onChange({ ...draft, taskIds })}
        />
      ) : (
        <Button
          variant="subtle"
          w="fit-content"
          px={0}
          aria-label={`Say which tasks it is about: ${file.name}`}
          onClick={() => setChoosing(true)}
        >
          Say which tasks it is about
        </Button>
      )}
    </li>
  );
}
