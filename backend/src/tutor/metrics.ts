import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Feedback } from "@lyceum/shared/tutor";
import { environment } from "../environment.ts";
import type { AnswerRecord } from "./record.ts";

// What alarms and the dashboard are made of (infra/src/constructs/tutor-alarms.ts): metrics in the log's lines, which
// cost no request. They are by stage alone, because each further dimension is a metric of its own to be paid for; by group
// and model there are the figures in the table.

const metrics = new Metrics({
  namespace: "Lyceum",
  serviceName: "tutor",
  defaultDimensions: { stage: environment("LYCEUM_STAGE") },
});

/** Tells of an answer that is over. What has not happened is told as 0, so that rates have something to divide. */
export function told({ state, by, claims, usage, trace }: AnswerRecord): void {
  // A group that has spent its budget has what it is to have, until the month is over: nobody is to be woken for it.
  const isFault = trace.withoutModel !== "budget_spent";
  const counts = {
    Answers: 1,
    NotInNotes: state === "not_in_notes" ? 1 : 0,
    Declined: state === "declined" ? 1 : 0,
    AnswerFailed: state === "failed" && isFault ? 1 : 0,
    AnsweredByQuotes: by?.how === "quotes" && isFault ? 1 : 0,
    Claims: claims.filter(({ support }) => support !== "unchecked").length,
    UnsupportedClaims: claims.filter(({ support }) => support === "none").length,
    Tokens: usage ? usage.inputTokens + usage.outputTokens : 0,
  };
  for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
  if (usage) {
    const { firstTextMs, ms, usd } = usage;
    metrics.addMetric("Usd", MetricUnit.NoUnit, usd);
    metrics.addMetric("AnswerTime", MetricUnit.Milliseconds, ms);
    if (firstTextMs !== null) metrics.addMetric("FirstText", MetricUnit.Milliseconds, firstTextMs);
  }
  metrics.publishStoredMetrics();
}

/** Tells what a learner thinks of an answer. */
export function thought(thumb: Feedback["thumb"]): void {
  metrics.addMetric("ThumbsUp", MetricUnit.Count, thumb === "up" ? 1 : 0);
  metrics.addMetric("ThumbsDown", MetricUnit.Count, thumb === "down" ? 1 : 0);
  metrics.publishStoredMetrics();
}
