import { createHash } from "node:crypto";
import * as z from "zod";

/** Where the template is taken to be deployed. */
export interface Place {
  stackName: string;
  region: string;
  accountId: string;
}

interface Named {
  logicalId: string;
  type: string;
  /** How many resources of this type come before it in the template. */
  index: number;
  /** Resolved. */
  properties: unknown;
}

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Physical {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

const Names = z.record(z.string(), z.unknown());

/**
 * The identity of a resource on this machine, in the form that the service itself would give. `undefined` for a type
 * that nothing here stands for: a reference to it at run time would lead nowhere.
 */
export function physical(resource: Named, place: Place): Physical | undefined {
  const { stackName, region, accountId } = place;
  const { logicalId } = resource;
  const properties = Names.parse(resource.properties ?? {});
  const named = (property: string): string => {
    const value = properties[property];
    return typeof value === "string" ? value : `${stackName}-${logicalId}`;
  };
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  const id = (length: number, salt = "") => identifier(`${stackName}/${logicalId}${salt}`, length);

  switch (resource.type) {
    case "AWS::DynamoDB::Table":
    case "AWS::DynamoDB::GlobalTable": {
      const name = named("TableName");
      const Arn = arn("dynamodb", `table/${name}`);
      // DynamoDB labels a stream with the time of its making; there is one stream per table here.
      return { ref: name, attributes: { Arn, StreamArn: `${Arn}/stream/local`, TableId: id(26) } };
    }
    case "AWS::Lambda::Function": {
      const name = named("FunctionName");
      return { ref: name, attributes: { Arn: arn("lambda", `function:${name}`) } };
    }
    case "AWS::Cognito::UserPool": {
      const poolId = `${region}_LOCAL${String(resource.index + 1).padStart(4, "0")}`;
      const ProviderName = `cognito-idp.${region}.amazonaws.com/${poolId}`;
      const Arn = arn("cognito-idp", `userpool/${poolId}`);
      return {
        ref: poolId,
        attributes: { Arn, UserPoolId: poolId, ProviderName, ProviderURL: `https://${ProviderName}` },
      };
    }
    case "AWS::Cognito::UserPoolClient":
      return { ref: id(26), attributes: { ClientId: id(26), Name: named("ClientName") } };
    case "AWS::Cognito::UserPoolGroup":
      return { ref: named("GroupName"), attributes: {} };
    case "AWS::ApiGateway::RestApi":
      return { ref: id(10), attributes: { RestApiId: id(10), RootResourceId: id(10, "/") } };
    case "AWS::ApiGateway::Resource":
      return { ref: id(6), attributes: { ResourceId: id(6) } };
    case "AWS::ApiGateway::Authorizer":
      return { ref: id(6), attributes: { AuthorizerId: id(6) } };
    case "AWS::ApiGateway::Deployment":
      return { ref: id(6), attributes: { DeploymentId: id(6) } };
    case "AWS::ApiGateway::Stage":
      return { ref: named("StageName"), attributes: {} };
    case "AWS::SQS::Queue": {
      const name = named("QueueName");
      const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
      return { ref: url, attributes: { Arn: arn("sqs", name), QueueName: name, QueueUrl: url } };
    }
    case "AWS::Logs::LogGroup": {
      const name = named("LogGroupName");
      return { ref: name, attributes: { Arn: arn("logs", `log-group:${name}:*`) } };
    }
    case "AWS::IAM::Role": {
      const name = named("RoleName");
      const Arn = `arn:aws:iam::${accountId}:role/${name}`;
      return { ref: name, attributes: { Arn, RoleId: id(21).toUpperCase() } };
    }
    case "AWS::KMS::Key":
      return { ref: id(32), attributes: { Arn: arn("kms", `key/${id(32)}`), KeyId: id(32) } };
    case "AWS::S3::Bucket": {
      // A bucket's name has no capitals.
      const name = named("BucketName").toLowerCase();
      const RegionalDomainName = `${name}.s3.${region}.amazonaws.com`;
      return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, RegionalDomainName } };
    }
    case "AWS::StepFunctions::StateMachine": {
      const Name = named("StateMachineName");
      const Arn = arn("states", `stateMachine:${Name}`);
      return { ref: Arn, attributes: { Arn, Name } };
    }
    case "AWS::Events::Rule": {
      const Name = named("Name");
      return { ref: Name, attributes: { Arn: arn("events", `rule/${Name}`) } };
    }
    case "AWS::Bedrock::Guardrail": {
      const GuardrailId = id(12);
      const GuardrailArn = arn("bedrock", `guardrail/${GuardrailId}`);
      return { ref: GuardrailArn, attributes: { GuardrailId, GuardrailArn, Version: "DRAFT" } };
    }
    case "AWS::Bedrock::GuardrailVersion":
      return { ref: id(12), attributes: { Version: "1" } };
    case "AWS::SES::EmailIdentity":
      return { ref: named("EmailIdentity"), attributes: {} };
    case "AWS::Amplify::App": {
      const AppId = `d${id(13)}`;
      return {
        ref: arn("amplify", `apps/${AppId}`),
        attributes: {
          AppId,
          AppName: named("Name"),
          Arn: arn("amplify", `apps/${AppId}`),
          DefaultDomain: `${AppId}.amplifyapp.com`,
        },
      };
    }
    default:
      return undefined;
  }
}

/** Lower-case letters and digits that are the same for the same resource on every start. */
function identifier(seed: string, length: number): string {
  const digest = createHash("sha256").update(seed).digest("hex");
  return BigInt(`0x${digest}`).toString(36).padStart(length, "0").slice(0, length);
}
