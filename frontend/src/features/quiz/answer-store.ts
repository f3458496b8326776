import type { Attempt, RunningItem, SavedResponse } from "@lyceum/shared/attempts";
import { ClientError } from "@lyceum/shared/contract/client";
import type { ItemReview, Response } from "@lyceum/shared/questions";
import {
  type Answer,
  type AnswerEvent,
  initialAnswer,
  isUnsaved,
  nextAnswer,
  nextRequest,
  type Request,
  savingState,
} from "./answers.ts";

/** The server's side of a running attempt. Each call throws ClientError. */
export interface AnswerServer {
  save(position: number, body: { response: Response | null; revision: number }): Promise<SavedResponse>;
  check(position: number, response: Response): Promise<{ response: Response; review: ItemReview }>;
  reload(): Promise<Attempt>;
}

/** Runs something after a pause in ms; returns how to call it off. */
export type Schedule = (run: () => void, pause: number) => () => void;

export interface AnswersSnapshot {
  answers: readonly Answer[];
  /** The session ended: nothing is saved until somebody signs in again. */
  signedOut: boolean;
  /** The attempt is over: it was submitted or discarded, here or elsewhere. */
  ended: "submitted" | "discarded" | undefined;
}

export type AnswerStore = ReturnType<typeof createAnswerStore>;

const firstPause = 1_000;
const longestPause = 30_000;

/**
 * Keeps the responses of a running attempt and brings them to the server: as they are given, one request at a time
 * for each item, again with growing pauses where no answer came.
 */
export function createAnswerStore(
  items: readonly RunningItem[],
  server: AnswerServer,
  schedule: Schedule = (run, pause) => {
    const timer = setTimeout(run, pause);
    return () => clearTimeout(timer);
  },
) {
  let snapshot: AnswersSnapshot = { answers: items.map(initialAnswer), signedOut: false, ended: undefined };
  const listeners = new Set<() => void>();
  const busy = new Set<number>();
  const pauses = new Map<number, () => void>();

  function update(next: Partial<AnswersSnapshot>): void {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  }

  function dispatch(position: number, event: AnswerEvent): void {
    update({
      answers: snapshot.answers.map((answer) =>
        answer.position === position ? nextAnswer(answer, event) : answer,
      ),
    });
  }

  async function send(position: number): Promise<void> {
    const answer = answerAt(position);
    const request = answer && nextRequest(answer);
    if (!request || snapshot.ended || busy.has(position) || pauses.has(position)) return;
    busy.add(position);
    dispatch(position, { type: "sent", request });
    try {
      dispatch(position, await perform(position, request));
      if (snapshot.signedOut) update({ signedOut: false });
    } catch (error) {
      await cope(position, error);
    } finally {
      busy.delete(position);
    }
    await send(position);
  }

  async function perform(position: number, request: Request): Promise<AnswerEvent> {
    if (request.kind === "check") {
      return { type: "checked", ...(await server.check(position, request.response)) };
    }
    const { response, revision } = request;
    return { type: "saved", saved: await server.save(position, { response, revision }) };
  }

  async function cope(position: number, error: unknown): Promise<void> {
    const code = error instanceof ClientError ? error.code : undefined;
    switch (code) {
      case "network":
      case "unavailable":
      case "internal":
      case "too_many_requests":
        return wait(position);
      case "unauthenticated":
        update({ signedOut: true });
        return wait(position);
      case "attempt_closed":
        return update({ ended: "submitted" });
      case "not_found":
        return update({ ended: "discarded" });
      case "conflict":
        return reconcile(position);
      default:
        return dispatch(position, {
          type: "refused",
          message: error instanceof Error ? error.message : String(error),
        });
    }
  }

  /** Somebody else changed this response: takes what the server has, of every item. */
  async function reconcile(position: number): Promise<void> {
    let attempt: Attempt;
    try {
      attempt = await server.reload();
    } catch (error) {
      if (error instanceof ClientError && error.code === "not_found") return update({ ended: "discarded" });
      return wait(position);
    }
    if (attempt.state === "submitted") return update({ ended: "submitted" });
    for (const item of attempt.items) dispatch(item.position, { type: "reloaded", item });
    // Nothing newer is there, yet the server refused: that can't last, but must not spin either.
    if (answerAt(position)?.request) wait(position);
  }

  function wait(position: number): void {
    dispatch(position, { type: "failed" });
    const failures = answerAt(position)?.failures ?? 1;
    const pause = Math.min(firstPause * 2 ** (failures - 1), longestPause);
    pauses.set(
      position,
      schedule(() => {
        pauses.delete(position);
        void send(position);
      }, pause),
    );
  }

  const answerAt = (position: number) => snapshot.answers.find((answer) => answer.position === position);

  function apply(position: number, event: AnswerEvent): void {
    dispatch(position, event);
    void send(position);
  }

  return {
    getSnapshot: (): AnswersSnapshot => snapshot,

    /** @returns a function that ends the subscription */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Shows a response and saves it; `null` takes it back. A settled item stays as it is. */
    give: (position: number, response: Response | null): void => apply(position, { type: "given", response }),

    /** Practice mode: settles the response as it is shown. */
    check: (position: number): void => apply(position, { type: "check asked" }),

    /** Sends at once whatever waits, also what the server has refused. */
    retry(): void {
      for (const callOff of pauses.values()) callOff();
      pauses.clear();
      for (const { position } of snapshot.answers) apply(position, { type: "retried" });
    },

    /** Resolves once nothing is left to be saved, or nothing more can be: `true` where all is saved. */
    settled(): Promise<boolean> {
      return new Promise((resolve) => {
        const look = (): void => {
          const { answers, ended } = snapshot;
          const saved = !answers.some(isUnsaved);
          if (!saved && !ended && savingState(answers) !== "refused") return;
          listeners.delete(look);
          resolve(saved && !ended);
        };
        listeners.add(look);
        look();
      });
    },

    /** Calls off what waits. What is under way goes on. */
    stop(): void {
      for (const callOff of pauses.values()) callOff();
      pauses.clear();
    },
  };
}
