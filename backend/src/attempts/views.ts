import type {
  Attempt,
  AttemptSummary,
  RunningAttempt,
  SavedResponse,
  SubmittedAttempt,
} from "@lyceum/shared/attempts";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Question } from "@lyceum/shared/questions";
import { asShown, itemReview, learnerItem } from "../questions/rules.ts";
import type { AttemptRecord, Place, ResponseRecord } from "./store.ts";

/** An attempt with all that belongs to it. Places and questions are in the order of positions. */
export interface Loaded {
  record: AttemptRecord;
  places: readonly Place[];
  questions: readonly Question[];
  responses: ReadonlyMap<number, ResponseRecord>;
}

export const view = (loaded: Loaded): Attempt =>
  loaded.record.state === "running" ? runningView(loaded) : submittedView(loaded);

function summary({ id, examId, mode, scope, count, startedAt }: AttemptRecord) {
  return { id, examId, mode, scope, count, startedAt };
}

export const attemptSummary = (record: AttemptRecord): AttemptSummary =>
  record.state === "running"
    ? { ...summary(record), state: "running", answered: record.answered.size }
    : submittedSummary(record);

function submittedSummary(record: AttemptRecord) {
  const { closedAt, result } = record;
  if (!closedAt || !result) throw new Fault("attempt_closed", "This quiz has not been submitted yet.");
  return { ...summary(record), state: "submitted" as const, submittedAt: closedAt, result };
}

export const savedView = (
  { response, revision, savedAt }: ResponseRecord,
  { order }: Place,
): SavedResponse => ({
  response: response && asShown(response, order),
  revision,
  savedAt,
});

function items<T>({ places, questions, responses }: Loaded, one: (item: ItemParts) => T): T[] {
  return questions.map((question, index) => {
    const place = places[index];
    if (!place) throw new TypeError("more questions than places");
    const position = index + 1;
    return one({ position, question, place, response: responses.get(position) });
  });
}

interface ItemParts {
  position: number;
  question: Question;
  place: Place;
  response: ResponseRecord | undefined;
}

export function runningView(loaded: Loaded): RunningAttempt {
  return {
    ...summary(loaded.record),
    state: "running",
    items: items(loaded, ({ position, question, place, response }) => ({
      position,
      questionId: question.id,
      item: learnerItem(question.item, place.order),
      ...(response && { saved: savedView(response, place) }),
      ...(response?.checkedAt && { review: itemReview(question.item, place.order, response.response) }),
    })),
  };
}

export function submittedView(loaded: Loaded): SubmittedAttempt {
  return {
    ...submittedSummary(loaded.record),
    items: items(loaded, ({ position, question, place, response }) => ({
      position,
      questionId: question.id,
      taskId: question.taskId,
      item: learnerItem(question.item, place.order),
      response: response?.response ? asShown(response.response, place.order) : null,
      review: itemReview(question.item, place.order, response?.response ?? null),
    })),
  };
}
