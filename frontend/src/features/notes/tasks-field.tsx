import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LoadProblem } from "../../components/notice.tsx";
import { ScopePicker } from "../../components/scope-picker.tsx";
import { examQuery } from "../../lib/api.ts";
import classes from "./notes.module.css";

/** The tasks of the exam that a note is about. All of them are the same as none: it is about the whole exam. */
export function TasksField({
  examId,
  taskIds,
  onChange,
}: {
  examId: string;
  taskIds: readonly string[];
  onChange: (taskIds: string[]) => void;
}) {
  const exam = useQuery(examQuery(examId));
  return (
    <fieldset className={classes.fieldset}>
      <legend>Tasks that it is about, if it is not about the whole exam</legend>
      {exam.data ? (
        <ScopePicker
          domains={exam.data.domains}
          ticked={new Set(taskIds)}
          onChange={(ticked) => {
            const ids = exam.data.domains.flatMap(({ tasks }) => tasks.map(({ id }) => id));
            const chosen = ids.filter((id) => ticked.has(id));
            onChange(chosen);
          }}
        />
      ) : exam.isError ? (
        <LoadProblem what="The tasks" error={exam.error} onRetry={() => void exam.refetch()} />
      ) : (
        <Skeleton height={120} role="status" aria-label="Loading the tasks" />
      )}
    </fieldset>
  );
}
