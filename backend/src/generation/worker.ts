import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Fault } from "@lyceum/shared/contract/fault";
import middy from "@middy/core";
import { files } from "../aws/files.ts";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { modelsOn } from "../models/composition.ts";
import { modelMetrics } from "../models/metrics.ts";
import { generationStepsOn } from "./composition.ts";
import { Step } from "./steps.ts";

const table = createTable(environment("TABLE_NAME"));
const models = modelsOn(table, environment("MODELS"), modelMetrics);
const run = generationStepsOn(table, files(environment("FILES_BUCKET")), models);

/** A fault goes by its code, by which the workflow decides what to try again. */
async function dispatch(event: unknown): Promise<unknown> {
  try {
    return await run(Step.parse(event));
  } catch (error) {
    if (error instanceof Fault) error.name = error.code;
    throw error;
  }
}

/** Does the steps of the workflow that has questions written. */
export const handler = middy(dispatch).use(injectLambdaContext(logger));
