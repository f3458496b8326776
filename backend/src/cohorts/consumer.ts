import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { createTable } from "../aws/table.ts";
import { workflows } from "../aws/workflows.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { inOrder } from "../stream.ts";
import { standingsOn } from "./composition.ts";

const { start } = workflows();
const machine = environment("NOTE_INDEXING_ARN");

const { consume } = standingsOn(
  createTable(environment("TABLE_NAME")),
  () => new Date().toISOString(),
  (owner) => start(machine, `forget-${owner}`, { work: "forget", owner }),
);

export const handler = middy(
  inOrder(consume, (error) =>
    logger.error("a standing was not brought up to date", error instanceof Error ? error : String(error)),
  ),
).use(injectLambdaContext(logger));
