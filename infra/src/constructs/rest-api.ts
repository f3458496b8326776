import { api as contract } from "@lyceum/shared/api";
import type { Route } from "@lyceum/shared/contract/route";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AccessLogFormat,
  AuthorizationType,
  CfnRestApi,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseTransferMode,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import type { UserPool } from "aws-cdk-lib/aws-cognito";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { isStreamer, type Server, serverOf, slices, streamSeconds } from "../stacks/functions.ts";
import type { Stage } from "../stacks/stage.ts";
import { addGatewayResponses } from "./gateway-responses.ts";

/** The name of API Gateway's stage is the first part of every path, so that the API is under `/api` wherever it is. */
const stageName = "api";

/** A little longer than the function may take, so that it is the function that ends a stream. */
const streamTimeout = Duration.seconds(streamSeconds + 5);

/** Who called what, and what came of it: no bodies, no tokens, no addresses. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: "$context.requestId",
    time: "$context.requestTimeEpoch",
    sub: "$context.authorizer.claims.sub",
    method: "$context.httpMethod",
    route: "$context.resourcePath",
    status: "$context.status",
    latencyMs: "$context.responseLatency",
    functionMs: "$context.integration.latency",
    responseBytes: "$context.responseLength",
    gatewayError: "$context.error.responseType",
    traceId: "$context.xrayTraceId",
  }),
);

interface Backend {
  stage: Stage;
  key: Key;
  userPool: UserPool;
  functions: ReadonlyMap<Server, Lambda>;
}

/** The REST API: one resource for each part of a path of the contract, and one method for each of its routes. */
export function restApi(scope: Construct, { stage, key, userPool, functions }: Backend): RestApi {
  const logs = {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
  const api = new RestApi(scope, "Api", {
    restApiName: `lyceum-${stage.name}`,
    description: `The API of Lyceum ${stage.name}`,
    endpointConfiguration: { types: [EndpointType.REGIONAL] },
    // The setting that lets API Gateway write logs is one for the whole account and Region: it stays for other stacks.
    cloudWatchRole: true,
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    deployOptions: {
      stageName,
      accessLogDestination: new LogGroupLogDestination(new LogGroup(scope, "AccessLogs", logs)),
      accessLogFormat,
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      tracingEnabled: true,
      throttlingRateLimit: stage.throttle.ratePerSecond,
      throttlingBurstLimit: stage.throttle.burst,
    },
  });
  // The stack names its outputs itself.
  api.node.tryRemoveChild("Endpoint");
  requireModernTls(api);

  // API Gateway makes this group itself at the first error, and would keep what is in it for ever.
  const executionLogs = new LogGroup(scope, "ExecutionLogs", {
    ...logs,
    logGroupName: `API-Gateway-Execution-Logs_${api.restApiId}/${stageName}`,
  });
  api.deploymentStage.node.addDependency(executionLogs);

  const authorizer = new CognitoUserPoolsAuthorizer(scope, "Authorizer", { cognitoUserPools: [userPool] });
  const integrations = new Map(
    [...functions].map(([server, handler]) => [server, integrationOf(handler, isStreamer(server))]),
  );
  for (const slice of slices) {
    for (const [name, route] of Object.entries<Route>(contract[slice])) {
      const { method, path, access } = route;
      api.root.resourceForPath(path).addMethod(method, integrations.get(serverOf(slice, route)), {
        operationName: `${slice}.${name}`,
        ...(access === "public"
          ? { authorizationType: AuthorizationType.NONE }
          : { authorizationType: AuthorizationType.COGNITO, authorizer }),
      });
    }
  }
  addGatewayResponses(api);
  return api;
}

/**
 * A stream is passed on as it comes, for 15 minutes at most; a regional API gives up one that is silent for five
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html).
 */
const integrationOf = (handler: Lambda, streams: boolean): LambdaIntegration =>
  new LambdaIntegration(handler, {
    // One permission for each function: one for each method would soon fill the function's policy and the stack.
    scopePermissionToMethod: false,
    ...(streams && { responseTransferMode: ResponseTransferMode.STREAM, timeout: streamTimeout }),
  });

/**
 * Where the API is, ending in `/api/`. It says the same as `api.url` and depends on nothing but the API's id: through
 * the deployment, `api.url` depends on the functions, which are told where the site is that passes requests on to it.
 */
export function apiUrl(api: RestApi): string {
  const { region, urlSuffix } = Stack.of(api);
  return `https://${api.restApiId}.execute-api.${region}.${urlSuffix}/${stageName}/`;
}

/**
 * TLS 1.2 and 1.3 alone, where the default takes 1.0. The construct has no property for it yet. `STRICT` access would
 * also compare the host name of the TLS handshake with that of the request, and what the site's proxy sends there is
 * not documented.
 */
function requireModernTls(api: RestApi): void {
  const resource = api.node.defaultChild;
  if (!(resource instanceof CfnRestApi)) throw new TypeError("a RestApi is made of something else now");
  resource.securityPolicy = "SecurityPolicy_TLS13_1_2_2021_06";
  resource.endpointAccessMode = "BASIC";
}
