import * as z from "zod";
import { Problem } from "../problem.ts";
import type { Resource, Template } from "../template/template.ts";
import type { GatewayResponseOverride } from "./gateway-responses.ts";

/** One method of one resource. */
export interface Method {
  httpMethod: string;
  /** The name of the function that answers; a mock answers by itself. */
  target: { functionName: string; stream: boolean } | { mock: MockReply };
  resourceId: string;
  /** `/attempts/{attemptId}` */
  resourcePath: string;
  authorizer: Authorizer | undefined;
  /** With scopes, an access token is expected, otherwise an ID token. */
  scopes: readonly string[];
  /** Milliseconds. */
  integrationTimeout: number;
}

export interface MockReply {
  status: number;
  headers: Readonly<Record<string, string>>;
}

export interface Authorizer {
  userPoolIds: readonly string[];
  /** The header that carries the token, in lower case. */
  header: string;
}

/** A REST API with its stage, as the gateway serves it. */
export interface RestApi {
  id: string;
  stageName: string;
  deploymentId: string;
  region: string;
  accountId: string;
  binaryMediaTypes: readonly string[];
  methods: readonly Method[];
  /** A line with `$context` variables; `undefined` where the stage keeps no access log. */
  accessLogFormat: string | undefined;
  gatewayResponses: ReadonlyMap<string, GatewayResponseOverride>;
}

const Api = z.object({ BinaryMediaTypes: z.array(z.string()).default([]) });
const PathResource = z.object({ RestApiId: z.string(), ParentId: z.string(), PathPart: z.string() });

const MethodProperties = z.object({
  RestApiId: z.string(),
  ResourceId: z.string(),
  HttpMethod: z.string(),
  AuthorizationType: z.string().default("NONE"),
  AuthorizationScopes: z.array(z.string()).default([]),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: z.boolean().default(false),
  RequestValidatorId: z.string().optional(),
  Integration: z.object({
    Type: z.string(),
    Uri: z.string().optional(),
    ResponseTransferMode: z.enum(["BUFFERED", "STREAM"]).default("BUFFERED"),
    TimeoutInMillis: z.number().default(29_000),
    IntegrationResponses: z
      .array(
        z.object({
          StatusCode: z.string(),
          ResponseParameters: z.record(z.string(), z.string()).default({}),
        }),
      )
      .default([]),
  }),
});

const AuthorizerProperties = z.object({
  Type: z.string(),
  ProviderARNs: z.array(z.string()).default([]),
  IdentitySource: z.string().default("method.request.header.Authorization"),
});

