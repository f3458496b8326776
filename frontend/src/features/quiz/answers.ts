import type { RunningItem, SavedResponse } from "@lyceum/shared/attempts";
import type { ItemReview, Response } from "@lyceum/shared/questions";
import { sameResponse } from "../../lib/responses.ts";

/**
 * What is known of one item's response, on this device and on the server. The server counts its changes by revision
 * and takes a change only if its revision is higher than the one it has.
 */
export interface Answer {
  position: number;
  /** As the learner sees it. */
  response: Response | null;
  /** As the server is known to have it, and at which revision; 0 where it has none. */
  stored: Response | null;
  revision: number;
  /** Under way, or to be sent again exactly as it was, because nobody knows whether it arrived. */
  request: Request | undefined;
  /** The learner wants the item settled once its response is as shown. */
  checking: boolean;
  /** Set once the item is settled. */
  review: ItemReview | undefined;
  /** Attempts in a row that got no usable answer. */
  failures: number;
  /** Why the server refuses this response. Sending the same again would not help. */
  refusal: string | undefined;
  /** What was shown here has been replaced by what came from another device. */
  replaced: boolean;
}

export type Request =
  | { kind: "save"; response: Response | null; revision: number }
  | { kind: "check"; response: Response };

export type AnswerEvent =
  | { type: "given"; response: Response | null }
  | { type: "check asked" }
  | { type: "sent"; request: Request }
  | { type: "saved"; saved: SavedResponse }
  | { type: "checked"; response: Response; review: ItemReview }
  | { type: "failed" }
  | { type: "refused"; message: string }
  | { type: "retried" }
  | { type: "reloaded"; item: RunningItem };

export function initialAnswer({ position, saved, review }: RunningItem): Answer {
  const response = saved?.response ?? null;
  return {
    position,
    response,
    stored: response,
    revision: saved?.revision ?? 0,
    request: undefined,
    checking: false,
    review,
    failures: 0,
    refusal: undefined,
    replaced: false,
  };
}

/** What is to be sent next for an item: one request at a time, so that nothing overtakes. */
export function nextRequest(answer: Answer): Request | undefined {
  if (answer.request) return answer.request;
  if (answer.refusal !== undefined || answer.review) return undefined;
  if (answer.checking && answer.response) return { kind: "check", response: answer.response };
  if (sameResponse(answer.response, answer.stored)) return undefined;
  return { kind: "save", response: answer.response, revision: answer.revision + 1 };
}

/** Whether what is shown may be lost when the page is left. */
export const isUnsaved = (answer: Answer): boolean =>
  answer.request !== undefined ||
  answer.checking ||
  (!answer.review && !sameResponse(answer.response, answer.stored));

/** A settled item, or one that is being settled, takes no other response. */
export const isSettled = (answer: Answer): boolean => answer.review !== undefined || answer.checking;

/** The next state of an item's response. */
export function nextAnswer(answer: Answer, event: AnswerEvent): Answer {
  switch (event.type) {
    case "given":
      if (isSettled(answer)) return answer;
      return { ...answer, response: event.response, refusal: undefined, replaced: false };
    case "check asked":
      if (isSettled(answer) || answer.response === null) return answer;
      return { ...answer, checking: true, refusal: undefined, replaced: false };
    case "sent":
      return { ...answer, request: event.request };
    case "saved":
      return acknowledged(answer, event.saved.response, event.saved.revision);
    case "checked":
      return settled(answer, event.response, event.review);
    case "failed":
      return { ...answer, failures: answer.failures + 1 };
    case "refused":
      return { ...answer, request: undefined, checking: false, failures: 0, refusal: event.message };
    case "retried":
      return { ...answer, refusal: undefined };
    case "reloaded":
      return reloaded(answer, event.item);
  }
}

const acknowledged = (answer: Answer, stored: Response | null, revision: number): Answer => ({
  ...answer,
  stored,
  revision,
  request: undefined,
  failures: 0,
});

function settled(answer: Answer, response: Response, review: ItemReview): Answer {
  return {
    ...acknowledged(answer, response, answer.revision),
    response,
    review,
    checking: false,
    refusal: undefined,
    replaced: answer.replaced || !sameResponse(answer.response, response),
  };
}

/** Takes what the server has; what was given here stays only where nothing newer is there. */
function reloaded(answer: Answer, { saved, review }: RunningItem): Answer {
  const stored = saved?.response ?? null;
  const revision = saved?.revision ?? 0;
  if (review && stored) return { ...settled(answer, stored, review), revision };
  const { request } = answer;
  const ours =
    request?.kind === "save" && request.revision === revision && sameResponse(request.response, stored);
  if (ours) return acknowledged(answer, stored, revision);
  if (revision <= answer.revision) return answer;
  return {
    ...acknowledged(answer, stored, revision),
    response: stored,
    checking: false,
    refusal: undefined,
    replaced: !sameResponse(answer.response, stored),
  };
}

/** How the responses of an attempt stand, the worst first: what people are told about saving. */
export type SavingState = "refused" | "retrying" | "saving" | "saved";

export function savingState(answers: readonly Answer[]): SavingState {
  if (answers.some((answer) => answer.refusal !== undefined)) return "refused";
  if (answers.some((answer) => answer.failures > 0)) return "retrying";
  return answers.some(isUnsaved) ? "saving" : "saved";
}
