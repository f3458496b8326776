import { setTimeout as wait } from "node:timers/promises";
import { bedrock } from "../aws/bedrock.ts";
import type { Table } from "../aws/table.ts";
import { logsPrompts } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { readModelsConfig } from "./config.ts";
import { gateway } from "./gateway.ts";
import type { Models } from "./models.ts";
import { spendingStore } from "./spending/store.ts";

/**
 * The models of this deployment.
 * @param table where spending is counted
 * @param config the variable `MODELS`
 */
export function modelsOn(table: Table, config: string): Models {
  const withTexts = logsPrompts();
  return gateway({
    bedrock: bedrock(),
    config: readModelsConfig(config),
    spending: spendingStore(table),
    now: Date.now,
    random: Math.random,
    wait,
    called({ asked, answered, ...call }) {
      logger.info("model called", { call: withTexts ? { ...call, asked, answered } : call });
    },
    uncounted({ asked: _, answered: __, ...call }, error) {
      logger.error("a call of a model could not be counted", { call, error });
    },
  });
}
