import type { ExamProfile } from "@lyceum/shared/exams";
import { Title } from "@mantine/core";
import { Chart } from "../../components/chart/chart.tsx";
import { IntervalChart } from "../../components/chart/interval-chart.tsx";
import { percent } from "../../lib/format.ts";
import classes from "./readiness.module.css";
import { domainsSentence, type Estimate } from "./texts.ts";

const unknown = "Not enough evidence";

/** The share of right answers to expect in each domain, against the one that passes. */
export function Domains({ readiness, exam }: { readiness: Estimate; exam: ExamProfile }) {
  const { domains, cut } = readiness;
  const title = (id: string) =>
    `${id}. ${exam.domains.find((domain) => domain.id === id)?.title ?? "Domain"}`;
  return (
    <section aria-labelledby="domains" className={classes.section}>
      <Title order={2} id="domains">
        By domain
      </Title>
      <Chart
        sentence={domainsSentence(readiness)}
        legend="The dot is the share of right answers to expect now; it lies within the line 19 times in 20. The dashed line is the share that passes. No domain has to be passed by itself."
        table={{
          head: ["Domain", "Right", "Answered", "Expected share", "95% interval"],
          rows: domains.map(({ domainId, correct, answered, share, low, high, state }) => ({
            id: domainId,
            cells: [
              title(domainId),
              correct,
              answered,
              state === "estimated" ? percent(share) : unknown,
              state === "estimated" ? `${percent(low)} to ${percent(high)}` : "",
            ],
          })),
        }}
      >
        <IntervalChart
          rows={domains.map(({ domainId, share, low, high, state }) => ({
            id: domainId,
            label: title(domainId),
            drawn: state === "estimated" ? { value: share, low, high } : undefined,
            text: state === "estimated" ? `${percent(share)} (${percent(low)} to ${percent(high)})` : unknown,
          }))}
          scale={{ min: 0, max: 1 }}
          ticks={[0, 0.5, 1]}
          mark={{ at: cut, label: `Passes: ${percent(cut)}` }}
          format={percent}
        />
      </Chart>
    </section>
  );
}
