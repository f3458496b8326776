import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { Text, Title } from "@mantine/core";
import classes from "./readiness.module.css";

/** What was answered of each task, by domain. */
export function Tasks({ tasks, exam }: { tasks: Progress["tasks"]; exam: ExamProfile }) {
  const known = new Map(tasks.map((task) => [task.taskId, task]));
  return (
    <section aria-labelledby="tasks" className={classes.section}>
      <Title order={2} id="tasks">
        By task
      </Title>
      <Text className={classes.reading ?? ""}>
        {known.size === 0
          ? "Nothing is answered yet."
          : "The questions that you have answered, and how many of them were right the last time."}
      </Text>
      <table className={classes.tasks}>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Right</th>
          </tr>
        </thead>
        {exam.domains.map((domain) => (
          <tbody key={domain.id}>
            <tr>
              <th scope="rowgroup" colSpan={2} className={classes.domain}>
                {domain.id}. {domain.title}
              </th>
            </tr>
            {domain.tasks.map(({ id, title }) => {
              const task = known.get(id);
              return (
                <tr key={id}>
                  <th scope="row">
                    {id} {title}
                  </th>
                  <td>{task ? `${task.right} of ${task.answered}` : "none answered"}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </section>
  );
}
