import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { Stage } from "../stacks/stage.ts";

// How well the tutor does, by the metrics of backend/src/tutor/metrics.ts and backend/src/models/metrics.ts. Shares are
// of a least number of answers: at night one bad answer is all there are.

/** What is looked at together, where it takes many answers to say something. */
const longPeriod = Duration.hours(6);
const shortPeriod = Duration.hours(1);

interface Watch {
  name: string;
  /** What has happened, for who is woken by it. */
  description: string;
  metric: IMetric;
  /** It is too much from here on. */
  threshold: number;
}

/** Alarms on what learners notice, and a dashboard of it. */
export function tutorAlarms(scope: Construct, { name: stage }: Stage): void {
  const part = new Construct(scope, "TutorAlarms");
  const metric = (service: "tutor" | "models", metricName: string, statistic: string, period: Duration) =>
    new Metric({
      namespace: "Lyceum",
      metricName,
      dimensionsMap: { service, stage },
      statistic,
      period,
    });
  const sum = (name: string, period: Duration) => metric("tutor", name, "Sum", period);

  /** The share of some things in others, and 0 where there are too few of those. */
  const share = (
    label: string,
    some: readonly string[],
    all: readonly string[],
    least: number,
    period: Duration,
  ) => {
    // A graph may have a metric twice, by the hour and by several.
    const id = (name: string) => `${name.toLowerCase()}${period.toHours()}`;
    const of = (names: readonly string[]) => names.map(id).join(" + ");
    return new MathExpression({
      label,
      expression: `IF(${of(all)} >= ${least}, (${of(some)}) / (${of(all)}), 0)`,
      usingMetrics: Object.fromEntries(
        [...new Set([...some, ...all])].map((name) => [id(name), sum(name, period)]),
      ),
      period,
    });
  };

  /** What 19 of 20 don't have to wait for longer than, in ms; 0 where there are too few. */
  const slowest = (label: string, name: string) =>
    new MathExpression({
      label,
      expression: "IF(answers >= 10, slowest, 0)",
      usingMetrics: {
        answers: sum("Answers", shortPeriod),
        slowest: metric("tutor", name, "p95", shortPeriod),
      },
      period: shortPeriod,
    });

  const thumbs = ["ThumbsUp", "ThumbsDown"];
  const watches: readonly Watch[] = [
    {
      name: "ThumbsDown",
      description: "Learners find too many of the tutor's answers bad",
      metric: share("thumbs down", ["ThumbsDown"], thumbs, 10, longPeriod),
      threshold: 0.3,
    },
    {
      name: "UnsupportedClaims",
      description: "Too much of what the tutor says is not supported by the notes",
      metric: share("unsupported claims", ["UnsupportedClaims"], ["Claims"], 50, longPeriod),
      threshold: 0.1,
    },
    {
      name: "Refusals",
      description: "The tutor refuses more than half of the questions",
      metric: share("refused", ["NotInNotes", "Declined"], ["Answers"], 20, longPeriod),
      threshold: 0.5,
    },
    {
      name: "WithoutModel",
      description: "The tutor's answers fail, or no model writes them",
      metric: share("failed, or quotes", ["AnswerFailed", "AnsweredByQuotes"], ["Answers"], 10, shortPeriod),
      threshold: 0.2,
    },
    {
      name: "FirstText",
      description: "Learners wait too long for the tutor's first words",
      metric: slowest("first text, p95", "FirstText"),
      threshold: 10_000,
    },
    {
      name: "AnswerTime",
      description: "The tutor's answers take too long as a whole",
      metric: slowest("whole answer, p95", "AnswerTime"),
      threshold: 45_000,
    },
    {
      name: "Throttles",
      description: "Bedrock throttles the models",
      metric: metric("models", "ModelThrottled", "Sum", shortPeriod),
      threshold: 20,
    },
    {
      name: "Breaker",
      description: "A model keeps failing, and is let alone again and again",
      metric: metric("models", "BreakerOpened", "Sum", shortPeriod),
      threshold: 3,
    },
  ];
  for (const { name, description, metric, threshold } of watches) {
    new Alarm(part, name, {
      alarmDescription: `${description}: see docs/operations.md`,
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold,
      evaluationPeriods: 1,
      // Nobody has asked.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
    new GraphWidget({ title, left, right, width: 12, height: 6 });
  const counts = (names: readonly string[]) => names.map((name) => sum(name, shortPeriod));
  const times = (name: string) =>
    ["p50", "p95"].map((statistic) => metric("tutor", name, statistic, shortPeriod));
  new Dashboard(part, "Dashboard", {
    dashboardName: `lyceum-${stage}-tutor`,
    widgets: [
      [
        graph("Answers", counts(["Answers", "NotInNotes", "Declined", "AnswerFailed", "AnsweredByQuotes"])),
        graph(
          "Quality",
          watches.filter(({ threshold }) => threshold < 1).map((watch) => watch.metric),
        ),
      ],
      [
        graph("Waiting (ms)", [...times("FirstText"), ...times("AnswerTime")]),
        graph(
          "Models",
          ["ModelThrottled", "BreakerOpened"].map((name) => metric("models", name, "Sum", shortPeriod)),
          counts(["Usd"]),
        ),
      ],
    ],
  });
}
