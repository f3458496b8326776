import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { api } from "@lyceum/shared/api";
import { faultStatus } from "@lyceum/shared/contract/fault";
import type { Route } from "@lyceum/shared/contract/route";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import * as z from "zod";
import { createApp } from "../app.ts";
import { acknowledgements } from "./acknowledgements.ts";
import { deniedTopics } from "./denied-topics.ts";
import { functionNames } from "./functions.ts";
import { guardrailPrices } from "./models.ts";
import { stage } from "./stage.ts";

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
  DependsOn: z.array(z.string()).optional(),
});
const Template = z.object({
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.any()),
});

const directory = mkdtempSync(join(tmpdir(), "lyceum-stack-"));
afterAll(() => rmSync(directory, { recursive: true }));

const bundles = join(directory, "bundles");
for (const name of functionNames) {
  mkdirSync(join(bundles, name), { recursive: true });
  writeFileSync(join(bundles, name, "index.mjs"), "export const handler = async () => {};");
}

function synthesized(name: string, mailFrom?: string, models?: string, alarmEmail?: string) {
  const outdir = mkdtempSync(join(directory, name));
  const app = createApp({ stage: name, mailFrom, models, alarmEmail, outdir, bundles, nag: false });
  const template = Template.parse(app.synth().stacks[0]?.template);
  const ofType = (type: string) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, ...resource }));
  return { app, template, ofType, text: JSON.stringify(template) };
}

