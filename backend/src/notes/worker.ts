import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { files } from "../aws/files.ts";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { modelsOn } from "../models/composition.ts";
import { modelMetrics } from "../models/metrics.ts";
import { notesOn } from "./composition.ts";
import { Step, steps } from "./steps.ts";

const table = createTable(environment("TABLE_NAME"));
const models = modelsOn(table, environment("MODELS"), modelMetrics);
const { succeed } = workflows();
const run = steps({
  ...notesOn(table, files(environment("FILES_BUCKET")), models),
  models,
  succeed,
  now: Date.now,
});

export const handler = middy((event: unknown) => run(Step.parse(event))).use(injectLambdaContext(logger));
