import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as Lambda,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Consumer } from "../stacks/functions.ts";
import { type Particulars, type Platform, serviceFunction } from "./service-function.ts";

/** What a consumer wants of the stream. */
export interface Consumption {
  name: Consumer;
  /** Each lets records through; one that does is enough. */
  filters: readonly Parameters<typeof FilterCriteria.filter>[0][];
}

/**
 * What follows from what was written, by the table's stream and outside anybody's request. A batch that fails is halved
 * until the record that fails stands alone; after five more tries its place in the stream goes to a queue, and the
 * stream goes on.
 */
export function streamConsumer(
  scope: Construct,
  { name, filters }: Consumption,
  platform: Platform,
  { statements = [], environment = {} }: Particulars = {},
): Lambda {
  const { tableStreamArn: streamArn, tableArn } = platform.table;
  if (!streamArn) throw new TypeError("the table has no stream");
  const part = new Construct(scope, `${name}-stream`);

  // Its messages say where in the stream a batch failed, and hold none of its data: a key of its own would add nothing.
  const failed = new Queue(part, "FailedRecords", {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });

  // In it, something has not followed from what was written, and does not by itself any more.
  new Alarm(part, "FailedRecordsAlarm", {
    alarmDescription: `${name} gave up on records of the table's stream: see docs/operations.md`,
    metric: failed.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: "Maximum",
    }),
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    evaluationPeriods: 1,
    // A queue that nothing was ever in says nothing.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });

  const consumer = serviceFunction(scope, name, platform, {
    // A batch of a hundred records, one after the other, each with a few reads and a transaction.
    timeout: Duration.minutes(2),
    statements: [
      new PolicyStatement({
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [streamArn],
      }),
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${tableArn}/stream/*`] }),
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [failed.queueArn] }),
      ...statements,
    ],
    environment,
  });

  new EventSourceMapping(part, "Mapping", {
    target: consumer,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: filters.map((filter) => FilterCriteria.filter(filter)),
    batchSize: 100,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 5,
    onFailure: { bind: () => ({ destination: failed.queueArn }) },
  });
  return consumer;
}

const entity = (name: string) => ({ entity: { S: FilterRule.isEqual(name) } });

/**
 * Attempts that are over; answers to disputes whose work is not done, each page of which is a write that comes back
 * here for the next; and the tutor's answers that are over, for its figures. They share a consumer because AWS advises against more than two for a stream's shard.
 */
export const attempts: Consumption = {
  name: "attempts-consumer",
  filters: [
    {
      dynamodb: { NewImage: { ...entity("attempt"), state: { S: FilterRule.or("submitted", "discarded") } } },
    },
    { dynamodb: { NewImage: { ...entity("rescoring"), state: { S: FilterRule.isEqual("running") } } } },
    {
      dynamodb: {
        NewImage: {
          ...entity("tutorAnswer"),
          state: { S: FilterRule.or("answered", "not_in_notes", "declined", "stopped", "failed") },
        },
      },
    },
  ],
};

/** What decides where a member of a cohort stands, how far all of a cohort are looked at, and what becomes of cohorts. */
export const cohorts: Consumption = {
  name: "cohorts-consumer",
  filters: [
    { dynamodb: { NewImage: { entity: { S: FilterRule.or("ledger", "member", "recomputation") } } } },
    { eventName: FilterRule.isEqual("REMOVE"), dynamodb: { OldImage: entity("member") } },
    // Expired, some time after it was deleted: for what was under way then.
    { eventName: FilterRule.isEqual("REMOVE"), dynamodb: { OldImage: entity("cohort") } },
    // Deleted, or moved to another time zone: a filter can't tell the latter.
    { eventName: FilterRule.isEqual("MODIFY"), dynamodb: { NewImage: entity("cohort") } },
  ],
};
