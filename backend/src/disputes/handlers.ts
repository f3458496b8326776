import { isDeepStrictEqual } from "node:util";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Dispute, DisputeCase, DisputedVersion, disputes } from "@lyceum/shared/disputes";
import type { Question } from "@lyceum/shared/questions";
import type { Handlers } from "../http/run.ts";
import { type Counters, itemStatistics } from "../questions/statistics/rules.ts";
import type { NoticeStore } from "./notices.ts";
import {
  answered,
  answerTo,
  assertDisputable,
  type Case,
  disputed,
  type Standing,
  timeAfter,
  withKey,
} from "./rules.ts";
import type { AnswerRecord, DisputeRecord, DisputeStore, JobRecord } from "./store.ts";

interface VersionRef {
  questionId: string;
  version: number;
}

interface Dependencies {
  store: DisputeStore;
  notices: NoticeStore;
  examExists: (examId: string) => Promise<boolean>;
  /** The current version of a question. */
  currentVersion: (questionId: string) => Promise<Question | undefined>;
  /** Any version; its state is that of the time when it was stored. */
  findVersion: (ref: VersionRef) => Promise<Question | undefined>;
  /** What has been counted of a version's answers. */
  countersOf: (examId: string, ref: VersionRef) => Promise<Counters>;
  /** What makes a question with a corrected key the current version, which answers to the one before are scored by. */
  correction: (
    question: Question,
    answer: { id: string; text: string; at: string },
  ) => Promise<Parameters<DisputeStore["answer"]>[4]>;
  /**
   * A place of a learner's own attempt, with the version that it is scored by; `undefined` for an attempt that is not
   * there or was discarded. An attempt may have no such position.
   */
  attemptPlace: (
    userId: string,
    attemptId: string,
    position: number,
  ) => Promise<{ standing: Standing; place: VersionRef | undefined } | undefined>;
  /** ISO time. */
  now: () => string;
}

export function handlers(dependencies: Dependencies): Handlers<typeof disputes> {
  const {
    store,
    notices,
    examExists,
    currentVersion,
    findVersion,
    countersOf,
    correction,
    attemptPlace,
    now,
  } = dependencies;

  return {
    async dispute({ caller: { userId }, params, body }) {
      const found = await attemptPlace(userId, params.attemptId, params.position);
      if (!found) throw new Fault("not_found", "There is no such attempt. It may have been discarded.");
      assertDisputable(found.standing, now());
      if (!found.place) throw new Fault("not_found", "There is no such item.");
      const { question } = await versionOf(found.place);
      const { id: questionId, version, examId, taskId } = question;
      return untilWritten(async () => {
        const [sent, before] = await Promise.all([
          store.disputeBy(userId, { questionId, version }),
          store.caseOf({ questionId, version }),
        ]);
        // The same request again, because its answer did not arrive.
        if (sent && sent.reason === body.reason && sent.text === body.text) return disputeView(sent, before);
        if (sent) throw new Fault("conflict", disputedAlready);
        const at = timeAfter(before, now());
        const dispute = { ...params, ...body, questionId, version, examId, taskId, userId, at };
        const wrote = await written(store.dispute(dispute, before, disputed(before, question, at)));
        return wrote ? disputeView(dispute, before) : undefined;
      });
    },

    async mine({ caller, query }) {
      const { items, ...rest } = await store.disputesBy(caller.userId, query);
      const cases = new Map((await store.casesOf(items)).map((one) => [nameOf(one), one]));
      return { ...rest, items: items.map((dispute) => disputeView(dispute, cases.get(nameOf(dispute)))) };
    },

    async cases({ params: { examId }, query: { state, ...page } }) {
      if (!(await examExists(examId))) throw new Fault("not_found", "There is no such exam.");
      const { items, ...rest } = await store.cases(examId, state, page);
      return { ...rest, items: items.map(caseView) };
    },

    version: ({ params }) => view(params),

    async disputes({ params, query }) {
      await versionOf(params);
      const { items, ...rest } = await store.disputesOf(params, { ...query, descending: true });
      return { ...rest, items: items.map(({ reason, text, at }) => ({ reason, text, at })) };
    },

    async answer({ caller, params, body: { id, text, key, explanation } }) {
      await untilWritten(async () => {
        const { question, current } = await versionOf(params);
        if (await store.job(id)) return resend(params, { id, text, key });
        const before = await store.caseOf(params);
        if (!key && !before?.disputes) throw new Fault("conflict", nobodyToAnswer);
        if (key && current.version !== params.version)
          throw new Fault("conflict", notCurrent(params, current));
        // What they approve becomes the next version, with the key that they have seen.
        if (key && current.state === "in_review") throw new Fault("conflict", reviewedNow);
        const item = key && withKey(question.item, key, explanation);
        const answer: AnswerRecord = {
          id,
          at: timeAfter(before, now()),
          text,
          decision: item ? "key_corrected" : "key_kept",
          by: caller.userId,
          ...(item && { keyBefore: question.item.key, keyAfter: item.key }),
        };
        const { by: _, keyBefore: _before, keyAfter: _after, ...told } = answer;
        return written(
          store.answer(
            answer,
            before,
            answered(before, question, told),
            newJob(question, answer),
            item ? await correction({ ...current, item, version: current.version + 1 }, answer) : [],
          ),
        );
      });
      return view(params);
    },

    notices: ({ caller, query }) => notices.list(caller.userId, query),

    async dismiss({ caller, params }) {
      await notices.dismiss(caller.userId, params.noticeId);
    },
  };

  /** @throws Fault not_found */
  async function versionOf(ref: VersionRef): Promise<{ question: Question; current: Question }> {
    const current = await currentVersion(ref.questionId);
    const question = current?.version === ref.version ? current : await findVersion(ref);
    if (!current || !question) throw new Fault("not_found", "There is no such version of a question.");
    return { question: { ...question, state: current.state }, current };
  }

  async function view(ref: VersionRef): Promise<DisputedVersion> {
    const { question, current } = await versionOf(ref);
    const [counters, found, answers] = await Promise.all([
      countersOf(question.examId, ref),
      store.caseOf(ref),
      store.answersOf(ref),
    ]);
    const jobs = new Map((await store.jobs(answers.map(({ id }) => id))).map((job) => [job.id, job]));
    return {
      question,
      currentVersion: current.version,
      statistics: itemStatistics(question.item, counters),
      ...(found && found.disputes > 0 && { case: caseView(found) }),
      answers: answers
        .sort((a, b) => (a.at < b.at ? 1 : -1))
        .map((answer) => ({ ...answer, rescoring: progressOf(jobs.get(answer.id)) })),
    };
  }

  /**
   * The same answer again, because its reply did not arrive, or because the work that follows from it stands still.
   * @throws Fault conflict where the id names another answer
   */
  async function resend(
    ref: VersionRef,
    { id, ...wanted }: Pick<AnswerRecord, "id" | "text"> & { key?: unknown },
  ) {
    const sent = await store.answerOf(ref, id);
    if (!sent || !isDeepStrictEqual({ text: sent.text, key: sent.keyAfter }, { key: undefined, ...wanted })) {
      throw new Fault("conflict", "This id names another answer. Load the question again.");
    }
    // One that is done stays so.
    await store.touchJob(id, now()).catch(unlessConflict);
    return true;
  }
}

