import { isDeepStrictEqual } from "node:util";
import type { Counters } from "../questions/statistics/rules.ts";
import { isConflict } from "./closing.ts";
import {
  type Counted,
  changes,
  countersIn,
  type EndedAttempt,
  endedAttempt,
  exposures,
  toCount,
} from "./ended.ts";
import { type Ledger, merge } from "./ledger/rules.ts";
import { type LedgerStore, putCounted } from "./ledger/store.ts";
import type { AttemptRecord, AttemptStore } from "./store.ts";

export interface Dependencies {
  store: AttemptStore;
  ledgers: LedgerStore;
  /** A write that adds to the statistics of a version. */
  addStatistics: (
    examId: string,
    ref: { questionId: string; version: number },
    counters: Counters,
  ) => ReturnType<typeof putCounted>;
}

/** How often a ledger is read again that somebody else changed meanwhile. */
const tries = 5;

/**
 * Enters an attempt that is over into its learner's ledger, and adds what is a first answer to the items' statistics, in
 * one transaction. What statistics count of an attempt is kept beside it: so an attempt that comes twice, late, or
 * scored anew changes them by the difference alone.
 *
 * @returns the function, which leaves an attempt alone that is not over
 */
export const entering =
  ({ store, ledgers, addStatistics }: Dependencies) =>
  async (record: Pick<AttemptRecord, "id" | "userId" | "examId">): Promise<void> => {
    const { userId, examId } = record;
    for (let left = tries; ; left--) {
      const { ledger, revision } = await ledgers.get(userId, examId);
      // After the ledger: whoever enters it otherwise meanwhile, because it is scored anew, makes this write fail.
      const attempt = await load(await store.get(record));
      const ended = attempt && exposures(attempt);
      if (!ended || ended.exposures.length === 0) return;
      const entered = merge(ledger, ended);
      const recounts = await recountsOf(attempt, ledger, entered);
      const isKnown = recounts.every(({ before, after }) => isDeepStrictEqual(before, after));
      if (isKnown && isDeepStrictEqual(entered, ledger)) return;
      const counters = changes(
        recounts.flatMap((one) => (one.before ? countersIn(one.attempt, one.before) : [])),
        recounts.flatMap((one) => countersIn(one.attempt, one.after)),
      );
      try {
        await ledgers.put(userId, examId, entered, revision, [
          ...recounts.map((one) => putCounted(one.attempt.record, one.after)),
          ...counters.map((one) => addStatistics(examId, one, one.counters)),
        ]);
        return;
      } catch (error) {
        if (!isConflict(error) || left === 1) throw error;
      }
    }

    async function load(over: AttemptRecord | undefined): Promise<EndedAttempt | undefined> {
      if (!over) return undefined;
      const [places, sessions] = await Promise.all([store.form(over), store.sessions(over)]);
      return endedAttempt(over, places, sessions);
    }

    /** What is counted of the attempt, before and after; and of later ones whose first answers turn out not to be first. */
    async function recountsOf(entering: EndedAttempt, { seen }: Ledger, entered: Ledger) {
      const counted = await ledgers.counted(entering.record);
      const recounts: Recount[] = [{ attempt: entering, before: counted, after: toCount(entering, entered) }];
      const replaced = new Set(
        entering.places.flatMap(({ questionId }) => {
          const firstAt = seen.get(questionId)?.firstAt;
          const isEarlier = firstAt !== undefined && firstAt > entering.record.at;
          return isEarlier && entered.seen.get(questionId)?.firstAt === entering.record.at ? [firstAt] : [];
        }),
      );
      for (const at of replaced) {
        const later = await endedAt(at);
        const before = later && (await ledgers.counted(later.record));
        if (!later || !before) continue;
        const still = [...before.positions].filter((position) => {
          const questionId = later.places[position - 1]?.questionId ?? "";
          return entered.seen.get(questionId)?.firstAt === at;
        });
        recounts.push({ attempt: later, before, after: { ...before, positions: new Set(still) } });
      }
      return recounts;
    }

    /** The attempt that the ledger has entered as of this time. */
    async function endedAt(at: number): Promise<EndedAttempt | undefined> {
      let cursor: string | undefined;
      do {
        const page = await store.list(record.userId, { limit: 100, cursor });
        for (const other of page.items) {
          const isIt = other.examId === record.examId && other.closedAt && Date.parse(other.closedAt) === at;
          const found = isIt ? await load(other) : undefined;
          if (found) return found;
        }
        cursor = page.cursor;
      } while (cursor);
      return undefined;
    }
  };

interface Recount {
  attempt: EndedAttempt;
  before: Counted | undefined;
  after: Counted;
}
