import type { ExamProfile } from "@lyceum/shared/exams";
import { Text, Title } from "@mantine/core";
import { ChanceBar } from "../../components/chart/chance-bar.tsx";
import { chance, chancePercent, chanceRange } from "../../lib/chances.ts";
import { counted, percent } from "../../lib/format.ts";
import classes from "./readiness.module.css";
import type { Estimate } from "./texts.ts";

/** The probability of passing, in words first, with how uncertain it is. */
export function Probability({ readiness }: { readiness: Estimate }) {
  const { probability, low, high, expectedShare, cut, firstExposures } = readiness;
  return (
    <section aria-labelledby="probability" className={classes.probability}>
      <Title order={2} id="probability" className={classes.chance ?? ""}>
        Chance of passing <span className={classes.figure}>{chance(probability)}</span>
      </Title>
      <Text>
        {`A form of new questions, now. From ${counted(firstExposures, "answer")} it can't be told more closely than ${chanceRange(low, high)}.`}
      </Text>
      <ChanceBar probability={probability} low={low} high={high} />
      <Text>
        In figures: {chancePercent(probability)}, with a 95% interval from {chancePercent(low)} to{" "}
        {chancePercent(high)}. You would get about {percent(expectedShare)} right, and passing takes about{" "}
        {percent(cut)}. This is an estimate from practice, not a promise: the real exam has other questions,
        and a day of its own.
      </Text>
    </section>
  );
}

export const HowItIsWorkedOut = ({ exam }: { exam: ExamProfile }) => (
  <section aria-labelledby="how" className={classes.how}>
    <Title order={2} id="how">
      How it is worked out
    </Title>
    <Text>
      Only your first answers to questions count, those of the last six weeks, and the newer the more: they
      say what share of each domain you would get right in a form of {exam.scoredItems} new questions, and so
      how often you would reach the share that passes. The interval is where the probability lies 19 times in
      20, given how few answers there are.
    </Text>
  </section>
);
