import { tutor } from "@lyceum/shared/tutor";
import { attemptStore } from "../attempts/store.ts";
import { files } from "../aws/files.ts";
import { createTable } from "../aws/table.ts";
import { cohortStore } from "../cohorts/store.ts";
import { environment } from "../environment.ts";
import { logger } from "../http/logger.ts";
import { streamed } from "../http/streamed.ts";
import { modelsOn } from "../models/composition.ts";
import { modelMetrics } from "../models/metrics.ts";
import { evidenceOn } from "../search/composition.ts";
import { streamers } from "./asking.ts";
import { answersOn } from "./composition.ts";
import { learnerOn } from "./learner/composition.ts";
import { told } from "./metrics.ts";
import { useStore } from "./use/store.ts";

const table = createTable(environment("TABLE_NAME"));
const bucket = files(environment("FILES_BUCKET"));
const models = modelsOn(table, environment("MODELS"), modelMetrics);
const cohorts = cohortStore(table);

/** Answers as they are written: a function of its own, because it is held for as long as it speaks. */
export const handler = streamed(
  tutor,
  streamers({
    answers: answersOn(table),
    use: useStore(table),
    models,
    gather: evidenceOn(table, bucket, models),
    isArchived: async (cohortId) => (await cohorts.get(cohortId))?.state !== "active",
    attemptsOf: attemptStore(table).all,
    ...learnerOn(table, () => new Date().toISOString()),
    told,
    warn: (message, error) => logger.warn(message, { error }),
    now: Date.now,
  }),
  logger,
  { findMembership: cohorts.membership },
);
