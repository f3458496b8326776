import { isDeepStrictEqual } from "node:util";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Counters } from "../questions/statistics/rules.ts";
import { isConflict } from "./closing.ts";
import {
  changes,
  countersIn,
  type EndedAttempt,
  endedAttempt,
  exposures,
  toCount,
  type VersionCounters,
} from "./ended.ts";
import { emptyLedger, merge } from "./ledger/rules.ts";
import { type LedgerStore, putCounted } from "./ledger/store.ts";
import type { AttemptStore } from "./store.ts";

type VersionRef = Omit<VersionCounters, "counters">;

interface Dependencies {
  store: AttemptStore;
  ledgers: LedgerStore;
  statistics: {
    ofExam: (examId: string, consistency: "strong") => Promise<VersionCounters[]>;
    /** @throws Fault conflict where the counters are not what they were */
    correct: (examId: string, ref: VersionRef, before: Counters, after: Counters) => Promise<void>;
  };
}

/** One transaction takes 100 writes; the others are the ledger, and who it is of. */
const countedAtOnce = 98;

const passes = 10;

/**
 * Counts anew what the stream's consumer counts: from the attempts alone, and without trusting what is stored. May run
 * beside the consumer, and be interrupted and run again.
 */
export function recounting({ store, ledgers, statistics }: Dependencies) {
  return {
    /**
     * A learner's ledger of an exam, and what statistics count of each attempt.
     * @returns whether something was not as it should be
     */
    async ledger(userId: string, examId: string): Promise<boolean> {
      let wasWrong = false;
      for (;;) {
        const { ledger: stored, revision } = await ledgers.get(userId, examId);
        const attempts = await attemptsOf(userId, examId);
        const ledger = attempts.map(exposures).reduce(merge, emptyLedger);
        const counted = await Promise.all(
          attempts.map(async (attempt) => ({
            attempt,
            before: await ledgers.counted(attempt.record),
            after: toCount(attempt, ledger),
          })),
        );
        const wrong = counted.filter(({ before, after }) => !isDeepStrictEqual(before, after));
        if (wrong.length === 0 && isDeepStrictEqual(stored, ledger)) return wasWrong;
        wasWrong = true;
        try {
          await ledgers.put(userId, examId, ledger, revision, [
            ...wrong.slice(0, countedAtOnce).map(({ attempt, after }) => putCounted(attempt.record, after)),
          ]);
        } catch (error) {
          // An attempt has been entered meanwhile.
          if (!isConflict(error)) throw error;
        }
      }
    },

    /**
     * The statistics of an exam's questions, from what ledgers say is counted. To be called after them.
     * @returns how many versions had other counters
     * @throws Fault unavailable where attempts keep being entered meanwhile
     */
    async statistics(examId: string): Promise<number> {
      let corrected = 0;
      for (let pass = 1; pass <= passes; pass++) {
        const stored = await statistics.ofExam(examId, "strong");
        const known = new Map(stored.map((one) => [nameOf(one), one.counters]));
        const counted = changes([], await allCounters(examId));
        const names = new Set(counted.map(nameOf));
        const none = stored.filter((one) => !names.has(nameOf(one))).map((one) => ({ ...one, counters: {} }));
        const wrong = [...counted, ...none].filter(
          (one) => !isDeepStrictEqual(withoutZeros(known.get(nameOf(one)) ?? {}), one.counters),
        );
        if (wrong.length === 0) return corrected;
        for (const one of wrong) {
          try {
            await statistics.correct(examId, one, known.get(nameOf(one)) ?? {}, one.counters);
            corrected++;
          } catch (error) {
            if (!isConflict(error)) throw error;
          }
        }
      }
      throw new Fault("unavailable", "Attempts keep being submitted. Try again at a quieter time.");
    },
  };

  async function allCounters(examId: string): Promise<VersionCounters[]> {
    let sums: VersionCounters[] = [];
    let cursor: string | undefined;
    do {
      const page = await ledgers.learners(examId, { limit: 100, cursor });
      for (const userId of page.items) {
        for (const attempt of await attemptsOf(userId, examId)) {
          const counted = await ledgers.counted(attempt.record);
          if (counted) sums = changes([], [...sums, ...countersIn(attempt, counted)]);
        }
      }
      cursor = page.cursor;
    } while (cursor);
    return sums;
  }

  /** Those that are over and in which something was seen. */
  async function attemptsOf(userId: string, examId: string): Promise<EndedAttempt[]> {
    const found: EndedAttempt[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list(userId, { limit: 100, cursor });
      for (const record of page.items.filter((one) => one.examId === examId)) {
        const [places, sessions] = await Promise.all([store.form(record), store.sessions(record)]);
        const attempt = endedAttempt(record, places, sessions);
        if (attempt && exposures(attempt).exposures.length > 0) found.push(attempt);
      }
      cursor = page.cursor;
    } while (cursor);
    return found;
  }
}

const nameOf = ({ questionId, version }: VersionRef) => `${questionId}@${version}`;

const withoutZeros = (counters: Counters): Counters =>
  Object.fromEntries(Object.entries(counters).filter(([, count]) => count !== 0));
