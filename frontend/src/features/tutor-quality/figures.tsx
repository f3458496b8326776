import type { Cohort } from "@lyceum/shared/cohorts";
import type { TutorFigures } from "@lyceum/shared/tutor";
import { Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { BarChart } from "../../components/chart/bar-chart.tsx";
import { Chart } from "../../components/chart/chart.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import {
  endingNames,
  endings,
  endingsSentence,
  modelName,
  sumOf,
  supportSentence,
  thumbsSentence,
} from "../../components/tutor-figures/figures.ts";
import { FiguresMeanings, FiguresTable } from "../../components/tutor-figures/figures-table.tsx";
import { MonthField } from "../../components/tutor-figures/month-field.tsx";
import { budgetQuery } from "../../lib/budget.ts";
import { dollars, percent } from "../../lib/format.ts";
import { monthOf, monthText } from "../../lib/months.ts";
import { figuresQuery } from "./queries.ts";
import classes from "./tutor-quality.module.css";

const route = getRouteApi("/members/groups/$cohortId/tutor/quality");

/** How the tutor did in a month. */
export function Figures({ cohort }: { cohort: Cohort }) {
  const { month = monthOf(new Date()) } = route.useSearch();
  const navigate = useNavigate();
  const figures = useQuery(figuresQuery(cohort.id, month));
  return (
    <section className={classes.section} aria-labelledby="figures">
      <Title order={2} id="figures">
        Figures of {monthText(month)}
      </Title>
      <MonthField
        month={month}
        onChange={(chosen) =>
          void navigate({
            from: "/groups/$cohortId/tutor/quality",
            search: (before) => ({ ...before, month: chosen }),
            replace: true,
            resetScroll: false,
          })
        }
      />
      {figures.data ? (
        <OfMonth cohortId={cohort.id} month={month} models={figures.data.models} />
      ) : figures.isError ? (
        <LoadProblem what="The figures" error={figures.error} onRetry={() => void figures.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the figures" className={classes.section}>
          <Skeleton height={160} />
          <Skeleton height={120} />
        </div>
      )}
    </section>
  );
}

function OfMonth({
  cohortId,
  month,
  models,
}: {
  cohortId: string;
  month: string;
  models: readonly TutorFigures[];
}) {
  const sum = sumOf(models);
  if (sum.answers === 0) {
    return <Text className={classes.empty ?? ""}>Nobody asked the tutor in {monthText(month)}.</Text>;
  }
  const ends = endings.flatMap((state) => {
    const count = sum.states[state] ?? 0;
    return count > 0 ? [{ state, count, share: percent(count / sum.answers) }] : [];
  });
  return (
    <>
      <Chart
        sentence={endingsSentence(sum)}
        legend="How the questions of the month ended. Many that are not in the notes mean gaps; many that broke off mean trouble with the models."
        table={{
          head: ["How it ended", "Questions", "Share"],
          rows: ends.map(({ state, count, share }) => ({
            id: state,
            cells: [endingNames[state], count, share],
          })),
        }}
      >
        <BarChart
          bars={ends.map(({ state, count, share }) => ({
            id: state,
            label: endingNames[state],
            value: count,
            text: `${count}, ${share}`,
          }))}
        />
      </Chart>
      <ul className={classes.sentences}>
        <li>{supportSentence(sum)}</li>
        <li>{thumbsSentence(sum)}</li>
        <li>
          The tutor's answers cost {dollars(sum.usd)}. <Budget cohortId={cohortId} month={month} />
        </li>
      </ul>
      <FiguresTable
        caption={`How the tutor did in ${monthText(month)}, by model`}
        head="Model"
        rows={models.map((each) => ({
          id: each.model,
          heading: modelName(each.model),
          figures: each,
          times: each,
        }))}
      />
      <FiguresMeanings />
    </>
  );
}

/** What of the group's budget is spent; it is known for this month only. */
function Budget({ cohortId, month }: { cohortId: string; month: string }) {
  const { data: budget } = useQuery(budgetQuery(cohortId));
  if (budget?.month !== month) return null;
  return `The group has spent ${dollars(budget.usd)} of its ${dollars(budget.limitUsd)} for models and guardrails this month, new questions included.`;
}
