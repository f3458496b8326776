import type { Competency, Result } from "@lyceum/shared/attempts";
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from "@tabler/icons-react";
import { Chart } from "../../components/chart/chart.tsx";
import { IntervalChart } from "../../components/chart/interval-chart.tsx";
import { percent } from "../../lib/format.ts";
import classes from "./review.module.css";
import { domainsSentence } from "./summary.ts";

const verdicts: Record<Competency, { text: string; icon: typeof IconCircleCheck }> = {
  meets: { text: "Meets competencies", icon: IconCircleCheck },
  needs_improvement: { text: "Needs improvement", icon: IconAlertTriangle },
  not_enough_evidence: { text: "Not enough evidence", icon: IconHelpCircle },
};

/** How each domain went: whether it meets competencies, with the interval of its share beside the pass level. */
export function DomainScores({
  result: { byDomain, cut },
  titleOf,
}: {
  result: Result;
  /** A domain's number and title. */
  titleOf: (domainId: string) => string;
}) {
  return (
    <Chart
      sentence={domainsSentence(byDomain)}
      legend={`Dot: share right. Line: its 95% interval. Dashed: the pass level, ${percent(cut)}, the share that a just-qualified candidate is expected to get right here. Few questions say little: read them with caution.`}
      table={{
        head: ["Domain", "Verdict", "Right", "Share", "95% interval"],
        rows: byDomain.map(({ domainId, competency, correct, total, low, high }) => ({
          id: domainId,
          cells: [
            titleOf(domainId),
            verdicts[competency].text,
            `${correct} of ${total}`,
            percent(correct / total),
            `${percent(low)} to ${percent(high)}`,
          ],
        })),
      }}
    >
      <IntervalChart
        rows={byDomain.map(({ domainId, competency, correct, total, low, high }) => ({
          id: domainId,
          label: (
            <>
              {titleOf(domainId)}
              <CompetencyText competency={competency} />
            </>
          ),
          drawn: { value: correct / total, low, high },
          text: `${correct} of ${total}`,
        }))}
        scale={{ min: 0, max: 1 }}
        ticks={[0, 0.5, 1]}
        mark={{ at: cut, label: `Pass level ${percent(cut)}` }}
        format={(share) => percent(share)}
      />
    </Chart>
  );
}

function CompetencyText({ competency }: { competency: Competency }) {
  const { text, icon: Icon } = verdicts[competency];
  return (
    <span className={classes.competency} data-competency={competency}>
      <Icon size={18} aria-hidden />
      {text}
    </span>
  );
}
