import { attempts } from "@lyceum/shared/attempts";
import { createTable } from "../aws/table.ts";
import { cohortStore, putAudit, whileActive } from "../cohorts/store.ts";
import { environment } from "../environment.ts";
import { examStore } from "../exams/store.ts";
import { logger } from "../http/logger.ts";
import { run } from "../http/run.ts";
import { correctionStore } from "../questions/corrections/store.ts";
import { mediansOf } from "../questions/statistics/rules.ts";
import { statisticsStore } from "../questions/statistics/store.ts";
import { questionStore } from "../questions/store.ts";
import { groupMockStore } from "./group-mocks/store.ts";
import { handlers } from "./handlers.ts";
import { ledgerStore } from "./ledger/store.ts";
import { attemptStore } from "./store.ts";

const table = createTable(environment("TABLE_NAME"));
const statistics = statisticsStore(table);
const cohorts = cohortStore(table);
const { published, versions, states } = questionStore(table);

export const handler = run(
  attempts,
  handlers({
    store: attemptStore(table),
    groupMocks: groupMockStore(table, { putAudit, whileActive }),
    cohorts,
    ledgers: ledgerStore(table),
    getExam: examStore(table).get,
    published,
    medians: async (examId) => mediansOf(await statistics.ofExam(examId)),
    versions,
    states,
    corrections: correctionStore(table).ofExam,
    now: () => new Date().toISOString(),
    random: Math.random,
  }),
  logger,
  { findMembership: cohorts.membership },
);
