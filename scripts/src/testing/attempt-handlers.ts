import { groupMockStore } from "@lyceum/backend/attempts/group-mocks/store";
import { handlers } from "@lyceum/backend/attempts/handlers";
import { ledgerStore } from "@lyceum/backend/attempts/ledger/store";
import { attemptStore } from "@lyceum/backend/attempts/store";
import type { Table } from "@lyceum/backend/aws/table";
import { cohortStore, putAudit, whileActive } from "@lyceum/backend/cohorts/store";
import { examStore } from "@lyceum/backend/exams/store";
import { correctionStore } from "@lyceum/backend/questions/corrections/store";
import { questionStore } from "@lyceum/backend/questions/store";

/**
 * What serves attempts, on a table of one's own and by a clock of one's own.
 * @param now ISO time
 */
export function attemptHandlers(table: Table, now: () => string) {
  const { published, versions, states } = questionStore(table);
  return handlers({
    store: attemptStore(table),
    groupMocks: groupMockStore(table, { putAudit, whileActive }),
    cohorts: cohortStore(table),
    ledgers: ledgerStore(table),
    getExam: examStore(table).get,
    published,
    medians: async () => new Map(),
    versions,
    states,
    corrections: correctionStore(table).ofExam,
    now,
    random: Math.random,
  });
}
