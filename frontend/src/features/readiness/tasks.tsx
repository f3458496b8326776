import type { ExamProfile } from "@lyceum/shared/exams";
import type { Progress } from "@lyceum/shared/readiness";
import { Text, Title } from "@mantine/core";
import { HeatMap } from "../../components/mastery/heat-map.tsx";
import classes from "./readiness.module.css";

/** What was answered of each task, by domain; each leads to practising it. */
export const Tasks = ({ tasks, exam }: { tasks: Progress["tasks"]; exam: ExamProfile }) => (
  <section aria-labelledby="tasks" className={classes.section}>
    <Title order={2} id="tasks">
      By task
    </Title>
    <Text className={classes.reading ?? ""}>
      {tasks.length === 0
        ? "A quiz fills this map. Choose a task to practise it."
        : "The questions that you have answered, and how many of them were right the last time. Choose a task to practise it."}
    </Text>
    <HeatMap domains={exam.domains} tasks={tasks} practiseExamId={exam.id} />
  </section>
);
