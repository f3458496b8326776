import { groupMockStore } from "../attempts/group-mocks/store.ts";
import { ledgerStore } from "../attempts/ledger/store.ts";
import type { Table } from "../aws/table.ts";
import { examStore } from "../exams/store.ts";
import { draftStore } from "../generation/drafts/store.ts";
import { generationStore } from "../generation/store.ts";
import { spendingStore } from "../models/spending/store.ts";
import { questionStore } from "../questions/store.ts";
import { candidateStore } from "../review/candidates/store.ts";
import { conversationStore } from "../tutor/conversations/store.ts";
import { figureStore } from "../tutor/figures/store.ts";
import { gapStore } from "../tutor/gaps/store.ts";
import { useStore } from "../tutor/use/store.ts";
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
      async purgeQuestions(group) {
        const { cohortId, examId } = group;
        // Wishes first, so that no more candidates are made; then candidates, so that none gets into the bank.
        await generationStore(table).purge(cohortId);
        await candidateStore(table).purge(cohortId);
        await questionStore(table).retireAll(group);
        await draftStore(table).forgetVectors(`${examId}#${cohortId}`);
        await spendingStore(table).purge(cohortId);
      },
      forgetNotes,
      async purgeTutor(cohortId) {
        await gapStore(table).purge(cohortId);
        await useStore(table).purge(cohortId);
        await figureStore(table).purge(cohortId);
      },
      forgetAsked: conversationStore(table).forget,
      recompute: recomputeOne,
    }),
  };
}
