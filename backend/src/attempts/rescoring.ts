import { isDeepStrictEqual } from "node:util";
import type { Result } from "@lyceum/shared/attempts";
import { isCorrect } from "../questions/rules.ts";
import { type Dependencies as Closing, closing, isConflict } from "./closing.ts";
import { isSealed } from "./group-mocks/rules.ts";
import type { LedgerStore } from "./ledger/store.ts";
import { scored, scoringRefs, scoringVersions } from "./scored.ts";
import { resultOf } from "./scoring/rules.ts";
import type { AttemptRecord, AttemptStore } from "./store.ts";

type Write = Parameters<AttemptStore["rescore"]>[3][number];

interface Correction {
  questionId: string;
  from: number;
  to: number;
  /** Names the decision that corrected the key, and says why. */
  answerId: string;
  text: string;
}

export interface Dependencies extends Omit<Closing, "corrections"> {
  ledgers: LedgerStore;
  corrections: (examId: string) => Promise<readonly Correction[]>;
  /** A write that tells a learner of a result that has changed. */
  putNotice: (
    userId: string,
    notice: {
      at: string;
      attemptId: string;
      examId: string;
      answerId: string;
      text: string;
      before: Result;
      after: Result;
    },
  ) => Write;
}

/** `none`: nothing was to be done, or somebody else has done it. */
type Outcome = "none" | "same" | "changed";

/**
 * Scores anew what was scored by keys that have been corrected since. What an attempt is scored by stands in its record,
 * and changes on condition that it is still what was read: so each attempt is scored anew once, with its notice, however
 * often and by however many this is called.
 */
export function rescoring(dependencies: Dependencies) {
  const { store, ledgers, getExam, versions, corrections, putNotice, now } = dependencies;
  const { current } = closing(dependencies);

  return {
    /**
     * All attempts of a learner.
     * @returns how many were scored anew, and how many of these have another result
     */
    async rescore(userId: string, examId: string): Promise<{ attempts: number; changed: number }> {
      const known = await corrections(examId);
      // An item that was never opened is not in the ledger, and wrong by any key. An attempt that is on its way into the
      // ledger is looked at by who enters it.
      const { ledger } = await ledgers.get(userId, examId);
      const outcomes: Outcome[] = [];
      if (known.some(({ questionId }) => ledger.seen.has(questionId))) {
        let cursor: string | undefined;
        do {
          const page = await store.list(userId, { limit: 100, cursor });
          for (const record of page.items) {
            if (record.examId === examId) outcomes.push(await rescoreOne(record, known));
          }
          cursor = page.cursor;
        } while (cursor);
      }
      return {
        attempts: outcomes.filter((outcome) => outcome !== "none").length,
        changed: outcomes.filter((outcome) => outcome === "changed").length,
      };
    },

    /** One attempt, by what is corrected when it is called. */
    rescoreAttempt: async (record: AttemptRecord): Promise<Outcome> =>
      rescoreOne(record, await corrections(record.examId)),
  };

  async function rescoreOne(found: AttemptRecord, known: readonly Correction[]): Promise<Outcome> {
    // One that is closed is being scored; who did so before a key was corrected must not have the last word.
    const record = found.state === "closing" ? await current(found) : found;
    const places = await store.form(record);
    const wanted = scoringVersions(places, known);
    if (isDeepStrictEqual(wanted, record.versions)) return "none";
    try {
      if (record.state === "submitted") return await scoreAgain(record, known, wanted);
      if (record.state === "discarded") return await checkAgain(record, wanted);
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    return "none";
  }

  async function scoreAgain(
    record: AttemptRecord,
    known: readonly Correction[],
    wanted: AttemptRecord["versions"],
  ): Promise<Outcome> {
    const { id: attemptId, userId, examId, kind, tally } = record;
    const [exam, places, sessions] = await Promise.all([
      getExam(examId),
      store.form(record),
      store.sessions(record),
    ]);
    if (!exam || !tally) throw new TypeError(`${attemptId} can't be scored anew`);
    const questions = await versions(scoringRefs(places, wanted));
    const result = scored(exam, places, questions, sessions);
    const at = now();
    const isSame = isDeepStrictEqual(result, { tally, right: record.right });
    const applied = known.filter(({ questionId, to }) =>
      places.some(
        (place, index) =>
          place.questionId === questionId && wanted[index + 1] === to && record.versions[index + 1] !== to,
      ),
    );
    const notice = {
      at,
      attemptId,
      examId,
      answerId: applied[0]?.answerId ?? "",
      text: applied.map(({ text }) => text).join("\n\n"),
      before: resultOf(exam, kind, tally),
      after: resultOf(exam, kind, result.tally),
    };
    await store.rescore(
      record,
      { ...result, versions: wanted },
      at,
      isSame || isSealed(record, at) ? [] : [putNotice(userId, notice)],
    );
    return isSame ? "same" : "changed";
  }

  /** Of an attempt that was discarded, what was checked: whether it was right stands in the ledger. */
  async function checkAgain(record: AttemptRecord, wanted: AttemptRecord["versions"]): Promise<Outcome> {
    const [places, sessions] = await Promise.all([store.form(record), store.sessions(record)]);
    const questions = await versions(scoringRefs(places, wanted));
    const corrected = sessions.flatMap((session) => {
      const question = questions[session.position - 1];
      if (!question || !session.checked || !(session.position in wanted)) return [];
      const correct = isCorrect(question.item.key, session.response);
      return [{ ...session, checked: { ...session.checked, correct } }];
    });
    await store.recheck(record, wanted, corrected);
    return "same";
  }
}
