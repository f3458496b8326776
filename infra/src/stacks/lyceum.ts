import { type App, CfnOutput, Duration, Stack, Tags } from "aws-cdk-lib";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { alarmTopic } from "../constructs/alarm-topic.ts";
import { dataKey } from "../constructs/data-key.ts";
import { dataTable } from "../constructs/data-table.ts";
import { filesBucket } from "../constructs/files-bucket.ts";
import { firewall } from "../constructs/firewall.ts";
import { mailSender } from "../constructs/mail.ts";
import { models } from "../constructs/models.ts";
import { apiUrl, restApi } from "../constructs/rest-api.ts";
import { schedule } from "../constructs/schedule.ts";
import { type Particulars, serviceFunction, together } from "../constructs/service-function.ts";
import { signIn } from "../constructs/sign-in.ts";
import { site } from "../constructs/site.ts";
import { attempts, cohorts, streamConsumer } from "../constructs/stream-consumer.ts";
import { tutorAlarms } from "../constructs/tutor-alarms.ts";
import { answersTasks, startsWorkflow, triggersWorkflow, workflow } from "../constructs/workflow.ts";
import { acknowledgeFindings } from "./acknowledgements.ts";
import { type Server, slices, streamers, streamSeconds, type Worker } from "./functions.ts";
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
  const asksModels = models(stack, stage);
  const usesFiles = filesBucket(stack, stage, key);

  // A step asks models and reads whole files: more memory comes with a faster processor.
  const worker = (name: Worker) =>
    serviceFunction(stack, name, platform, {
      ...together(asksModels, usesFiles, ...(name === "generation-worker" ? [] : [answersTasks(stack)])),
      timeout: Duration.minutes(5),
      memoryMegabytes: 1024,
    });
  const noteIndexing = workflow(stack, "note-indexing", { stage, key, worker: worker("notes-worker") });
  const generationWorker = worker("generation-worker");
  const questionReview = workflow(stack, "question-review", { stage, key, worker: worker("review-worker") });
  const questionGeneration = workflow(stack, "question-generation", {
    stage,
    key,
    worker: generationWorker,
    starts: { QuestionReview: questionReview },
  });

  const sweeper = serviceFunction(stack, "review-sweeper", platform, {
    ...together(answersTasks(stack), startsWorkflow("QUESTION_REVIEW_ARN", questionReview)),
    timeout: Duration.minutes(5),
  });
  const due = { target: sweeper, every: Duration.minutes(5), input: { step: "sweep" } };
  schedule(stack, "ReviewSweep", due);
  schedule(stack, "PilotsLook", { ...due, every: Duration.hours(1), input: { step: "pilots" } });

  const particulars: Partial<Record<Server, Particulars>> = {
    cohorts: sendsMail,
    notes: together(usesFiles, startsWorkflow("NOTE_INDEXING_ARN", noteIndexing), answersTasks(stack)),
    generation: startsWorkflow("QUESTION_GENERATION_ARN", questionGeneration),
    review: answersTasks(stack),
    "tutor-stream": {
      ...together(asksModels, usesFiles.readsIndexes),
      timeout: Duration.seconds(streamSeconds),
      memoryMegabytes: 1024,
    },
  };
  const functions = new Map<Server, Lambda>(
    [...slices, ...streamers].map((name) => [
      name,
      serviceFunction(stack, name, platform, particulars[name]),
    ]),
  );
  streamConsumer(stack, attempts, platform);
  // What becomes of the notes of a group that is deleted.
  streamConsumer(stack, cohorts, platform, triggersWorkflow("NOTE_INDEXING_ARN", noteIndexing));

  const api = restApi(stack, { stage, key, userPool, functions });
  if (stage.hasFirewall) firewall(stack, `lyceum-${stage.name}`, api.deploymentStage.stageArn);
  const { appId, url } = site(stack, stage, apiUrl(api), usesFiles.url);
  // Invites' links lead there. Set afterwards, because the site needs the API, which needs the functions.
  functions.get("cohorts")?.addEnvironment("SITE_URL", url);

  tutorAlarms(stack, stage);
  alarmTopic(stack, stage, key);

  const outputs = {
    ApiUrl: api.url,
    AmplifyAppId: appId,
    UserPoolId: userPool.userPoolId,
    UserPoolClientId: client.userPoolClientId,
    TableName: table.tableName,
    FilesBucket: usesFiles.bucketName,
    Models: asksModels.environment?.MODELS ?? "",
    Region: stack.region,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });

  acknowledgeFindings(stack, stage);
  return stack;
}
