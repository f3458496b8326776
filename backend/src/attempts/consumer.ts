import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { questionStore } from "../questions/store.ts";
import { recordExposures } from "./steps.ts";
import { attemptStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));

export const handler = middy(
  recordExposures({
    store: attemptStore(table),
    versions: questionStore(table).versions,
    onError: (error) =>
      logger.error("exposures not recorded", error instanceof Error ? error : String(error)),
  }),
).use(injectLambdaContext(logger));
