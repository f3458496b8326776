import {
  type Attempt,
  type AttemptSummary,
  type ItemSession,
  type RunningAttempt,
  type SavedSession,
  type SealedAttempt,
  type SubmittedAttempt,
  untouched,
} from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { ExamProfile } from "@lyceum/shared/exams";
import type { LearnerItem, Question } from "@lyceum/shared/questions";
import { asShown, faceOf, isCorrect, itemReview, learnerItem, type OptionOrder } from "../questions/rules.ts";
import { isSealed, resultsAt } from "./group-mocks/rules.ts";
import { resultOf } from "./scoring/rules.ts";
import type { AttemptRecord, Place, SessionRecord } from "./store.ts";

/** An attempt with all that belongs to it. Places and questions are in the order of positions. */
export interface Loaded {
  record: AttemptRecord;
  exam: ExamProfile;
  places: readonly Place[];
  questions: readonly Question[];
  sessions: ReadonlyMap<number, SessionRecord>;
}

/** @param now ISO time */
export const view = (loaded: Loaded, now: string): Attempt =>
  loaded.record.state === "running" ? runningView(loaded, now) : endedView(loaded, now);

/**
 * @param now ISO time
 * @throws Fault attempt_closed where it has not been submitted
 */
export const endedView = (loaded: Loaded, now: string): SubmittedAttempt | SealedAttempt =>
  isSealed(loaded.record, now) ? sealed(loaded.record, now) : submittedView(loaded);

function base({ id, examId, kind, mode, scope, only, count, startedAt, groupMock }: AttemptRecord) {
  return {
    id,
    examId,
    kind,
    mode,
    scope,
    ...(only && { only }),
    count,
    startedAt,
    ...(groupMock && { groupMock: { cohortId: groupMock.cohortId, mockId: groupMock.mockId } }),
  };
}

const running = (record: AttemptRecord, now: string) => ({
  ...base(record),
  state: "running" as const,
  ...(record.deadline && { deadline: record.deadline }),
  now,
});

export const attemptSummary = (record: AttemptRecord, exam: ExamProfile, now: string): AttemptSummary =>
  record.state === "running"
    ? { ...running(record, now), answered: record.answered.size }
    : isSealed(record, now)
      ? sealed(record, now)
      : submitted(record, exam);

function sealed(record: AttemptRecord, now: string): SealedAttempt {
  const { closedAt, timedOut = false, groupMock } = record;
  if (!closedAt || !groupMock) throw notSubmitted();
  return {
    ...base(record),
    state: "sealed",
    submittedAt: closedAt,
    timedOut,
    resultsAt: resultsAt(groupMock),
    now,
  };
}

function submitted(record: AttemptRecord, exam: ExamProfile) {
  const { kind, closedAt, tally, timedOut = false, before, changedAt } = record;
  if (!closedAt || !tally) throw notSubmitted();
  return {
    ...base(record),
    state: "submitted" as const,
    submittedAt: closedAt,
    timedOut,
    result: resultOf(exam, kind, tally),
    ...(before && changedAt && { before: { result: resultOf(exam, kind, before.tally), changedAt } }),
  };
}

/** A stored session in the letters of the attempt. */
function sessionView(session: SessionRecord, order: OptionOrder): ItemSession {
  const { response, initial } = session;
  return {
    ...session,
    response: response && asShown(response, order),
    initial: initial && asShown(initial, order),
  };
}

export const savedView = (session: SessionRecord, { order }: Place): SavedSession => ({
  ...sessionView(session, order),
  revision: session.revision,
  savedAt: session.savedAt,
});

/** A new attempt as its learner sees it, made from the faces that were chosen for it. */
export const newView = (
  record: AttemptRecord,
  places: readonly (Place & { face: LearnerItem })[],
  now: string,
): RunningAttempt => ({
  ...running(record, now),
  items: places.map(({ questionId, order, face }, index) => ({
    position: index + 1,
    questionId,
    item: learnerItem(face, order),
  })),
});

function runningView(loaded: Loaded, now: string): RunningAttempt {
  return {
    ...running(loaded.record, now),
    items: items(loaded, ({ position, question, place, session }) => ({
      position,
      questionId: question.id,
      item: learnerItem(faceOf(question.item), place.order),
      ...(session && { saved: savedView(session, place) }),
      ...(session?.checked && { review: itemReview(question.item, place.order, session.response) }),
    })),
  };
}

function submittedView(loaded: Loaded): SubmittedAttempt {
  const { versions, before } = loaded.record;
  return {
    ...submitted(loaded.record, loaded.exam),
    items: items(loaded, ({ position, question, place, session }) => ({
      position,
      questionId: question.id,
      version: question.version,
      taskId: question.taskId,
      scored: place.scored,
      item: learnerItem(faceOf(question.item), place.order),
      session: session ? sessionView(session, place.order) : untouched,
      initialCorrect: session?.initial ? isCorrect(question.item.key, session.initial) : null,
      review: itemReview(question.item, place.order, session?.response ?? null),
      ...(position in versions && before && { correctBefore: before.right.has(position) }),
    })),
  };
}

const notSubmitted = () => new Fault("attempt_closed", "This attempt has not been submitted yet.");

interface ItemParts {
  position: number;
  question: Question;
  place: Place;
  session: SessionRecord | undefined;
}

function items<T>({ places, questions, sessions }: Loaded, one: (item: ItemParts) => T): T[] {
  return questions.map((question, index) => {
    const place = places[index];
    if (!place) throw new TypeError("more questions than places");
    const position = index + 1;
    return one({ position, question, place, session: sessions.get(position) });
  });
}
