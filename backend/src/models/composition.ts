import { setTimeout as wait } from "node:timers/promises";
import type { BreakerState } from "@lyceum/shared/tutor";
import { bedrock } from "../aws/bedrock.ts";
import type { Table } from "../aws/table.ts";
import { logsPrompts } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { breakerStore } from "./breaker/store.ts";
import { readModelsConfig } from "./config.ts";
import { gateway } from "./gateway.ts";
import type { Models } from "./models.ts";
import { spendingStore } from "./spending/store.ts";
import type { Watch } from "./trying/trying.ts";

/** Who wants to know what goes wrong, beside the log. */
export interface Listener extends Pick<Watch, "failed"> {
  breakerChanged(model: string, state: BreakerState["state"]): void;
}

/**
 * The models of this deployment.
 * @param table where spending is counted, and the breakers' states are kept
 * @param config the variable `MODELS`
 */
export function modelsOn(table: Table, config: string, listener?: Listener): Models {
  const withTexts = logsPrompts();
  const breakers = breakerStore(table);
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
    failed(model, kind) {
      logger.warn("model failed", { model, kind });
      listener?.failed(model, kind);
    },
    async breakerChanged(model, state, since) {
      logger.warn("breaker changed", { model, state });
      listener?.breakerChanged(model, state);
      await breakers
        .changed({ model, state, since: new Date(since).toISOString() })
        .catch((error: unknown) => logger.error("a breaker's state could not be stored", { model, error }));
    },
    uncounted({ asked: _, answered: __, ...call }, error) {
      logger.error("a call of a model could not be counted", { call, error });
    },
  });
}
