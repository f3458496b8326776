import { type App, CfnOutput, Stack, Tags } from "aws-cdk-lib";
import { dataKey } from "../constructs/data-key.ts";
import { dataTable } from "../constructs/data-table.ts";
import { firewall } from "../constructs/firewall.ts";
import { mailSender } from "../constructs/mail.ts";
import { apiUrl, restApi } from "../constructs/rest-api.ts";
import { serviceFunction } from "../constructs/service-function.ts";
import { signIn } from "../constructs/sign-in.ts";
import { site } from "../constructs/site.ts";
import { attempts, cohorts, streamConsumer } from "../constructs/stream-consumer.ts";
import { acknowledgeFindings } from "./acknowledgements.ts";
import { slices } from "./functions.ts";
import type { Stage } from "./stage.ts";

interface Code {
  version: string;
  /** Where the bundles are: a directory for each function. */
  bundles: string;
}

/** The whole platform of a stage. It names no account and no Region: those are the credentials' that deploy it. */
export function lyceumStack(app: App, stage: Stage, { version, bundles }: Code): Stack {
  const stack = new Stack(app, `Lyceum-${stage.name}`, {
    description: `Lyceum, a study platform (${stage.name})`,
    terminationProtection: stage.keepsData,
  });
  Tags.of(stack).add("application", "lyceum");
  Tags.of(stack).add("stage", stage.name);

  const key = dataKey(stack, stage);
  const table = dataTable(stack, stage, key);
  const { userPool, client } = signIn(stack, stage);

  const platform = { stage, version, bundles, table, key };
  const sendsMail = mailSender(stack, stage);
  const functions = new Map(
    slices.map((slice) => [
      slice,
      serviceFunction(stack, slice, platform, slice === "cohorts" ? sendsMail : {}),
    ]),
  );
  for (const consumption of [attempts, cohorts]) streamConsumer(stack, consumption, platform);

  const api = restApi(stack, { stage, key, userPool, functions });
  if (stage.hasFirewall) firewall(stack, `lyceum-${stage.name}`, api.deploymentStage.stageArn);
  const { appId, url } = site(stack, stage, apiUrl(api));
  // Invites' links lead there. Set afterwards, because the site needs the API, which needs the functions.
  functions.get("cohorts")?.addEnvironment("SITE_URL", url);

  const outputs = {
    ApiUrl: api.url,
    AmplifyAppId: appId,
    UserPoolId: userPool.userPoolId,
    UserPoolClientId: client.userPoolClientId,
    TableName: table.tableName,
    Region: stack.region,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });

  acknowledgeFindings(stack, stage);
  return stack;
}
