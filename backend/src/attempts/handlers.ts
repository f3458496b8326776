import { isDeepStrictEqual } from "node:util";
import type { Attempt, attempts, ItemSession, Wish } from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { BankEntry, Question } from "@lyceum/shared/questions";
import type { Handlers } from "../http/run.ts";
import type { Correction } from "../questions/corrections/rules.ts";
import { asOwn, isCorrect, itemReview, responseProblem } from "../questions/rules.ts";
import { closing, isConflict, unlessConflict } from "./closing.ts";
import type { Random } from "./forms/rules.ts";
import { type Cohorts, groupMockHandlers } from "./group-mocks/handlers.ts";
import type { GroupMockStore } from "./group-mocks/store.ts";
import { heldBack } from "./held-back.ts";
import type { LedgerStore } from "./ledger/store.ts";
import { progressView } from "./progress.ts";
import { scoringRefs, scoringVersions } from "./scored.ts";
import { newAttempt } from "./starting.ts";
import type { AttemptRecord, AttemptStore, Place, SessionRecord, Versions } from "./store.ts";
import { attemptSummary, endedView, type Loaded, newView, savedView, view } from "./views.ts";

export interface Dependencies {
  store: AttemptStore;
  groupMocks: GroupMockStore;
  cohorts: Cohorts;
  ledgers: LedgerStore;
  getExam: (examId: string) => Promise<ExamProfile | undefined>;
  /** The questions of an exam that may be given to a learner of these cohorts. */
  published: (examId: string, cohortIds: readonly string[]) => Promise<readonly BankEntry[]>;
  /** Median times in seconds by version, as `<question id>@<version>`, where enough is known. */
  medians: (examId: string) => Promise<ReadonlyMap<string, number>>;
  /** The pinned versions, in the order asked for. */
  versions: (refs: readonly { questionId: string; version: number }[]) => Promise<readonly Question[]>;
  /** Where questions stand now, in no order. */
  states: (questionIds: readonly string[]) => Promise<readonly Pick<BankEntry, "id" | "state">[]>;
  /** The corrected keys of an exam. */
  corrections: (examId: string) => Promise<readonly Correction[]>;
  /** ISO time. */
  now: () => string;
  random: Random;
}

interface AttemptKey {
  userId: string;
  id: string;
}

