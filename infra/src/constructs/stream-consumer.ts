import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as Lambda,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { type Platform, serviceFunction } from "./service-function.ts";

/**
 * What follows from a submitted attempt, by the table's stream and outside the learner's request. A batch that fails
 * is halved until the record that fails stands alone; after five more tries its place in the stream goes to a queue,
 * and the stream goes on.
 */
export function attemptsConsumer(scope: Construct, platform: Platform): Lambda {
  const { tableStreamArn: streamArn, tableArn } = platform.table;
  if (!streamArn) throw new TypeError("the table has no stream");

  // Its messages say where in the stream a batch failed, and hold none of its data: a key of its own would add nothing.
  const failed = new Queue(scope, "FailedAttemptRecords", {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });

  const consumer = serviceFunction(scope, "attempts-consumer", platform, {
    // A batch of a hundred attempts, one after the other, each with two reads and a write.
    timeout: Duration.minutes(2),
    statements: [
      new PolicyStatement({
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [streamArn],
      }),
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${tableArn}/stream/*`] }),
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [failed.queueArn] }),
    ],
  });

  new EventSourceMapping(scope, "EndedAttempts", {
    target: consumer,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [
      FilterCriteria.filter({
        dynamodb: {
          NewImage: {
            entity: { S: FilterRule.isEqual("attempt") },
            state: { S: FilterRule.or("submitted", "discarded") },
          },
        },
      }),
    ],
    batchSize: 100,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 5,
    onFailure: { bind: () => ({ destination: failed.queueArn }) },
  });
  return consumer;
}
