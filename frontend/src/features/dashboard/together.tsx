import type { CohortDashboard } from "@lyceum/shared/cohorts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Text, Title } from "@mantine/core";
import { BarChart } from "../../components/chart/bar-chart.tsx";
import { Chart } from "../../components/chart/chart.tsx";
import { HeatMap } from "../../components/mastery/heat-map.tsx";
import { shortDay } from "../../lib/days.ts";
import { counted } from "../../lib/format.ts";
import classes from "./dashboard.module.css";
import { DownloadButton } from "./download-button.tsx";
import { fileName, tasksCsv, weeksCsv } from "./export.ts";
import { spreadSentence, tenthRange, weekName, weeksSentence } from "./texts.ts";

// What the learners of a group do and know, all together.

/** How the learners' chances of passing are spread. */
export function Readiness({
  readiness: { tenths, unknown },
}: {
  readiness: NonNullable<CohortDashboard["readiness"]>;
}) {
  const rows = [
    ...tenths.map((count, tenth) => ({ id: String(tenth), label: tenthRange(tenth), count })),
    { id: "unknown", label: "Not known yet", count: unknown },
  ];
  return (
    <section aria-labelledby="readiness" className={classes.section}>
      <Title order={2} id="readiness">
        Readiness
      </Title>
      <Chart
        sentence={spreadSentence({ tenths, unknown })}
        legend="How many learners have which chance of passing a form of new questions now. Each is an estimate with an uncertainty of its own; it takes about a hundred answers to new questions."
        table={{
          head: ["Chance of passing", "Learners"],
          rows: rows.map(({ id, label, count }) => ({ id, cells: [label, count] })),
        }}
      >
        <BarChart
          bars={rows.map(({ id, label, count }) => ({
            id,
            label,
            value: count,
            text: count,
            apart: id === "unknown",
          }))}
        />
      </Chart>
    </section>
  );
}

/** What the learners know of each task. */
export const ByTask = ({
  tasks,
  exam,
  today,
}: {
  tasks: NonNullable<CohortDashboard["tasks"]>;
  exam: ExamProfile;
  today: string;
}) => (
  <section aria-labelledby="tasks" className={classes.section}>
    <Title order={2} id="tasks">
      By task
    </Title>
    <Text className={classes.reading ?? ""}>
      All learners' first answers to new questions, and how many of them were right.
    </Text>
    <HeatMap domains={exam.domains} tasks={tasks} />
    <DownloadButton
      name={fileName(exam.id, "tasks", today)}
      what="tasks"
      csv={() => tasksCsv(tasks, exam.domains)}
    />
  </section>
);

/** How much the learners did in each of the last weeks. */
export const Weeks = ({
  weeks,
  examId,
  today,
}: {
  weeks: CohortDashboard["weeks"];
  examId: string;
  today: string;
}) => (
  <section aria-labelledby="weeks" className={classes.section}>
    <Title order={2} id="weeks">
      Activity by week
    </Title>
    {weeks.every(({ answers }) => answers === 0) ? (
      <Text className={classes.reading ?? ""}>
        {weeksSentence(weeks)} A mock on a fixed day, or ten questions together, is an easy start.
      </Text>
    ) : (
      <>
        <Chart
          sentence={weeksSentence(weeks)}
          legend="Each bar is the answers to new questions in a week, from the Monday beside it on; “active” are the learners who gave any."
          table={{
            head: ["Week", "Answers", "Active learners"],
            rows: weeks
              .toReversed()
              .map(({ from, answers, active }) => ({ id: from, cells: [weekName(from), answers, active] })),
          }}
        >
          <BarChart
            bars={weeks.map((week) => ({
              id: week.from,
              label: shortDay(week.from),
              value: week.answers,
              text: week.answers > 0 ? `${counted(week.answers, "answer")}, ${week.active} active` : "none",
            }))}
          />
        </Chart>
        <DownloadButton name={fileName(examId, "weeks", today)} what="weeks" csv={() => weeksCsv(weeks)} />
      </>
    )}
  </section>
);
