import type { ItemSession, RunningItem, SavedSession } from "@lyceum/shared/attempts";
import type { ItemReview, Response } from "@lyceum/shared/questions";
import {
  type Marks,
  nothingDone,
  sameSession,
  sameWork,
  sessionOf,
  withInitial,
  withResponse,
} from "./sessions.ts";

/**
 * What is known of one item's session, on this device and on the server. The server counts its changes by revision
 * and takes a change only if its revision is higher than the one it has.
 */
export interface Answer {
  position: number;
  /** As the learner sees it. */
  session: ItemSession;
  /** As the server is known to have it, and at which revision; 0 where it has none. */
  stored: ItemSession;
  revision: number;
  /** Whether the item was ever open. */
  seen: boolean;
  /** For how long, in ms. The session has it in whole seconds. */
  spent: number;
  /** Under way, or to be sent again exactly as it was, because nobody knows whether it arrived. */
  request: Request | undefined;
  /** The learner wants the item settled once its response is as shown. */
  checking: boolean;
  /** Set once the item is settled. */
  review: ItemReview | undefined;
  /** Attempts in a row that got no usable answer. */
  failures: number;
  /** Why the server refuses this session. Sending the same again would not help. */
  refusal: string | undefined;
  /** What was shown here has been replaced by what came from another device. */
  replaced: boolean;
}

export type SaveRequest = { kind: "save"; session: ItemSession; revision: number };
type CheckRequest = { kind: "check"; session: ItemSession & { response: Response } };
export type Request = SaveRequest | CheckRequest;

export type AnswerEvent =
  | { type: "opened" }
  | { type: "spent"; milliseconds: number }
  | { type: "left" }
  | { type: "given"; response: Response | null }
  | { type: "marked"; marks: Partial<Marks> }
  | { type: "check asked" }
  | { type: "sent"; request: Request }
  | { type: "saved"; revision: number }
  | { type: "checked"; saved: SavedSession; review: ItemReview }
  | { type: "failed" }
  | { type: "refused"; message: string }
  | { type: "retried" }
  | { type: "reloaded"; item: RunningItem };

export function initialAnswer({ position, saved, review }: RunningItem): Answer {
  const session = saved ? sessionOf(saved) : nothingDone;
  return {
    position,
    session,
    stored: session,
    revision: saved?.revision ?? 0,
    seen: saved !== undefined,
    spent: session.seconds * 1000,
    request: undefined,
    checking: false,
    review,
    failures: 0,
    refusal: undefined,
    replaced: false,
  };
}

/** What this device has kept of an item whose session the server has not acknowledged. */
export interface Kept {
  position: number;
  session: ItemSession;
  /** What the server was last known to have, and at which revision. */
  stored: ItemSession;
  revision: number;
  /** Sent, and nobody knows whether it arrived. */
  request?: SaveRequest | undefined;
}

/** What has to be kept of an answer, for the case that this page does not live to see it saved. */
export function keptOf({ position, session, stored, revision, review, request }: Answer): Kept | undefined {
  const save = request?.kind === "save" ? request : undefined;
  if (review || (!save && sameSession(session, stored))) return undefined;
  return { position, session, stored, revision, request: save };
}

/** The answer to an item, from what the server has and what this device has kept: the newer of them. */
export function restoredAnswer(item: RunningItem, kept: Kept | undefined): Answer {
  const start = initialAnswer(item);
  if (!kept) return start;
  const here = {
    ...start,
    session: kept.session,
    stored: kept.stored,
    // A server that was begun anew knows less than it once did.
    revision: Math.min(kept.revision, start.revision),
    seen: true,
    spent: kept.session.seconds * 1000,
    request: kept.request,
    review: undefined,
  };
  return nextAnswer(here, { type: "reloaded", item });
}

/** What is to be sent next for an item: one request at a time, so that nothing overtakes. */
export function nextRequest(answer: Answer): Request | undefined {
  const { session } = answer;
  if (answer.request) return answer.request;
  if (answer.refusal !== undefined || answer.review) return undefined;
  if (answer.checking && session.response) {
    return { kind: "check", session: { ...session, response: session.response } };
  }
  if (sameSession(session, answer.stored)) return undefined;
  return { kind: "save", session, revision: answer.revision + 1 };
}

/** Whether something that the learner did may be lost when the page is left. Seconds alone are no loss. */
export const isUnsaved = ({ session, stored, request, checking, review }: Answer): boolean =>
  checking ||
  (!review && !sameWork(session, stored)) ||
  (request !== undefined && !sameWork(request.session, stored));

