import type { ExamProfile } from "@lyceum/shared/exams";
import type { ReviewQuality } from "@lyceum/shared/review";
import { Text, Title } from "@mantine/core";
import { BarChart } from "../../components/chart/bar-chart.tsx";
import { Chart } from "../../components/chart/chart.tsx";
import { percent } from "../../lib/format.ts";
import classes from "./quality.module.css";
import { acceptanceSentence, acceptanceText, type Group, sumBy } from "./texts.ts";

/** How much of what was decided was approved, by the prompt that wrote it and by task. */
export function Acceptance({
  acceptance,
  exam,
}: Pick<ReviewQuality, "acceptance"> & { exam: ExamProfile | undefined }) {
  const titles = new Map(exam?.domains.flatMap(({ tasks }) => tasks).map(({ id, title }) => [id, title]));
  return (
    <section className={classes.section} aria-labelledby="acceptance">
      <Title order={2} id="acceptance">
        Acceptance
      </Title>
      {acceptance.length === 0 ? (
        <Text>Nothing has been decided yet.</Text>
      ) : (
        <>
          <Shares
            groups={sumBy(acceptance, ({ prompt }) => prompt)}
            head="Prompt"
            legend="By the version of the prompt that wrote the first version of a question: a newer prompt should do better."
          />
          <Shares
            groups={sumBy(acceptance, ({ taskId }) => taskId)}
            head="Task"
            titles={titles}
            legend="By task: where little is approved, the notes on it may be thin."
          />
        </>
      )}
    </section>
  );
}

const Shares = ({
  groups,
  head,
  titles,
  legend,
}: {
  groups: readonly Group[];
  head: string;
  titles?: ReadonlyMap<string, string>;
  legend: string;
}) => (
  <Chart
    sentence={acceptanceSentence(groups, head)}
    legend={`${legend} With fewer than ten decided a share says little.`}
    table={{
      head: [head, "Approved", "Decided", "Share"],
      rows: groups.map(({ name, approved, decided }) => ({
        id: name,
        cells: [`${name} ${titles?.get(name) ?? ""}`.trim(), approved, decided, percent(approved / decided)],
      })),
    }}
  >
    <BarChart
      most={1}
      bars={groups.map((group) => ({
        id: group.name,
        label: group.name,
        value: group.approved / group.decided,
        text: acceptanceText(group),
      }))}
    />
  </Chart>
);
