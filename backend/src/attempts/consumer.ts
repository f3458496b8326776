import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { createTable } from "../aws/table.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { addTo } from "../questions/statistics/store.ts";
import { ledgerStore } from "./ledger/store.ts";
import { keepLedgers } from "./steps.ts";
import { attemptStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));

export const handler = middy(
  keepLedgers({
    store: attemptStore(table),
    ledgers: ledgerStore(table),
    addStatistics: addTo,
    onError: (error) =>
      logger.error(
        "an attempt was not entered into its ledger",
        error instanceof Error ? error : String(error),
      ),
  }),
).use(injectLambdaContext(logger));