/** A settled item, or one that is being settled, takes no change. */
export const isSettled = (answer: Answer): boolean => answer.review !== undefined || answer.checking;

/** The next state of an item's answer. */
export function nextAnswer(answer: Answer, event: AnswerEvent): Answer {
  switch (event.type) {
    case "opened":
      return answer.seen ? answer : { ...answer, seen: true };
    case "spent":
      return isSettled(answer) ? answer : withTime(answer, answer.spent + event.milliseconds);
    case "left":
      return isSettled(answer) || withInitial(answer.session) === answer.session
        ? answer
        : { ...answer, session: withInitial(answer.session) };
    case "given":
      return changed(answer, withResponse(answer.session, event.response));
    case "marked":
      return changed(answer, { ...answer.session, ...event.marks });
    case "check asked":
      if (isSettled(answer) || answer.session.response === null) return answer;
      return { ...changed(answer, withInitial(answer.session)), checking: true };
    case "sent":
      return { ...answer, request: event.request };
    case "saved":
      return acknowledged(answer, answer.request?.session ?? answer.session, event.revision);
    case "checked":
      return settled(answer, event.saved, event.review);
    case "failed":
      return { ...answer, failures: answer.failures + 1 };
    case "refused":
      return { ...answer, request: undefined, checking: false, failures: 0, refusal: event.message };
    case "retried":
      return answer.refusal === undefined ? answer : { ...answer, refusal: undefined };
    case "reloaded":
      return reloaded(answer, event.item);
  }
}

const changed = (answer: Answer, session: ItemSession): Answer =>
  isSettled(answer) ? answer : { ...answer, session, refusal: undefined, replaced: false };

/** An item that was open for a moment was open for a second: so it is not taken for one that nobody has seen. */
function withTime(answer: Answer, spent: number): Answer {
  const seconds = Math.max(1, Math.round(spent / 1000));
  if (seconds === answer.session.seconds) return { ...answer, spent };
  return { ...answer, spent, session: { ...answer.session, seconds } };
}

const acknowledged = (answer: Answer, stored: ItemSession, revision: number): Answer => ({
  ...answer,
  stored,
  revision,
  request: undefined,
  failures: 0,
});

function settled(answer: Answer, saved: SavedSession, review: ItemReview): Answer {
  const session = sessionOf(saved);
  return {
    ...acknowledged(answer, session, saved.revision),
    session,
    seen: true,
    review,
    checking: false,
    refusal: undefined,
    replaced: answer.replaced || !sameWork(answer.session, session),
  };
}

/** Takes what the server has; what was done here stays only where nothing newer was done elsewhere. */
function reloaded(answer: Answer, { saved, review }: RunningItem): Answer {
  if (review && saved) return settled(answer, saved, review);
  const stored = saved ? sessionOf(saved) : nothingDone;
  const revision = saved?.revision ?? 0;
  const { request } = answer;
  const ours =
    request?.kind === "save" && request.revision === revision && sameSession(request.session, stored);
  if (ours) return acknowledged(answer, stored, revision);
  if (revision < answer.revision) return answer;
  if (revision === answer.revision) return { ...answer, stored };
  if (sameWork(stored, answer.stored)) return onlyLookedAt(answer, stored, revision);
  return {
    ...acknowledged(answer, stored, revision),
    session: stored,
    spent: stored.seconds * 1000,
    checking: false,
    refusal: undefined,
    replaced: answer.replaced || !sameWork(answer.session, stored),
  };
}

/** Elsewhere the item was open and nothing else: the times are added up. */
function onlyLookedAt(answer: Answer, stored: ItemSession, revision: number): Answer {
  const more = (stored.seconds - answer.stored.seconds) * 1000;
  const session = { ...answer.session, initial: stored.initial ?? answer.session.initial };
  return withTime({ ...acknowledged(answer, stored, revision), session }, answer.spent + more);
}

/** How the answers of an attempt stand, the worst first: what people are told about saving. */
export type SavingState = "refused" | "retrying" | "saving" | "saved";

export function savingState(answers: readonly Answer[]): SavingState {
  if (answers.some((answer) => answer.refusal !== undefined)) return "refused";
  if (answers.some((answer) => answer.failures > 0 && isUnsaved(answer))) return "retrying";
  return answers.some(isUnsaved) ? "saving" : "saved";
}
