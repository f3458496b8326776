import { type Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { workflowNames } from "../constructs/workflow.ts";
import { consumers, functionNames, slices, streamers, sweepers, workers } from "./functions.ts";
import { chosenModels, modelNames } from "./models.ts";
import type { Stage } from "./stage.ts";

interface Acknowledgement {
  /** The finding as the synthesis prints it. */
  id: string;
  /** Constructs below the stack. */
  on: readonly string[];
  reason: string;
  /** The stages that have it; all, where it doesn't say. */
  where?: (stage: Stage) => boolean;
}

const roles = functionNames.map((name) => `${name}/Role`);
const tracing =
  "xray:PutTraceSegments and xray:PutTelemetryRecords know no resources. Everything else in the role names its own.";

/** Every finding of cdk-nag that stands, with the reason. A test fails when one of these is found no more. */
export const acknowledgements: readonly Acknowledgement[] = [
  { id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]", on: roles, reason: tracing },
  { id: "Serverless::Serverless-LambdaStarPermissions", on: roles, reason: tracing },
  {
    id: "AwsSolutions::AwsSolutions-IAM5[Resource::<TableCD117FA1.Arn>/stream/*]",
    on: consumers.map((name) => `${name}/Role`),
    reason:
      "dynamodb:ListStreams lists the streams of this one table. Lambda asks for it to find the stream that it reads.",
  },
  {
    id: "AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
    on: ["Api/CloudWatchRole"],
    reason:
      "API Gateway writes the logs of all APIs of an account through one role, for which AWS prescribes this policy. No code of ours runs with it.",
  },
  {
    id: "Serverless::Serverless-LambdaDLQ",
    on: [...slices, ...streamers].map((name) => `${name}/Function`),
    reason:
      "Nothing invokes it asynchronously: API Gateway waits for the answer and tells the caller what failed, so there is no event to keep.",
  },
  {
    id: "Serverless::Serverless-LambdaDLQ",
    on: consumers.map((name) => `${name}/Function`),
    reason:
      "Only the stream's event source mapping invokes it, and waits. What fails goes to the mapping's on-failure queue.",
  },
  {
    id: "Serverless::Serverless-LambdaDLQ",
    on: [...workers, ...sweepers].map((name) => `${name}/Function`),
    reason: "Only a workflow or a schedule invokes it: what fails is tried again and then seen there.",
  },
  {
    id: "Serverless::Serverless-EventBusDLQ",
    on: ["ReviewSweep", "PilotsLook"],
    reason: "What is missed once is done at the next time: each looks at all that there is to do.",
  },
  {
    id: "AwsSolutions::AwsSolutions-IAM5[Resource::<Files8E6940B8.Arn>/*]",
    on: ["notes", ...workers].map((name) => `${name}/Role`),
    reason: "The files of all notes: which are whose is in their keys, and the stores' work.",
  },
  {
    id: "AwsSolutions::AwsSolutions-IAM5[Resource::<Files8E6940B8.Arn>/indexes/*]",
    on: streamers.map((name) => `${name}/Role`),
    reason: "The indexes of all groups, to read. Which one is searched is the store's work.",
  },
  ...modelNames.map((model) => ({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${model}]`,
    on: [...workers, ...streamers].map((name) => `${name}/Role`),
    reason:
      "One model, in whichever Region its inference profile sends the request to. A condition allows it by way of the profile alone, which stays in its geography.",
    where: (stage: Stage) => chosenModels(stage.models).includes(model),
  })),
  {
    id: "AwsSolutions::AwsSolutions-S1",
    on: ["Files"],
    reason: "Browsers put files with addresses that the API signs one by one, and its log says for whom.",
  },
  {
    id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
    on: workflowNames.map((name) => `${name}/Machine/Role/DefaultPolicy`),
    reason:
      "The delivery of logs and traces knows no resources. What the workflow invokes and starts is named.",
  },
  {
    id: "AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:*]",
    on: ["notes", "review", "notes-worker", "review-worker", ...sweepers].map((name) => `${name}/Role`),
    reason:
      "Sends tokens to waiting tasks. A token names its task, can't be guessed, and is kept in the table alone; the machines can't be named, because they name the worker.",
  },
  ...(
    [
      ["notes", "noteindexingMachine5B7E2BDC"],
      ["generation", "questiongenerationMachine07D9C5E0"],
      ["review-sweeper", "questionreviewMachine3C8AF46A"],
    ] as const
  ).map(([name, machine]) => ({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${machine}.Name>:*]`,
    on: [`${name}/Role`],
    reason: "Stops executions of this one machine, which are made after the role.",
  })),
  {
    id: "AwsSolutions::AwsSolutions-SQS3",
    on: consumers.map((name) => `${name}-stream/FailedRecords`),
    reason: "It is itself where failed records end: nothing takes from it but an operator.",
  },
  {
    id: "Serverless::Serverless-SQSRedrivePolicy",
    on: consumers.map((name) => `${name}-stream/FailedRecords`),
    reason: "It is itself where failed records end: nothing takes from it but an operator.",
  },
  {
    id: "AwsSolutions::AwsSolutions-APIG2",
    on: ["Api"],
    reason:
      "Every request is parsed with its route's schema in Lambda, which says what is wrong and where. API Gateway's models are JSON Schema draft 4: a second, weaker copy of the contract.",
  },
  {
    id: "AwsSolutions::AwsSolutions-APIG4",
    on: ["Api/Default/health/GET"],
    reason:
      "Public by its contract: whoever watches the platform has no sign-in. It tells version and stage.",
  },
  {
    id: "AwsSolutions::AwsSolutions-COG4",
    on: ["Api/Default/health/GET"],
    reason:
      "Public by its contract: whoever watches the platform has no sign-in. It tells version and stage.",
  },
  {
    id: "AwsSolutions::AwsSolutions-COG2",
    on: ["UserPool"],
    reason:
      "Passwords alone until the front end has pages for a second factor: an account holds practice results, sign-in is by SRP with a strong policy and lockout, and prod compares new passwords with known leaks.",
  },
  {
    id: "AwsSolutions::AwsSolutions-COG8",
    on: ["UserPool"],
    reason: "The Plus plan is paid from the first user: prod has it, where real people sign in.",
    where: (stage) => !stage.hasThreatProtection,
  },
  {
    id: "AwsSolutions::AwsSolutions-APIG3",
    on: ["Api/DeploymentStage.api"],
    reason: "A web ACL costs the same without a single request: prod has it, and throttling bounds the rest.",
    where: (stage) => !stage.hasFirewall,
  },
];

/** @throws Error where the stack has no such construct */
export function acknowledgeFindings(stack: Stack, stage: Stage): void {
  for (const { id, on, reason, where = () => true } of acknowledgements) {
    if (!where(stage)) continue;
    for (const path of on) {
      const construct = path.split("/").reduce<IConstruct>((parent, id) => parent.node.findChild(id), stack);
      Validations.of(construct).acknowledge({ id, reason });
    }
  }
}
