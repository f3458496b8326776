import { tutor } from "@lyceum/shared/tutor";
import { attemptStore } from "../attempts/store.ts";
import { createTable } from "../aws/table.ts";
import { cohortStore, whileActive } from "../cohorts/store.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { breakerStore } from "../models/breaker/store.ts";
import { answersOn } from "./composition.ts";
import { conversationStore } from "./conversations/store.ts";
import { figureStore } from "./figures/store.ts";
import { gapStore } from "./gaps/store.ts";
import { handlers } from "./handlers.ts";
import { thought } from "./metrics.ts";

const table = createTable(environment("TABLE_NAME"));
const cohorts = cohortStore(table);

export const handler = run(
  tutor,
  handlers({
    answers: answersOn(table),
    conversations: conversationStore(table),
    gaps: gapStore(table),
    figures: figureStore(table),
    breakers: breakerStore(table).all,
    cohorts: {
      whileActive,
      names: cohorts.names,
      isArchived: async (cohortId) => (await cohorts.get(cohortId))?.state !== "active",
    },
    attemptsOf: attemptStore(table).all,
    thought,
    now: () => new Date().toISOString(),
  }),
  logger,
  { findMembership: cohorts.membership },
);
