import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import {
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  Cors,
  LambdaIntegration,
  ResponseTransferMode,
  ResponseType,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { AttributeType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import {
  Code,
  EventSourceMapping,
  Function as Lambda,
  Runtime,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { apiFunction, consumerFunction, streamFunction } from "./functions.ts";

// node stack.ts DIRECTORY OUTPUT

/**
 * Synthesizes a small stack with a bit of everything that the local cloud serves.
 * @param directory where the code and the assembly go
 * @param output the file in which the stream's consumer writes down what it was given
 * @returns the assembly's directory
 */
function synthesizeTestStack(directory: string, output: string): string {
  const outdir = join(directory, "cdk.out");
  const app = new App({
    outdir,
    autoSynth: false,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new Stack(app, "Test");

  const table = new Table(stack, "Table", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    stream: StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: "expiresAt",
  });
  const lambda = (name: string, code: string, environment: Record<string, string> = {}, seconds = 2) => {
    const source = join(directory, name);
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, "index.mjs"), code);
    return new Lambda(stack, name, {
      code: Code.fromAsset(source),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      timeout: Duration.seconds(seconds),
      environment: { TABLE_NAME: table.tableName, ...environment },
    });
  };

  const userPool = new UserPool(stack, "UserPool", {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
  });
  const client = userPool.addClient("Client", { authFlows: { userSrp: true, userPassword: true } });

  const api = new RestApi(stack, "Api", {
    deployOptions: { stageName: "v1" },
    binaryMediaTypes: ["image/*"],
  });
  api.addGatewayResponse("Missing", {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    statusCode: "404",
    templates: { "application/json": '{"code":"not_found","type":"$context.error.responseType"}' },
  });
  const apiLambda = lambda("api", apiFunction);
  const buffered = new LambdaIntegration(apiLambda, { scopePermissionToMethod: false });
  const authorizer = new CognitoUserPoolsAuthorizer(stack, "Authorizer", { cognitoUserPools: [userPool] });
  const method = (path: string, httpMethod: string) =>
    api.root.resourceForPath(path).addMethod(httpMethod, buffered);
  method("/items/{id}", "PUT");
  method("/items/{id}", "GET");
  for (const name of ["exit", "hang", "throw", "malformed"]) method(`/${name}`, "POST");
  const impatient = new LambdaIntegration(apiLambda, {
    timeout: Duration.millis(50),
    scopePermissionToMethod: false,
  });
  api.root.resourceForPath("/impatient/hang").addMethod("POST", impatient);
  method("/binary", "GET");
  method("/echo/{proxy+}", "ANY");
  api.root
    .resourceForPath("/me")
    .addMethod("GET", buffered, { authorizer, authorizationType: AuthorizationType.COGNITO });
  api.root.resourceForPath("/me").addCorsPreflight({ allowOrigins: Cors.ALL_ORIGINS });
  api.root.resourceForPath("/stream").addMethod(
    "GET",
    new LambdaIntegration(lambda("stream", streamFunction, {}, 100), {
      responseTransferMode: ResponseTransferMode.STREAM,
    }),
  );

  const consumer = lambda("consumer", consumerFunction, { OUTPUT: output });
  const failed = new Queue(stack, "Failed");
  new EventSourceMapping(stack, "Mapping", {
    target: consumer,
    eventSourceArn: table.tableStreamArn ?? "",
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 50,
    bisectBatchOnError: true,
    retryAttempts: 1,
    onFailure: { bind: () => ({ destination: failed.queueArn }) },
  });

  const outputs = {
    UserPoolId: userPool.userPoolId,
    UserPoolClientId: client.userPoolClientId,
    Region: stack.region,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  app.synth();
  return outdir;
}

const [, , directory = "", output = ""] = process.argv;
console.log(synthesizeTestStack(directory, output));
