import type { Table } from "../aws/table.ts";
import { putRescored } from "../disputes/notices.ts";
import { examStore } from "../exams/store.ts";
import { correctionStore } from "../questions/corrections/store.ts";
import { addTo } from "../questions/statistics/store.ts";
import { questionStore } from "../questions/store.ts";
import { entering } from "./entering.ts";
import { ledgerStore } from "./ledger/store.ts";
import { rescoring } from "./rescoring.ts";
import { keepLedgers } from "./steps.ts";
import { attemptStore } from "./store.ts";

/**
 * What follows from attempts that are over, on a table: for the stream's consumer, for who corrects keys, and for scripts.
 * @param now ISO time
 */
export function countingOn(table: Table, now: () => string) {
  const store = attemptStore(table);
  const ledgers = ledgerStore(table);
  const enter = entering({ store, ledgers, addStatistics: addTo });
  const { rescore, rescoreAttempt } = rescoring({
    store,
    ledgers,
    getExam: examStore(table).get,
    versions: questionStore(table).versions,
    corrections: correctionStore(table).ofExam,
    putNotice: putRescored,
    now,
  });
  return {
    store,
    ledgers,
    enter,
    rescore,
    consume: keepLedgers({ store, enter, rescoreAttempt }),
  };
}
