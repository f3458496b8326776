import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ArnFormat, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Stage } from "../stacks/stage.ts";
import { type Particulars, together } from "./service-function.ts";

/** The files are `infra/src/workflows/<name>.asl.json`. */
export const workflowNames = ["note-indexing", "question-generation", "question-review"] as const;
export type WorkflowName = (typeof workflowNames)[number];

interface Around {
  stage: Stage;
  key: Key;
  /** What does its steps: `${WorkerArn}` in the definition. */
  worker: Lambda;
  /** Machines that it starts: `${<name>Arn}` in the definition. */
  starts?: Readonly<Record<string, StateMachine>>;
}

/** A state machine from its definition, which is kept as it is: what is in the file is what runs. */
export function workflow(
  scope: Construct,
  name: WorkflowName,
  { stage, key, worker, starts = {} }: Around,
): StateMachine {
  const part = new Construct(scope, name);
  const definition = readFileSync(definitionFile(name), "utf8");
  const machine = new StateMachine(part, "Machine", {
    comment: `Lyceum ${stage.name}: ${name}`,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(definition),
    definitionSubstitutions: {
      WorkerArn: worker.functionArn,
      ...Object.fromEntries(
        Object.entries(starts).map(([other, { stateMachineArn }]) => [`${other}Arn`, stateMachineArn]),
      ),
    },
    tracingEnabled: true,
    logs: {
      // What happened, and nothing of what it was about.
      level: LogLevel.ALL,
      includeExecutionData: false,
      destination: new LogGroup(part, "Logs", {
        retention: stage.logRetention,
        encryptionKey: key,
        removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
    },
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  machine.addToRolePolicy(
    new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [worker.functionArn] }),
  );
  for (const other of Object.values(starts)) {
    machine.addToRolePolicy(
      new PolicyStatement({ actions: ["states:StartExecution"], resources: [other.stateMachineArn] }),
    );
  }
  return machine;
}

export const definitionFile = (name: WorkflowName): string =>
  fileURLToPath(new URL(`../workflows/${name}.asl.json`, import.meta.url));

/** What a function needs to start a workflow. */
export const triggersWorkflow = (variable: string, machine: StateMachine): Particulars => ({
  statements: [
    new PolicyStatement({ actions: ["states:StartExecution"], resources: [machine.stateMachineArn] }),
  ],
  environment: { [variable]: machine.stateMachineArn },
});

/** What a function needs to start and stop a workflow. */
export const startsWorkflow = (variable: string, machine: StateMachine): Particulars =>
  together(triggersWorkflow(variable, machine), {
    statements: [
      new PolicyStatement({
        actions: ["states:StopExecution", "states:DescribeExecution"],
        resources: [
          Stack.of(machine).formatArn({
            service: "states",
            resource: "execution",
            resourceName: `${machine.stateMachineName}:*`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    ],
  });

/**
 * What a function needs to let a waiting task go on. The token alone says which task it is, and IAM takes the machines
 * of the account; they can't be named, because their worker sends tokens too.
 */
export const answersTasks = (stack: Stack): Particulars => ({
  statements: [
    new PolicyStatement({
      actions: ["states:SendTaskSuccess", "states:SendTaskFailure"],
      resources: [
        stack.formatArn({
          service: "states",
          resource: "stateMachine",
          resourceName: "*",
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }),
  ],
});