/** How often something is read again that somebody else changed meanwhile. */
const tries = 10;

/**
 * @param act writes what is based on what it reads; nothing comes of it where that has changed in between
 * @throws Fault unavailable
 */
async function untilWritten<T>(act: () => Promise<T | undefined | false>): Promise<T> {
  for (let left = tries; left > 0; left--) {
    const result = await act();
    if (result) return result;
  }
  throw new Fault("unavailable", "Others are disputing or answering this right now. Try again in a moment.");
}

/** Whether a write came through, or what it is based on has changed. */
const written = (write: Promise<void>): Promise<boolean> =>
  write.then(
    () => true,
    (error: unknown) => {
      unlessConflict(error);
      return false;
    },
  );

function unlessConflict(error: unknown): void {
  if (!(error instanceof Fault && error.code === "conflict")) throw error;
}

const nameOf = ({ questionId, version }: VersionRef) => `${questionId}@${version}`;

const newJob = ({ id: questionId, version, examId }: Question, answer: AnswerRecord): JobRecord => {
  const { id, at, text, decision } = answer;
  return {
    ...{ id, questionId, version, examId, at, text, decision },
    state: "running",
    phase: "disputers",
    step: 0,
    ...{ learners: 0, attempts: 0, changed: 0 },
    movedAt: at,
  };
};

function disputeView({ userId: _, ...dispute }: DisputeRecord, about: Case | undefined): Dispute {
  const answer = answerTo(dispute, about?.answer);
  return { ...dispute, ...(answer && { answer }) };
}

const caseView = ({ since: _, answer: _answer, ...about }: Case): DisputeCase => about;

function progressOf(job: JobRecord | undefined) {
  // Written in one transaction with its answer, and never deleted.
  if (!job) throw new TypeError("an answer has no work that follows from it");
  const { state, learners, attempts, changed, movedAt } = job;
  return { state, learners, attempts, changed, movedAt };
}

const disputedAlready =
  "You have disputed this question before, in other words. What you wrote then stands: see your disputes.";
const nobodyToAnswer =
  "Nobody has disputed this version, so there is nobody to answer. A key can be corrected.";
const reviewedNow =
  "The group's reviewers are deciding about this question, and no learner is given it meanwhile. Its key can be corrected when they have approved or rejected it.";
const notCurrent = (asked: VersionRef, current: Question) =>
  `Learners are given version ${current.version} by now, so the key of version ${asked.version} can't be corrected. Open version ${current.version}.`;
