import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Fault } from "@lyceum/shared/contract/fault";
import middy from "@middy/core";
import * as z from "zod";
import { files } from "../aws/files.ts";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { environment } from "../environment.ts";
import { writingOn } from "../generation/composition.ts";
import { logger } from "../http/logger.ts";
import { modelsOn } from "../models/composition.ts";
import { modelMetrics } from "../models/metrics.ts";
import { reviewStepsOn } from "./composition.ts";

const table = createTable(environment("TABLE_NAME"));

const steps = reviewStepsOn(table, {
  workflows: workflows(),
  writing: writingOn(
    table,
    files(environment("FILES_BUCKET")),
    modelsOn(table, environment("MODELS"), modelMetrics),
  ),
  now: () => new Date().toISOString(),
});

const questionId = z.string();

const Step = z.discriminatedUnion("step", [
  z.object({
    step: z.enum(["open", "remind", "escalate", "expire", "admit", "close", "rewrite", "check"]),
    questionId,
  }),
  z.object({ step: z.literal("wait"), questionId, token: z.string() }),
  z.object({ step: z.literal("reopen"), questionId, error: z.string() }),
]);

/** A fault goes by its code, by which the workflow decides what to try again. */
async function dispatch(event: unknown): Promise<unknown> {
  try {
    return await run(Step.parse(event));
  } catch (error) {
    if (error instanceof Fault) error.name = error.code;
    throw error;
  }
}

async function run(step: z.output<typeof Step>): Promise<unknown> {
  switch (step.step) {
    case "wait":
      return steps.wait(step.questionId, step.token);
    case "reopen":
      return steps.reopen(step.questionId, step.error);
    default:
      return steps[step.step](step.questionId);
  }
}

/** Does the steps of the review's workflow. */
export const handler = middy(dispatch).use(injectLambdaContext(logger));