/** Resources of which each needs the next, and the last is the first again; CloudFormation can't make them. */
function cycleIn({ Resources }: z.infer<typeof Template>): string[] | undefined {
  const needs = (id: string): string[] => {
    const { Properties, DependsOn = [] } = Resources[id] ?? {};
    const text = JSON.stringify(Properties ?? {});
    const references = /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"|\$\{(\w+)(?:\.\w+)*\}/g;
    const named = [...text.matchAll(references)].map(([, first, second]) => first ?? second ?? "");
    return [...DependsOn, ...named].filter((name) => Object.hasOwn(Resources, name));
  };
  const done = new Set<string>();
  const from = (id: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of needs(id)) {
      const cycle = from(next, [...path, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(Resources)) {
    const cycle = from(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}

const dev = synthesized("dev");
const prod = synthesized("prod");
const mailing = synthesized("dev", "lyceum@example.com");
const told = synthesized("dev", undefined, undefined, "ops@example.com");
const american = synthesized(
  "dev",
  undefined,
  '{"geography":"us","jobs":{"judge":{"model":"amazon.nova-pro-v1:0"}}}',
);
const routes = Object.values(api).flatMap((slice) => Object.values<Route>(slice));

/** The one resource of a type. */
function only({ ofType }: typeof dev, type: string) {
  const [resource, ...others] = ofType(type);
  if (!resource || others.length > 0) throw new Error(`there is not one ${type}`);
  return resource;
}

test("every route of the contract is a method with its authorizer, and there are no others", () => {
  const resources = new Map(
    dev.ofType("AWS::ApiGateway::Resource").map(({ id, Properties }) => [id, Properties]),
  );
  const pathOf = (id: string | undefined): string => {
    const resource = id && resources.get(id);
    return resource ? `${pathOf(resource.ParentId.Ref)}/${resource.PathPart}` : "";
  };
  const authorizer = only(dev, "AWS::ApiGateway::Authorizer");
  const methods = dev
    .ofType("AWS::ApiGateway::Method")
    .map(({ Properties: { HttpMethod, ResourceId, AuthorizationType, AuthorizerId } }) => [
      `${HttpMethod} ${pathOf(ResourceId.Ref)}`,
      AuthorizationType === "COGNITO_USER_POOLS" && AuthorizerId.Ref === authorizer.id
        ? "ID token"
        : AuthorizationType,
    ]);
  expect(Object.fromEntries(methods)).toEqual(
    Object.fromEntries(
      routes.map(({ method, path, access }) => [
        `${method} ${path}`,
        access === "public" ? "NONE" : "ID token",
      ]),
    ),
  );
  expect(authorizer.Properties).toMatchObject({
    Type: "COGNITO_USER_POOLS",
    IdentitySource: "method.request.header.Authorization",
  });
});

test("what streams is passed on as it comes, by functions that serve nothing else", () => {
  const functions = new Map(
    dev
      .ofType("AWS::Lambda::Function")
      .map(({ id, Properties }) => [id, Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME]),
  );
  const integrations = dev.ofType("AWS::ApiGateway::Method").map(({ Properties: { Integration } }) => ({
    server: functions.get(/"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(Integration.Uri))?.[1] ?? ""),
    streams: JSON.stringify(Integration.Uri).includes("/response-streaming-invocations"),
    mode: Integration.ResponseTransferMode ?? "BUFFERED",
    timeout: Integration.TimeoutInMillis ?? 29_000,
  }));
  const streaming = integrations.filter(({ mode }) => mode === "STREAM");
  expect(streaming).toHaveLength(routes.filter(({ stream }) => stream).length);
  expect(integrations.filter(({ streams }) => streams)).toEqual(streaming);
  expect(integrations.filter(({ server }) => server?.endsWith("-stream"))).toEqual(streaming);
  for (const { server, timeout } of streaming) {
    const served = dev
      .ofType("AWS::Lambda::Function")
      .find(({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === server);
    // It is the function that ends a stream, not the gateway.
    expect(timeout).toBeGreaterThan(served?.Properties.Timeout * 1000);
  }
});

test("the API takes TLS 1.2 at least, throttles, traces, and logs no bodies", () => {
  expect(only(dev, "AWS::ApiGateway::RestApi").Properties).toMatchObject({
    SecurityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
    EndpointConfiguration: { Types: ["REGIONAL"] },
  });
  const { Properties } = only(prod, "AWS::ApiGateway::Stage");
  expect(Properties).toMatchObject({
    StageName: "api",
    TracingEnabled: true,
    MethodSettings: [
      {
        HttpMethod: "*",
        ResourcePath: "/*",
        LoggingLevel: "ERROR",
        DataTraceEnabled: false,
        ThrottlingRateLimit: expect.any(Number),
        ThrottlingBurstLimit: expect.any(Number),
      },
    ],
  });
  expect(Object.keys(JSON.parse(Properties.AccessLogSetting.Format))).toEqual(
    expect.arrayContaining(["requestId", "sub", "route", "status", "latencyMs"]),
  );
});

test("what API Gateway answers by itself has the shape of every other fault", () => {
  const responses = dev.ofType("AWS::ApiGateway::GatewayResponse").map(({ Properties }) => Properties);
  const FaultBody = z.strictObject({ code: z.enum(Object.keys(faultStatus)), message: z.string().min(1) });
  const codes = Object.fromEntries(
    responses.map(({ ResponseType, ResponseTemplates }) => [
      ResponseType,
      FaultBody.parse(JSON.parse(ResponseTemplates["application/json"])).code,
    ]),
  );
  expect(codes).toMatchObject({
    UNAUTHORIZED: "unauthenticated",
    EXPIRED_TOKEN: "unauthenticated",
    ACCESS_DENIED: "forbidden",
    MISSING_AUTHENTICATION_TOKEN: "not_found",
    REQUEST_TOO_LARGE: "payload_too_large",
    THROTTLED: "too_many_requests",
    DEFAULT_4XX: "invalid_request",
    DEFAULT_5XX: "unavailable",
  });
  const statuses = new Map<string, number>(Object.entries(faultStatus));
  for (const { ResponseType, StatusCode } of responses) {
    if (StatusCode) expect(Number(StatusCode)).toBe(statuses.get(codes[ResponseType] ?? ""));
  }
});

test("the table is encrypted, recoverable, streamed and swept", () => {
  const key = only(dev, "AWS::KMS::Key");
  expect(key.Properties.EnableKeyRotation).toBe(true);
  expect(only(dev, "AWS::DynamoDB::Table").Properties).toMatchObject({
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [{ IndexName: "gsi1", Projection: { ProjectionType: "ALL" } }],
    BillingMode: "PAY_PER_REQUEST",
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true, KMSMasterKeyId: { "Fn::GetAtt": [key.id, "Arn"] } },
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
  });
});

test("prod keeps its data, other stages can be torn down", () => {
  for (const [built, kept] of [
    [dev, false],
    [prod, true],
  ] as const) {
    const policy = kept ? "Retain" : "Delete";
    const table = only(built, "AWS::DynamoDB::Table");
    expect(table).toMatchObject({
      DeletionPolicy: policy,
      Properties: { DeletionProtectionEnabled: kept },
    });
    expect(only(built, "AWS::Cognito::UserPool")).toMatchObject({
      DeletionPolicy: policy,
      Properties: { DeletionProtection: kept ? "ACTIVE" : "INACTIVE" },
    });
    expect(only(built, "AWS::KMS::Key").DeletionPolicy).toBe(policy);
    expect(built.ofType("AWS::WAFv2::WebACL")).toHaveLength(kept ? 1 : 0);
  }
});

test("every function has a role of its own, and every log is kept for a time and encrypted", () => {
  const functions = dev.ofType("AWS::Lambda::Function");
  const names = functions.map(({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME);
  expect(names.sort()).toEqual([...functionNames].sort());
  const roles = functions.map(({ Properties }) => Properties.Role["Fn::GetAtt"][0]);
  expect(new Set(roles).size).toBe(functions.length);

  const key = only(dev, "AWS::KMS::Key");
  const groups = dev.ofType("AWS::Logs::LogGroup");
  for (const { Properties } of groups) {
    expect(Properties.RetentionInDays).toBeGreaterThan(0);
    expect(Properties.KmsKeyId).toEqual({ "Fn::GetAtt": [key.id, "Arn"] });
  }
  for (const { Properties } of functions) {
    expect(groups.map(({ id }) => id)).toContain(Properties.LoggingConfig.LogGroup.Ref);
    expect(Properties).toMatchObject({
      Architectures: ["arm64"],
      Runtime: "nodejs24.x",
      TracingConfig: { Mode: "Active" },
    });
  }
});

test("an alarm goes off as soon as something is in a queue of failed records", () => {
  const queues = dev.ofType("AWS::SQS::Queue").map(({ id }) => id);
  const alarms = dev
    .ofType("AWS::CloudWatch::Alarm")
    .filter(({ Properties }) => Properties.Namespace === "AWS/SQS");
  const watched = alarms.map(({ Properties }) => {
    expect(Properties).toMatchObject({
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Statistic: "Maximum",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      EvaluationPeriods: 1,
      TreatMissingData: "notBreaching",
    });
    const [{ Name, Value }] = Properties.Dimensions;
    expect(Name).toBe("QueueName");
    return Value["Fn::GetAtt"][0];
  });
  expect(queues).toHaveLength(2);
  expect(watched.sort()).toEqual(queues.sort());
});

test("the tutor's alarms want a least number of answers, and ring nothing where nobody has asked", () => {
  const alarms = dev
    .ofType("AWS::CloudWatch::Alarm")
    .filter(({ Properties }) => Properties.Namespace !== "AWS/SQS");
  expect(alarms).toHaveLength(8);
  for (const { Properties } of alarms) {
    expect(Properties).toMatchObject({
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    });
    const text = JSON.stringify(Properties);
    expect(text).toContain('"Namespace":"Lyceum"');
    expect(text).toContain('{"Name":"stage","Value":"dev"}');
    const { Metrics = [] } = Properties;
    const [share] = Metrics.filter(({ Expression = "" }) => Expression !== "");
    if (Metrics.length > 0) expect(share.Expression).toMatch(/^IF\([a-z0-9 +]+ >= \d+, .+, 0\)$/);
  }
});

test("what the tutor's alarms look at is what functions tell", () => {
  const told = ["tutor", "models"]
    .map((part) => readFileSync(new URL(`../../../backend/src/${part}/metrics.ts`, import.meta.url), "utf8"))
    .join();
  const alarms = JSON.stringify(dev.ofType("AWS::CloudWatch::Alarm"));
  const names = [...alarms.matchAll(/"MetricName":"(\w+)","Namespace":"Lyceum"/g)].map(
    ([, name = ""]) => name,
  );
  expect(names).toContain("ThumbsDown");
  for (const name of names) expect(told).toMatch(new RegExp(`\\b${name}\\b`));
});

test("every alarm is told by one topic, which writes to the stage's address if it has one", () => {
  const topic = only(dev, "AWS::SNS::Topic");
  for (const { Properties } of dev.ofType("AWS::CloudWatch::Alarm")) {
    expect(Properties.AlarmActions).toEqual([{ Ref: topic.id }]);
    expect(Properties.OKActions).toEqual([{ Ref: topic.id }]);
  }
  expect(topic.Properties.KmsMasterKeyId).toEqual({ "Fn::GetAtt": [only(dev, "AWS::KMS::Key").id, "Arn"] });
  const policy = JSON.stringify(only(dev, "AWS::SNS::TopicPolicy").Properties);
  expect(policy).toContain('"Service":"cloudwatch.amazonaws.com"');
  expect(policy).toContain('"sns:Publish"');
  expect(dev.ofType("AWS::SNS::Subscription")).toEqual([]);
  expect(only(told, "AWS::SNS::Subscription").Properties).toMatchObject({
    Protocol: "email",
    Endpoint: "ops@example.com",
  });
  expect(() => stage("dev", undefined, undefined, "ops")).toThrow(TypeError);
});

const Statement = z.object({
  Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
  Resource: z.unknown().transform((resource) => JSON.stringify(resource)),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** Actions for which a resource is named as far as it can be: each of them is acknowledged with its reason. */
const onSome = /^(?:s3:GetObject|states:(?:SendTask|StopExecution)|dynamodb:ListStreams$)/;

test("a function's role has no wildcards but those for traces and those that are acknowledged", () => {
  const statements = dev.ofType("AWS::Lambda::Function").flatMap(({ Properties }) => {
    const role = dev.template.Resources[Properties.Role["Fn::GetAtt"][0]];
    expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
    return z
      .array(Statement)
      .parse(
        role?.Properties.Policies.flatMap(
          (policy: { PolicyDocument: { Statement: unknown[] } }) => policy.PolicyDocument.Statement,
        ),
      );
  });
  // The workflows' roles have theirs apart.
  for (const { id } of dev.ofType("AWS::IAM::Policy")) expect(id).toMatch(/MachineRoleDefaultPolicy/);
  expect(statements.length).toBeGreaterThan(functionNames.length);
  for (const { Action, Resource, Condition } of statements) {
    const names = Action.join();
    expect(names).not.toContain("*");
    if (names !== "xray:PutTraceSegments,xray:PutTelemetryRecords" && !onSome.test(names)) {
      // A model may be asked in any Region, if its inference profile is what sends the request there.
      const byProfile = Condition.StringEquals?.["bedrock:InferenceProfileArn"] !== undefined;
      const regions = byProfile ? /:bedrock:\*::foundation-model\/[\w.:-]+"/g : /(?!)/g;
      expect(Resource.replaceAll(regions, "")).not.toContain("*");
    }
    if (/Item|Query/.test(names)) {
      expect(Condition).toEqual({
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": expect.any(Array) },
      });
    }
    if (names.includes("kms:"))
      expect(Condition).toHaveProperty("StringEquals", { "kms:ViaService": expect.anything() });
  }
});

test("models are asked by the workers and the tutor alone, by way of profiles that stay in the geography", () => {
  for (const [built, geography] of [
    [dev, "eu"],
    [american, "us"],
  ] as const) {
    const asking = built
      .ofType("AWS::Lambda::Function")
      .map(({ Properties }) => Properties)
      .filter(({ Environment }) => Environment.Variables.MODELS !== undefined);
    expect(asking.map(({ Environment }) => Environment.Variables.POWERTOOLS_SERVICE_NAME)).toEqual([
      "notes-worker",
      "generation-worker",
      "review-worker",
      "tutor-stream",
    ]);
    const profiles = [...built.text.matchAll(/:inference-profile\/([a-z]+)\.([\w.:-]+)/g)];
    expect(new Set(profiles.map(([, prefix]) => prefix))).toEqual(new Set([geography]));
    for (const { Role, Environment } of asking) {
      const role = JSON.stringify(built.template.Resources[Role["Fn::GetAtt"][0]]);
      const config = JSON.stringify(Environment.Variables.MODELS);
      for (const [, , model = ""] of profiles) {
        expect(role).toContain(`foundation-model/${model}`);
        expect(config).toContain(`${geography}.${model}`);
      }
    }
  }
  const [worker] = american.ofType("AWS::Lambda::Function").filter(({ id }) => id.startsWith("reviewworker"));
  const { MODELS } = worker?.Properties.Environment.Variables ?? {};
  // A token of CloudFormation stands for the guardrail's id and version.
  const texts: unknown[] = MODELS["Fn::Join"][1];
  const config = JSON.parse(texts.map((text) => (typeof text === "string" ? text : "x")).join(""));
  expect(config.jobs.judge).toEqual({
    model: "us.amazon.nova-pro-v1:0",
    fallback: "us.amazon.nova-lite-v1:0",
  });
  const named = { id: "x", version: "x" };
  expect(config.guardrails).toEqual({ screening: named, grounding: named, prices: guardrailPrices });
  for (const { model, fallback } of Object.values<{ model: string; fallback: string }>(config.jobs)) {
    expect(config.models).toHaveProperty([model]);
    expect(config.models).toHaveProperty([fallback]);
  }
  expect(() => stage("dev", undefined, '{"jobs":{"judge":{"model":"gpt"}}}')).toThrow("jobs.judge.model");
  expect(() => stage("dev", undefined, "eu")).toThrow("the models are JSON, not eu");
});

test("the guardrail finds personal data without blocking it, and attacks in what comes in", () => {
  const [screening, grounding, ...others] = dev.ofType("AWS::Bedrock::Guardrail");
  if (!screening || !grounding || others.length > 0) throw new TypeError("there are not two guardrails");
  // What each claim of an answer is held against pays for nothing else.
  expect(Object.keys(grounding.Properties).filter((name) => name.endsWith("PolicyConfig"))).toEqual([
    "ContextualGroundingPolicyConfig",
  ]);
  const { Properties } = screening;
  expect(Properties.ContextualGroundingPolicyConfig).toBeUndefined();
  expect(Properties.ContentPolicyConfig.FiltersConfig).toContainEqual({
    Type: "PROMPT_ATTACK",
    InputStrength: "HIGH",
    OutputStrength: "NONE",
  });
  const entities: { Action: string }[] = Properties.SensitiveInformationPolicyConfig.PiiEntitiesConfig;
  expect(new Set(entities.map(({ Action }) => Action))).toEqual(new Set(["ANONYMIZE"]));
  expect(Properties.TopicPolicyConfig.TopicsConfig).toHaveLength(deniedTopics.length);
  expect(
    dev
      .ofType("AWS::Bedrock::GuardrailVersion")
      .map((version) => version.Properties.GuardrailIdentifier["Fn::GetAtt"]),
  ).toEqual([screening, grounding].map((guardrail) => [guardrail.id, "GuardrailId"]));
  const [asker] = dev.ofType("AWS::Lambda::Function").filter(({ id }) => id.startsWith("tutorstream"));
  const role = JSON.stringify(dev.template.Resources[asker?.Properties.Role["Fn::GetAtt"][0]]);
  for (const guardrail of [screening, grounding]) {
    expect(role).toContain(JSON.stringify({ "Fn::GetAtt": [guardrail.id, "GuardrailArn"] }));
  }
});

test("mail is sent by the cohorts' function alone, and only as the sender that was given", () => {
  const identity = only(mailing, "AWS::SES::EmailIdentity");
  expect(identity.Properties.EmailIdentity).toBe("lyceum@example.com");
  const senders = mailing
    .ofType("AWS::Lambda::Function")
    .map(({ Properties }) => Properties)
    .filter(({ Role }) => JSON.stringify(mailing.template.Resources[Role["Fn::GetAtt"][0]]).includes("ses:"));
  expect(senders.map(({ Environment }) => Environment.Variables)).toEqual([
    expect.objectContaining({ POWERTOOLS_SERVICE_NAME: "cohorts", MAIL_FROM: { Ref: identity.id } }),
  ]);
  expect(mailing.text.match(/"MAIL_FROM"/g)).toHaveLength(1);
  const role = mailing.template.Resources[senders[0]?.Role["Fn::GetAtt"][0]];
  const statements: { Action: string; Resource: unknown; Condition: unknown }[] =
    role?.Properties.Policies[0].PolicyDocument.Statement;
  const [statement, ...others] = statements.filter((each) => JSON.stringify(each.Action).includes("ses:"));
  expect(others).toEqual([]);
  expect(statement).toMatchObject({
    Action: "ses:SendEmail",
    Condition: { StringEquals: { "ses:FromAddress": "lyceum@example.com" } },
  });
  const arn = JSON.stringify(statement?.Resource);
  expect(arn).toContain(`":identity/",{"Ref":"${identity.id}"}`);
  expect(arn).not.toContain("*");
});

test("the function that writes links knows where the site is, and no resource waits for itself", () => {
  const app = only(dev, "AWS::Amplify::App");
  const branch = only(dev, "AWS::Amplify::Branch");
  const urls = dev
    .ofType("AWS::Lambda::Function")
    .flatMap(({ Properties: { Environment } }) => Environment.Variables.SITE_URL ?? []);
  expect(urls).toEqual([
    {
      "Fn::Join": [
        "",
        [`https://${branch.Properties.BranchName}.`, { "Fn::GetAtt": [app.id, "DefaultDomain"] }],
      ],
    },
  ]);
  for (const { template } of [dev, prod, mailing]) expect(cycleIn(template)).toBeUndefined();
});

test("a cycle is found, however resources refer to each other", () => {
  const resource = (Properties: Record<string, unknown>, DependsOn: string[] = []) => ({
    Type: "AWS::Test",
    Properties,
    DependsOn,
  });
  const cycle = (closing: unknown) =>
    cycleIn({
      Resources: { A: resource({}, ["B"]), B: resource({ x: [{ Ref: "C" }] }), C: resource({ closing }) },
      Outputs: {},
    });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how CloudFormation writes it
  for (const closing of [{ Ref: "A" }, { "Fn::GetAtt": ["A", "Arn"] }, { "Fn::Sub": "x-${A.Arn}" }]) {
    expect(cycle(closing)).toEqual(["A", "B", "C", "A"]);
  }
  expect(cycle({ Ref: "AWS::Region" })).toBeUndefined();
});

test("without a sender there is nothing of mail, and no address that is none is taken for one", () => {
  for (const { text } of [dev, prod]) expect(text).not.toMatch(/AWS::SES|"ses:|MAIL_FROM/);
  for (const wrong of [
    "",
    "lyceum",
    "*@example.com",
    "a@example.com, b@example.com",
    "Lyceum <a@example.com>",
  ]) {
    expect(() => stage("dev", wrong)).toThrow("an address such as lyceum@example.com");
  }
});

test("each consumer of the stream gets what it is for alone, and what fails is kept", () => {
  const queues = dev.ofType("AWS::SQS::Queue").map(({ id }) => id);
  const mappings = dev.ofType("AWS::Lambda::EventSourceMapping");
  // AWS advises against more readers of a shard than two.
  expect(mappings).toHaveLength(2);
  const kept = mappings.map(({ Properties }) => {
    expect(Properties).toMatchObject({
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
    return Properties.DestinationConfig.OnFailure.Destination["Fn::GetAtt"][0];
  });
  expect(kept.sort()).toEqual(queues.sort());
  const patterns = mappings.map(({ Properties }) =>
    Properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern)),
  );
  const over = ["answered", "not_in_notes", "declined", "stopped", "failed"];
  expect(patterns).toContainEqual([
    { dynamodb: { NewImage: { entity: { S: ["attempt"] }, state: { S: ["submitted", "discarded"] } } } },
    { dynamodb: { NewImage: { entity: { S: ["rescoring"] }, state: { S: ["running"] } } } },
    { dynamodb: { NewImage: { entity: { S: ["tutorAnswer"] }, state: { S: over } } } },
  ]);
  expect(patterns).toContainEqual([
    { dynamodb: { NewImage: { entity: { S: ["ledger", "member", "recomputation"] } } } },
    { eventName: ["REMOVE"], dynamodb: { OldImage: { entity: { S: ["member"] } } } },
    { eventName: ["REMOVE"], dynamodb: { OldImage: { entity: { S: ["cohort"] } } } },
    { eventName: ["MODIFY"], dynamodb: { NewImage: { entity: { S: ["cohort"] } } } },
  ]);
  const policies = dev.ofType("AWS::SQS::QueuePolicy");
  expect(policies).toHaveLength(2);
  for (const policy of policies) expect(JSON.stringify(policy)).toContain("aws:SecureTransport");
});

test("people sign in with their mail address, by SRP, and can't be found out", () => {
  expect(only(dev, "AWS::Cognito::UserPool").Properties).toMatchObject({
    UsernameAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ["email"],
    MfaConfiguration: "OFF",
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  });
  expect(only(dev, "AWS::Cognito::UserPoolClient").Properties).toMatchObject({
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    GenerateSecret: false,
    PreventUserExistenceErrors: "ENABLED",
    EnableTokenRevocation: true,
  });
  expect(dev.ofType("AWS::Cognito::UserPoolGroup").map(({ Properties }) => Properties.GroupName)).toEqual([
    "instructor",
    "operator",
  ]);
  expect(only(prod, "AWS::Cognito::UserPool").Properties).toMatchObject({
    UserPoolTier: "PLUS",
    UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
  });
});

test("the site passes the API on before it falls back to its page, with a strict policy for content", () => {
  const { CustomRules, CustomHeaders } = only(dev, "AWS::Amplify::App").Properties;
  expect(CustomRules.map(({ Source }: { Source: string }) => Source)[0]).toBe("/api/<*>");
  const fallback = new RegExp(String(CustomRules[1].Source).slice(2, -2));
  for (const path of ["/", "/attempts/att_01", "/exams/an-exam/2.3"]) expect(path).toMatch(fallback);
  for (const path of ["/assets/index-abc123.js", "/amplify_outputs.json", "/favicon.svg"]) {
    expect(path).not.toMatch(fallback);
  }
  expect(JSON.stringify(CustomHeaders)).toMatch(/script-src 'self'; .*frame-ancestors 'none'/);
});

test("the stack names no account and no Region, and has its outputs", () => {
  for (const { text } of [dev, prod]) expect(text).not.toMatch(/\b\d{12}\b|\b(eu|us|ap)-[a-z]+-\d\b/);
  expect(Object.keys(dev.template.Outputs).sort()).toEqual([
    "AmplifyAppId",
    "ApiUrl",
    "FilesBucket",
    "Models",
    "Region",
    "TableName",
    "UserPoolClientId",
    "UserPoolId",
  ]);
});

test("a stack of 120 routes stays below CloudFormation's 500 resources", () => {
  const ofRoutes = ["AWS::ApiGateway::Method", "AWS::ApiGateway::Resource"].flatMap(dev.ofType).length;
  const rest = Object.keys(prod.template.Resources).length - ofRoutes;
  expect(rest).toBeLessThan(140);
  // Each further route brings a method and at most two parts of a path.
  expect(rest + ofRoutes + 3 * (120 - routes.length)).toBeLessThan(500);
});

test.each([
  ["dev", dev],
  ["prod", prod],
  ["dev", mailing],
])("in %s, cdk-nag finds what is acknowledged, and nothing else", (name, { app }) => {
  const found = [new AwsSolutionsChecks(), new ServerlessChecks()].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(
          ({ constructPath }) => `${pack.name}::${ruleName} ${constructPath?.replace(/\/Resource$/, "")}`,
        ),
      ),
  );
  const acknowledged = acknowledgements
    .filter(({ where = () => true }) => where(stage(name)))
    .flatMap(({ id, on }) => on.map((path) => `${id} Lyceum-${name}/${path}`));
  expect(found.sort()).toEqual(acknowledged.sort());
});