const GatewayResponseProperties = z.object({
  RestApiId: z.string(),
  ResponseType: z.string(),
  StatusCode: z.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

const Stage = z.object({
  RestApiId: z.string(),
  StageName: z.string(),
  DeploymentId: z.string().default(""),
  AccessLogSetting: z.object({ Format: z.string().optional() }).optional(),
});

/**
 * The REST APIs of a template, one entry per stage.
 * @throws Problem for what the local gateway doesn't do
 */
export function restApisOf(template: Template): RestApi[] {
  const authorizers = new Map(
    template
      .resources("AWS::ApiGateway::Authorizer")
      .map((resource) => [resource.ref(), readAuthorizer(resource)]),
  );
  const pathResources = template.resources("AWS::ApiGateway::Resource").map((resource) => ({
    id: resource.ref(),
    ...resource.properties(PathResource),
  }));
  const pathOf = (resourceId: string): string => {
    const found = pathResources.find(({ id }) => id === resourceId);
    return found ? `${pathOf(found.ParentId)}/${found.PathPart}` : "";
  };
  const methods = template.resources("AWS::ApiGateway::Method").map((resource) => {
    const properties = resource.properties(MethodProperties);
    const resourcePath = pathOf(properties.ResourceId) || "/";
    return {
      restApiId: properties.RestApiId,
      method: readMethod(resource, properties, resourcePath, authorizers),
    };
  });
  const responses = template
    .resources("AWS::ApiGateway::GatewayResponse")
    .map((resource) => resource.properties(GatewayResponseProperties));
  const stages = template.resources("AWS::ApiGateway::Stage").map((resource) => resource.properties(Stage));

  return template.resources("AWS::ApiGateway::RestApi").flatMap((resource) => {
    const id = resource.ref();
    return stages
      .filter(({ RestApiId }) => RestApiId === id)
      .map((stage) => ({
        id,
        stageName: stage.StageName,
        deploymentId: stage.DeploymentId,
        region: template.region,
        accountId: template.accountId,
        binaryMediaTypes: resource.properties(Api).BinaryMediaTypes,
        methods: methods.filter(({ restApiId }) => restApiId === id).map(({ method }) => method),
        accessLogFormat: stage.AccessLogSetting?.Format,
        gatewayResponses: new Map(
          responses
            .filter(({ RestApiId }) => RestApiId === id)
            .map((response) => [response.ResponseType, readGatewayResponse(response)]),
        ),
      }));
  });
}

/** The names of the functions whose answers are passed on as they come. */
export const streamingFunctions = (apis: readonly RestApi[]): ReadonlySet<string> =>
  new Set(
    apis
      .flatMap(({ methods }) => methods)
      .flatMap(({ target }) => ("stream" in target && target.stream ? [target.functionName] : [])),
  );

function readMethod(
  resource: Resource,
  properties: z.output<typeof MethodProperties>,
  resourcePath: string,
  authorizers: ReadonlyMap<string, Authorizer>,
): Method {
  const { HttpMethod, AuthorizationType, AuthorizerId, Integration } = properties;
  const refuse = (what: string) =>
    new Problem(
      `${HttpMethod} ${resourcePath} (${resource.logicalId}) uses ${what}, which the local gateway doesn't do`,
    );
  if (AuthorizationType !== "NONE" && AuthorizationType !== "COGNITO_USER_POOLS") {
    throw refuse(`authorization by ${AuthorizationType}`);
  }
  if (properties.ApiKeyRequired) throw refuse("API keys");
  if (properties.RequestValidatorId) throw refuse("a request validator");
  const authorizer = AuthorizerId === undefined ? undefined : authorizers.get(AuthorizerId);
  if (AuthorizationType === "COGNITO_USER_POOLS" && !authorizer)
    throw refuse("an authorizer that isn't there");
  return {
    httpMethod: HttpMethod,
    target: readTarget(Integration, refuse),
    resourceId: properties.ResourceId,
    resourcePath,
    authorizer: AuthorizationType === "NONE" ? undefined : authorizer,
    scopes: properties.AuthorizationScopes,
    integrationTimeout: Integration.TimeoutInMillis,
  };
}

function readTarget(
  integration: z.output<typeof MethodProperties>["Integration"],
  refuse: (what: string) => Problem,
): Method["target"] {
  if (integration.Type === "MOCK") return { mock: readMock(integration.IntegrationResponses) };
  if (integration.Type !== "AWS_PROXY") throw refuse(`an integration of type ${integration.Type}`);
  const functionName = /:function:([\w-]+)\/(?:response-streaming-)?invocations$/.exec(
    integration.Uri ?? "",
  )?.[1];
  if (!functionName) throw refuse(`the integration ${integration.Uri}`);
  return { functionName, stream: integration.ResponseTransferMode === "STREAM" };
}

/** The mocks that CDK makes answer preflights: a status and headers with fixed values. */
function readMock(
  responses: z.output<typeof MethodProperties>["Integration"]["IntegrationResponses"],
): MockReply {
  const [response] = responses;
  const prefix = "method.response.header.";
  const headers = Object.entries(response?.ResponseParameters ?? {})
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), unquoted(value)] as const);
  return { status: Number(response?.StatusCode ?? 200), headers: Object.fromEntries(headers) };
}

function readAuthorizer(resource: Resource): Authorizer {
  const { Type, ProviderARNs, IdentitySource } = resource.properties(AuthorizerProperties);
  const header = /^method\.request\.header\.(.+)$/.exec(IdentitySource)?.[1];
  if (Type !== "COGNITO_USER_POOLS" || !header) {
    throw new Problem(
      `authorizer ${resource.logicalId} is of type ${Type}, which the local gateway doesn't do`,
    );
  }
  return {
    userPoolIds: ProviderARNs.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)),
    header: header.toLowerCase(),
  };
}

function readGatewayResponse(response: z.output<typeof GatewayResponseProperties>): GatewayResponseOverride {
  const prefix = "gatewayresponse.header.";
  const headers = Object.entries(response.ResponseParameters)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), unquoted(value)] as const);
  return {
    status: response.StatusCode === undefined ? undefined : Number(response.StatusCode),
    headers: Object.fromEntries(headers),
    template: response.ResponseTemplates["application/json"],
  };
}

/** Fixed values are written in single quotes in a template's parameters. */
function unquoted(value: string): string {
  return /^'(.*)'$/s.exec(value)?.[1] ?? value;
}
