import type { Duration } from "aws-cdk-lib";
import { Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

interface Due {
  every: Duration;
  /** What is invoked, and with what event. */
  target: Lambda;
  input: Readonly<Record<string, string>>;
}

/** Something that is done by the clock. What fails is done at the next time: nothing of it is lost. */
export const schedule = (scope: Construct, name: string, { every, target, input }: Due): Rule =>
  new Rule(scope, name, {
    schedule: Schedule.rate(every),
    targets: [new LambdaFunction(target, { event: RuleTargetInput.fromObject(input), retryAttempts: 0 })],
  });
