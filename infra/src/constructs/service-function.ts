import { join } from "node:path";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import {
  Architecture,
  Code,
  Function as Lambda,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionName } from "../stacks/functions.ts";
import { permissions } from "../stacks/permissions.ts";
import type { Stage } from "../stacks/stage.ts";

/** What every function has to do with. */
export interface Platform {
  stage: Stage;
  /** Version of the code, as the health route tells it. */
  version: string;
  /** Where the bundles are: a directory for each function. */
  bundles: string;
  table: Table;
  key: Key;
}

/** What sets a function apart. */
export interface Particulars {
  /** What it may do beyond its logs, its traces and its part of the table. */
  statements?: readonly PolicyStatement[];
  timeout?: Duration;
  memoryMegabytes?: number;
  /** Variables beyond those that every function has. */
  environment?: Readonly<Record<string, string>>;
}

/** What several particulars ask for, as one. */
export const together = (...all: readonly Particulars[]): Particulars => ({
  statements: all.flatMap(({ statements = [] }) => statements),
  environment: Object.assign({}, ...all.map(({ environment }) => environment)),
});

/**
 * A Lambda function with its own role and log group. The role's only policy is inline: one resource of the stack for
 * each function instead of two, and nothing is added to it from elsewhere.
 */
export function serviceFunction(
  scope: Construct,
  name: FunctionName,
  { stage, version, bundles, table, key }: Platform,
  {
    statements = [],
    timeout = Duration.seconds(10),
    memoryMegabytes = 512,
    environment = {},
  }: Particulars = {},
): Lambda {
  const service = new Construct(scope, name);

  const logGroup = new LogGroup(service, "Logs", {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

  const role = new Role(service, "Role", {
    description: `What Lyceum's ${name} may do`,
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: {
      service: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [logGroup.logGroupArn],
          }),
          new PolicyStatement({
            actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            resources: ["*"],
          }),
          ...tableStatements(name, table),
          keyStatement(name, key),
          ...statements,
        ],
      }),
    },
  });

  return new Lambda(service, "Function", {
    description: `Lyceum ${stage.name}: ${name}`,
    code: Code.fromAsset(join(bundles, name)),
    handler: "index.handler",
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    // Processor time comes in proportion: 512 MB are 0.29 of a processor. A request computes for a few milliseconds
    // and waits for the table; below this, the TLS handshake of a first request is what gets slow.
    memorySize: memoryMegabytes,
    timeout,
    role: role.withoutPolicyUpdates(),
    tracing: Tracing.ACTIVE,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      TABLE_NAME: table.tableName,
      LYCEUM_STAGE: stage.name,
      LYCEUM_VERSION: version,
      POWERTOOLS_SERVICE_NAME: name,
      NODE_OPTIONS: "--enable-source-maps",
      ...environment,
    },
  });
}

function tableStatements(name: FunctionName, table: Table): PolicyStatement[] {
  return permissions[name].map(
    ({ actions, partitions, index }) =>
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [index ? `${table.tableArn}/index/${index}` : table.tableArn],
        conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions } },
      }),
  );
}

/** DynamoDB uses the table's key in the caller's name; the key is of no use to the function anywhere else. */
function keyStatement(name: FunctionName, key: Key): PolicyStatement {
  const writes = permissions[name].some(({ actions }) =>
    actions.some((action) => action === "PutItem" || action === "UpdateItem"),
  );
  const forWrites = ["Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo"];
  return new PolicyStatement({
    actions: ["Decrypt", "DescribeKey", ...(writes ? forWrites : [])].map((action) => `kms:${action}`),
    resources: [key.keyArn],
    conditions: { StringEquals: { "kms:ViaService": `dynamodb.${Stack.of(key).region}.amazonaws.com` } },
  });
}