export function handlers(dependencies: Dependencies): Handlers<typeof attempts> {
  const { store, ledgers, cohorts, getExam, published, medians, versions, corrections, now, random } =
    dependencies;
  const { close, current } = closing(dependencies);
  const questionsHeldBack = heldBack(dependencies);

  return {
    ...groupMockHandlers({ ...dependencies, examOf, current, load }),

    async start({ caller, body }) {
      const exam = await examOf(body.examId);
      const [questions, times, { ledger }, held] = await Promise.all([
        cohorts.studying(caller.userId, exam.id).then((cohortIds) => published(exam.id, cohortIds)),
        medians(exam.id),
        ledgers.get(caller.userId, exam.id),
        questionsHeldBack(caller.userId, body),
      ]);
      const { record, places } = withReason(held, () =>
        newAttempt(caller.userId, body, {
          exam,
          published: questions.filter((question) => !held.has(question.id)),
          medians: times,
          ledger,
          now: now(),
          random,
        }),
      );
      try {
        await store.create(
          record,
          places.map(({ face: _, ...place }) => place),
        );
      } catch (error) {
        if (!isConflict(error)) throw error;
        return sameAsBefore(record, body);
      }
      return newView(record, places, record.startedAt);
    },

    async list({ caller, query: { limit, cursor } }) {
      const kept: AttemptRecord[] = [];
      let next = cursor;
      // What was discarded is passed over, so that a page is full as long as there is something to fill it with.
      do {
        const page = await store.list(caller.userId, { limit: limit - kept.length, cursor: next });
        kept.push(...page.items.filter((record) => record.state !== "discarded"));
        next = page.cursor;
      } while (next && kept.length < limit);
      const records = await Promise.all(kept.map(current));
      const exams = new Map<string, ExamProfile>();
      for (const examId of new Set(records.map((record) => record.examId))) {
        exams.set(examId, await examOf(examId));
      }
      const items = records.flatMap((record) => {
        const exam = exams.get(record.examId);
        return exam ? [attemptSummary(record, exam, now())] : [];
      });
      return next ? { items, cursor: next } : { items };
    },

    async progress({ caller, params, query }) {
      const exam = await examOf(params.examId);
      const { ledger } = await ledgers.get(caller.userId, exam.id);
      return progressView(exam, ledger, now(), query.timeZone);
    },

    async get({ caller, params }) {
      return view(await load({ userId: caller.userId, id: params.attemptId }), now());
    },

    async save({ caller, params, body: { revision, ...session } }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const { place } = await runningPlace(attempt, params.position);
      const { own } = await checked(place, session);
      const wanted: SessionRecord = { ...own, position: params.position, revision, savedAt: now() };
      try {
        await store.save(attempt, wanted);
        return { revision, savedAt: wanted.savedAt, now: wanted.savedAt };
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
      await assertRunning(attempt);
      const stored = await store.session(attempt, params.position);
      // The same request again, because its answer did not arrive.
      if (stored && isDeepStrictEqual({ ...wanted, savedAt: stored.savedAt }, stored)) {
        return { revision, savedAt: stored.savedAt, now: now() };
      }
      throw new Fault(
        "conflict",
        stored?.checked
          ? "This answer is settled, because it was checked."
          : "This answer was changed somewhere else, perhaps in another tab. Load the page again to see it.",
      );
    },

    async check({ caller, params, body }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const [{ record, place }, stored] = await Promise.all([
        runningPlace(attempt, params.position),
        store.session(attempt, params.position),
      ]);
      if (record.mode !== "practice") {
        throw new Fault("conflict", "Answers can be checked in practice mode only.");
      }
      const { own } = await checked(place, body);
      const question = await questionNow(record.examId, place);
      const correct = isCorrect(question.item.key, own.response);
      const settled = stored?.checked ? stored : await settle(stored?.revision ?? 0);
      return {
        saved: savedView(settled, place),
        review: itemReview(question.item, place.order, settled.response),
      };

      async function settle(revision: number): Promise<SessionRecord> {
        const at = now();
        const next: SessionRecord = {
          ...own,
          position: params.position,
          revision: revision + 1,
          savedAt: at,
          checked: { at, correct },
        };
        try {
          await store.save(attempt, next);
          return next;
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
        await assertRunning(attempt);
        const other = await store.session(attempt, params.position);
        // What was settled first counts. An answer that was saved in between is overruled by this one.
        return other?.checked ? other : settle(other?.revision ?? revision);
      }
    },

    async submit({ caller, params }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const record = await recordOf(attempt);
      if (record.state === "running") await close(record);
      return endedView(await load(attempt), now());
    },

    async discard({ caller, params }) {
      const attempt = { userId: caller.userId, id: params.attemptId };
      const stored = await store.get(attempt);
      if (!stored) throw new Fault("not_found", noAttempt);
      if (stored.state === "discarded") return;
      // One whose time is up is submitted, and stays.
      if ((await current(stored)).state !== "running") throw new Fault("attempt_closed", closed);
      await store.discard(attempt, now()).catch(async (error: unknown) => {
        unlessConflict(error);
        if ((await store.get(attempt))?.state !== "discarded") throw new Fault("attempt_closed", closed);
      });
    },
  };

  async function examOf(examId: string): Promise<ExamProfile> {
    const exam = await getExam(examId);
    if (!exam) throw new Fault("not_found", "There is no such exam.");
    return exam;
  }

  /** @throws Fault not_found, also for another person's attempt and for one that was discarded */
  async function recordOf(attempt: AttemptKey): Promise<AttemptRecord> {
    const record = await store.get(attempt);
    if (!record || record.state === "discarded") throw new Fault("not_found", noAttempt);
    return current(record);
  }

  /** @throws Fault attempt_closed */
  async function assertRunning(attempt: AttemptKey): Promise<AttemptRecord> {
    const record = await recordOf(attempt);
    if (record.state === "running") return record;
    throw new Fault("attempt_closed", record.timedOut ? timeIsUp : closed);
  }

  async function runningPlace(attempt: AttemptKey, position: number) {
    const [record, places] = await Promise.all([assertRunning(attempt), store.form(attempt)]);
    const place = places[position - 1];
    if (!place) throw new Fault("not_found", "There is no such item.");
    return { record, place };
  }

  /**
   * A learner's session with its responses in the item's own letters, and the question.
   * @throws Fault invalid_request
   */
  async function checked<S extends ItemSession>(place: Place, session: S) {
    const [question] = await versions([place]);
    if (!question) throw new TypeError(`${place.questionId} has no version ${place.version}`);
    const response = session.response && asOwn(session.response, place.order);
    const initial = session.initial && asOwn(session.initial, place.order);
    for (const own of [response, initial]) {
      const problem = own && responseProblem(question.item, own);
      if (problem) throw new Fault("invalid_request", problem);
    }
    return { question, own: { ...session, response, initial } };
  }

  /** What a place is scored by now: its own version, or the one that corrected its key. */
  async function questionNow(examId: string, place: Place): Promise<Question> {
    const refs = scoringRefs([place], scoringVersions([place], await corrections(examId)));
    const [question] = await versions(refs);
    if (!question) throw new TypeError(`${place.questionId} has no version ${place.version}`);
    return question;
  }

  /** The versions that an attempt is scored by, and while it runs in practice mode what is checked in it. */
  async function versionsOf(record: AttemptRecord, places: readonly Place[]): Promise<Versions> {
    if (record.state !== "running") return record.versions;
    return record.mode === "practice" ? scoringVersions(places, await corrections(record.examId)) : {};
  }

  async function load(attempt: AttemptKey): Promise<Loaded> {
    const record = await recordOf(attempt);
    const [exam, places, sessions] = await Promise.all([
      examOf(record.examId),
      store.form(attempt),
      store.sessions(attempt),
    ]);
    const questions = await versions(scoringRefs(places, await versionsOf(record, places)));
    return {
      record,
      exam,
      places,
      questions,
      sessions: new Map(sessions.map((session) => [session.position, session])),
    };
  }

  /** The caller sent the same request again, or has used this id for something else. */
  async function sameAsBefore(wanted: AttemptRecord, wish: Wish): Promise<Attempt> {
    const before = await store.get(wanted);
    const asked = ({ examId, kind, mode, scope, only, extraTimePercent, groupMock }: AttemptRecord) => ({
      examId,
      kind,
      mode,
      scope,
      only,
      extraTimePercent,
      groupMock,
    });
    // Of named questions, those that could not be given are left out.
    const named = wish.kind === "quiz" ? wish.questionIds : undefined;
    const sameItems =
      wish.kind !== "quiz" ||
      (named
        ? (await store.form(wanted)).every((place) => named.includes(place.questionId))
        : wish.count === before?.count);
    if (!before || !sameItems || !isDeepStrictEqual(asked(before), asked(wanted))) {
      throw new Fault("conflict", "This id names another attempt. Start again.");
    }
    return view(await load(wanted), now());
  }
}

const noAttempt = "There is no such attempt. It may have been discarded.";
const closed = "This attempt has been submitted.";
const timeIsUp = "Time is up: this attempt has been submitted with what was saved until then.";

/** Says, where questions are missing, that some are held back. */
function withReason<T>(held: ReadonlySet<string>, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (held.size === 0 || !(error instanceof Fault && error.code === "bank_too_small")) throw error;
    throw new Fault(
      error.code,
      `${error.message} ${held.size} more are in a mock or a practice quiz of yours that still runs: end it to have them back.`,
    );
  }
}
