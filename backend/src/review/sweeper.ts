import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import * as z from "zod";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { reviewClockOn } from "./composition.ts";

const machines = workflows();
const machineArn = environment("QUESTION_REVIEW_ARN");

const clock = reviewClockOn(createTable(environment("TABLE_NAME")), {
  workflows: machines,
  start: (name, questionId) => machines.start(machineArn, name, { questionId }),
  now: () => new Date().toISOString(),
  warn: (message, questionId) => logger.warn(message, { questionId }),
});

const Due = z.object({ step: z.enum(["sweep", "pilots"]) });

/** Does what is due by the clock. A function of its own, because a workflow's worker can't know the workflow. */
export const handler = middy(async (event: unknown): Promise<void> => clock[Due.parse(event).step]()).use(
  injectLambdaContext(logger),
);
