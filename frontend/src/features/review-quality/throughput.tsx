import type { ReviewQuality } from "@lyceum/shared/review";
import { Text, Title } from "@mantine/core";
import { BarChart } from "../../components/chart/bar-chart.tsx";
import { Chart } from "../../components/chart/chart.tsx";
import { shortDay } from "../../lib/days.ts";
import classes from "./quality.module.css";
import { ageName, agesSentence, decided, weeksSentence, weekText } from "./texts.ts";

/** How much was decided in each of the last weeks. */
export const Throughput = ({ weeks }: Pick<ReviewQuality, "weeks">) => (
  <section className={classes.section} aria-labelledby="throughput">
    <Title order={2} id="throughput">
      Decided by week
    </Title>
    {weeks.every((week) => decided(week) + week.changesRequested === 0) ? (
      <Text>{weeksSentence(weeks)}</Text>
    ) : (
      <Chart
        sentence={weeksSentence(weeks)}
        legend="Each bar is the questions that were approved, rejected or expired in a week, from the Monday beside it on. Requests for changes decide nothing; they are in the table."
        table={{
          head: ["Week from", "Approved", "Rejected", "Changes requested", "Expired"],
          rows: weeks.toReversed().map(({ from, approved, rejected, changesRequested, expired }) => ({
            id: from,
            cells: [shortDay(from), approved, rejected, changesRequested, expired],
          })),
        }}
      >
        <BarChart
          bars={weeks.map((week) => ({
            id: week.from,
            label: shortDay(week.from),
            value: decided(week),
            text: weekText(week),
          }))}
        />
      </Chart>
    )}
  </section>
);

/** How long what waits now has been waiting. */
export const QueueAges = ({ queue }: Pick<ReviewQuality, "queue">) => (
  <section className={classes.section} aria-labelledby="ages">
    <Title order={2} id="ages">
      Waiting now
    </Title>
    {queue.open === 0 ? (
      <Text>{agesSentence(queue, Date.now())}</Text>
    ) : (
      <Chart
        sentence={agesSentence(queue, Date.now())}
        legend="How many questions are in review, by how many days they have been. After a week the owners are told, after 30 days a question expires."
        table={{
          head: ["In review", "Questions"],
          rows: queue.ages.map(({ fromDays, count }, place) => ({
            id: String(fromDays),
            cells: [ageName(queue.ages, place), count],
          })),
        }}
      >
        <BarChart
          bars={queue.ages.map(({ fromDays, count }, place) => ({
            id: String(fromDays),
            label: ageName(queue.ages, place),
            value: count,
            text: count,
          }))}
        />
      </Chart>
    )}
  </section>
);
