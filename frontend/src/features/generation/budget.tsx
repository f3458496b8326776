import { Progress, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { budgetQuery } from "../../lib/budget.ts";
import { counted, dollars } from "../../lib/format.ts";
import classes from "./generation.module.css";
import { isSpent, jobName } from "./texts.ts";

/** What the group has spent on models this month, of what it may. */
export function BudgetPanel({ cohortId }: { cohortId: string }) {
  const { data: budget, error, refetch } = useQuery(budgetQuery(cohortId));
  return (
    <section className={classes.panel} aria-labelledby="budget">
      <Title order={3} id="budget">
        Budget of this month
      </Title>
      {budget ? (
        <>
          <Text>
            <strong>{dollars(budget.usd)}</strong> of {dollars(budget.limitUsd)} spent
          </Text>
          <Progress
            value={budget.limitUsd > 0 ? Math.min(100, (100 * budget.usd) / budget.limitUsd) : 100}
            aria-label="Share of the budget that is spent"
          />
          <Text size="sm" c="dimmed">
            At list prices of models and guardrails, each try counted. It begins anew with the month (UTC).
          </Text>
          {isSpent(budget) && (
            <Notice kind="problem">
              It is spent: no question is written before the next month, unless an operator raises it.
            </Notice>
          )}
          {budget.jobs.length > 0 && (
            <details>
              <summary>What it was spent for</summary>
              <ul className={classes.jobs}>
                {budget.jobs.map(({ job, calls, usd }) => (
                  <li key={job}>
                    {jobName(job)}: {counted(calls, "call")}, {dollars(usd)}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      ) : error ? (
        <LoadProblem what="The budget" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={80} role="status" aria-label="Loading the budget" />
      )}
    </section>
  );
}
