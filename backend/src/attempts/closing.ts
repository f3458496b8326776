import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { Question } from "@lyceum/shared/questions";
import type { Correction } from "../questions/corrections/rules.ts";
import { grace, isSealed } from "./group-mocks/rules.ts";
import { scored, scoringRefs, scoringVersions } from "./scored.ts";
import type { AttemptRecord, AttemptStore, SessionRecord } from "./store.ts";

export interface Dependencies {
  store: AttemptStore;
  getExam: (examId: string) => Promise<ExamProfile | undefined>;
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  /** The corrected keys of an exam. */
  corrections: (examId: string) => Promise<readonly Correction[]>;
  now: () => string;
}

/**
 * Brings attempts to their end. No job watches the clock: whoever reads an attempt whose time is up closes it,
 * whoever reads one that is closed and not yet scored scores it, and whoever reads one of a group's mock whose window is
 * over lets it count. Each step is a conditional write, so that it is done
 * once, however many do it at the same time.
 */
export function closing({ store, getExam, versions, corrections, now }: Dependencies) {
  return {
    /** Submits an attempt that runs; one that does not is left alone. */
    close: async (record: AttemptRecord): Promise<void> => {
      const time = now();
      const late = isPast(record, time);
      await store.close(record, late ? (record.deadline ?? time) : time, late).catch(unlessConflict);
    },

    /** The attempt as it stands now: submitted if its time is up. */
    async current(record: AttemptRecord): Promise<AttemptRecord> {
      const overdue = record.state === "running" && isPast(record, now(), grace);
      if (overdue) await store.close(record, record.deadline ?? now(), true).catch(unlessConflict);
      const stored = overdue ? await again(record) : record;
      const ended = stored.state === "closing" ? await score(stored) : stored;
      return ended.state === "submitted" && !ended.told && ended.groupMock ? tell(ended) : ended;
    },
  };

  async function tell(record: AttemptRecord): Promise<AttemptRecord> {
    if (isSealed(record, now())) return record;
    await store.tell(record).catch(unlessConflict);
    return { ...record, told: true };
  }

  async function score(record: AttemptRecord): Promise<AttemptRecord> {
    const [exam, places, stored] = await Promise.all([
      getExam(record.examId),
      store.form(record),
      store.sessions(record),
    ]);
    if (!exam) throw new TypeError(`${record.examId} is not there`);
    // Read after nothing can be saved any more: a key that is corrected from now on finds this attempt to score anew.
    const corrected = scoringVersions(places, await corrections(record.examId));
    const questions = await versions(scoringRefs(places, corrected));
    await store
      .finish(record, {
        ...scored(exam, places, questions, stored),
        flagged: flaggedOf(stored),
        versions: corrected,
      })
      .catch(unlessConflict);
    return again(record);
  }

  async function again(record: AttemptRecord): Promise<AttemptRecord> {
    const stored = await store.get(record);
    if (!stored) throw new TypeError(`${record.id} is not there`);
    return stored;
  }
}

const flaggedOf = (sessions: readonly SessionRecord[]) =>
  new Set(sessions.filter((session) => session.flagged).map((session) => session.position));

const isPast = ({ deadline }: AttemptRecord, now: string, allowance = 0): boolean =>
  deadline !== undefined && Date.parse(now) > Date.parse(deadline) + allowance;

export const isConflict = (error: unknown) => error instanceof Fault && error.code === "conflict";

export function unlessConflict(error: unknown): void {
  if (!isConflict(error)) throw error;
}
