import { groupMockStore } from "../attempts/group-mocks/store.ts";
import { ledgerStore } from "../attempts/ledger/store.ts";
import type { Table } from "../aws/table.ts";
import { examStore } from "../exams/store.ts";
import { recompute } from "./boards/recompute.ts";
import { boardStore } from "./boards/store.ts";
import { recomputationStore } from "./recomputations/store.ts";
import { keepStandings } from "./steps.ts";
import { cohortStore, putAudit, whileActive } from "./store.ts";

/**
 * What brings standings up to date, on a table: for the stream's consumer and for scripts.
 * @param now ISO time
 * @param forgetNotes what becomes of the notes of cohorts that are deleted; nothing, for who deletes none
 */
export function standingsOn(
  table: Table,
  now: () => string,
  forgetNotes: (cohortId: string) => Promise<void> = async () => {},
) {
  const store = cohortStore(table);
  const exams = examStore(table);
  const ledgers = ledgerStore(table);
  const recomputeOne = recompute({
    store: boardStore(table),
    async sourceOf(cohortId, userId) {
      const [cohort, member] = await Promise.all([store.get(cohortId), store.member(cohortId, userId)]);
      if (!cohort || cohort.state === "deleting" || !member) return undefined;
      const exam = await exams.get(cohort.examId);
      if (!exam) return undefined;
      const { ledger } = await ledgers.get(userId, exam.id);
      return { member, timeZone: cohort.timeZone, exam, ledger };
    },
    now,
  });
  return {
    store,
    recompute: recomputeOne,
    consume: keepStandings({
      store,
      recomputations: recomputationStore(table),
      purgeMocks: groupMockStore(table, { putAudit, whileActive }).purge,
      forgetNotes,
      recompute: recomputeOne,
    }),
  };
}
