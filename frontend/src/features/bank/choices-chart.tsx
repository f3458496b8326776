import { IconCheck } from "@tabler/icons-react";
import { Chart } from "../../components/chart/chart.tsx";
import { letterLabel, percent } from "../../lib/format.ts";
import classes from "./bank.module.css";
import { type Choice, choicesSentence } from "./texts.ts";

/** How often each option was chosen, as bars with their figures. */
export const ChoicesChart = ({ choices, n }: { choices: readonly Choice[]; n: number }) => (
  <Chart
    sentence={choicesSentence(choices, n)}
    legend={`A bar is the share of ${n === 1 ? "the one learner" : `all ${n} learners`} who chose the option. The key is marked.`}
    table={{
      head: ["Option", "In the key", "Chosen by", "Share"],
      rows: choices.map(({ option, right, count, share }) => ({
        id: option,
        cells: [letterLabel(option), right ? "yes" : "no", count, percent(share)],
      })),
    }}
  >
    <ul className={classes.bars}>
      {choices.map(({ option, right, count, share }) => (
        <li key={option} className={classes.bar} data-right={right || undefined}>
          <span className={classes.barLabel}>
            {letterLabel(option)}
            {right && <IconCheck size={16} stroke={2.5} aria-label="right" />}
          </span>
          <span className={classes.track} aria-hidden>
            <span style={{ width: percent(Math.min(1, share), "en") }} />
          </span>
          <span className={classes.barText}>
            {percent(share)} ({count})
          </span>
        </li>
      ))}
    </ul>
  </Chart>
);
