import type { Attempt, ItemSession, RunningItem, SavedSession } from "@lyceum/shared/attempts";
import { ClientError } from "@lyceum/shared/contract/client";
import type { ItemReview, Response } from "@lyceum/shared/questions";
import {
  type Answer,
  type AnswerEvent,
  isSettled,
  isUnsaved,
  type Kept,
  nextAnswer,
  nextRequest,
  type Request,
  restoredAnswer,
} from "./answers.ts";
import type { Marks } from "./sessions.ts";

/** The server's side of a running attempt. Each call throws ClientError. */
export interface AnswerServer {
  save(position: number, body: ItemSession & { revision: number }): Promise<{ revision: number }>;
  check(
    position: number,
    session: ItemSession & { response: Response },
  ): Promise<{ saved: SavedSession; review: ItemReview }>;
  reload(): Promise<Attempt>;
}

/** What the store takes from its surroundings. */
export interface Surroundings {
  /** A clock in ms that never jumps. */
  now: () => number;
  /** Runs something after a pause in ms; returns how to call it off. */
  schedule: (run: () => void, pause: number) => () => void;
}

const browser: Surroundings = {
  now: () => performance.now(),
  schedule: (run, pause) => {
    const timer = setTimeout(run, pause);
    return () => clearTimeout(timer);
  },
};

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
/** Who is writing is not saved at each letter, in ms. */
const writingPause = 1_000;
/** More would wait for each other on the way. */
const mostRequests = 6;

/**
 * Keeps the answers of a running attempt and brings them to the server: as they are given, one request at a time
 * for each item, again with growing pauses where no answer came. Counts how long each item is open.
 *
 * @param items by their positions, from 1
 * @param kept what this device has kept of an earlier page, because the server had not acknowledged it
 */
export function createAnswerStore(
  items: readonly RunningItem[],
  server: AnswerServer,
  kept: readonly Kept[] = [],
  { now, schedule }: Surroundings = browser,
) {
  let snapshot: AnswersSnapshot = {
    answers: items.map((item) =>
      restoredAnswer(
        item,
        kept.find(({ position }) => position === item.position),
      ),
    ),
    signedOut: false,
    ended: undefined,
  };
  const listeners = new Set<() => void>();
  const busy = new Set<number>();
  const pauses = new Map<number, () => void>();
  let stopped = false;
  /** The item that is open, and since when it is looked at; `undefined` while the page is hidden. */
  let open: { position: number; since: number | undefined } | undefined;

  function update(next: Partial<AnswersSnapshot>): void {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  }

  function dispatch(position: number, event: AnswerEvent): void {
    const before = answerAt(position);
    const after = before && nextAnswer(before, event);
    if (!after || after === before) return;
    update({ answers: snapshot.answers.map((answer) => (answer === before ? after : answer)) });
  }

  const answerAt = (position: number) => snapshot.answers[position - 1];

  /** Sends whatever is to be sent and may be. */
  function send(): void {
    for (const { position } of snapshot.answers) {
      if (stopped || snapshot.ended || busy.size >= mostRequests) return;
      const answer = answerAt(position);
      const request = answer && nextRequest(answer);
      if (request && !busy.has(position) && !pauses.has(position)) void exchange(position, request);
    }
  }

  async function exchange(position: number, request: Request): Promise<void> {
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
    send();
  }

  async function perform(position: number, request: Request): Promise<AnswerEvent> {
    if (request.kind === "check") {
      return { type: "checked", ...(await server.check(position, request.session)) };
    }
    const { revision } = await server.save(position, { ...request.session, revision: request.revision });
    return { type: "saved", revision };
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

  /** Somebody else changed this item. */
  async function reconcile(position: number): Promise<void> {
    const asked = await reload();
    // Nothing newer is there, yet the server refused: that can't last, but must not spin either.
    if (!asked || answerAt(position)?.request) wait(position);
  }

  /** Takes what the server has, of every item. Resolves with whether it could be asked. */
  async function reload(): Promise<boolean> {
    let attempt: Attempt;
    try {
      attempt = await server.reload();
    } catch (error) {
      if (!(error instanceof ClientError && error.code === "not_found")) return false;
      update({ ended: "discarded" });
      return true;
    }
    if (attempt.state !== "running") update({ ended: "submitted" });
    else for (const item of attempt.items) dispatch(item.position, { type: "reloaded", item });
    return true;
  }

  function wait(position: number): void {
    dispatch(position, { type: "failed" });
    const failures = answerAt(position)?.failures ?? 1;
    pause(position, Math.min(firstPause * 2 ** (failures - 1), longestPause));
  }

  /** Sends nothing of an item for some time. */
  function pause(position: number, milliseconds: number): void {
    const end = () => {
      pauses.delete(position);
      send();
    };
    pauses.get(position)?.();
    pauses.set(position, schedule(end, milliseconds));
  }

  function endPauses(): void {
    for (const callOff of pauses.values()) callOff();
    pauses.clear();
  }

  /** Adds the time since the open item was last looked at to it. */
  function count(): void {
    if (open?.since === undefined) return;
    const at = now();
    dispatch(open.position, { type: "spent", milliseconds: at - open.since });
    open = { ...open, since: at };
  }

  function leave(): void {
    if (!open) return;
    const { position } = open;
    count();
    dispatch(position, { type: "left" });
    open = undefined;
    // What was written is saved now. Where the server gave no answer, it is asked again in its own time.
    if (answerAt(position)?.failures === 0) {
      pauses.get(position)?.();
      pauses.delete(position);
    }
    send();
  }

  function apply(position: number, event: AnswerEvent): void {
    count();
    dispatch(position, event);
    send();
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

    /** Puts marks on an item and saves them. */
    mark: (position: number, marks: Partial<Marks>): void => apply(position, { type: "marked", marks }),

    /** Keeps what is being written, and saves it when there is a pause. */
    write(position: number, note: string): void {
      const answer = answerAt(position);
      if (answer && !isSettled(answer) && !pauses.has(position)) pause(position, writingPause);
      apply(position, { type: "marked", marks: { note } });
    },

    /** Practice mode: settles the response as it is shown. */
    check: (position: number): void => apply(position, { type: "check asked" }),

    /** Leaves the item that is open and opens another. */
    open(position: number): void {
      if (open?.position === position) return;
      leave();
      open = { position, since: now() };
      dispatch(position, { type: "opened" });
      // What an earlier page had open when it was closed has been left, too.
      for (const other of snapshot.answers) {
        if (other.position !== position) dispatch(other.position, { type: "left" });
      }
      send();
    },

    /** Leaves the item that is open: to submit, or for another page. */
    leave,

    /** The page is not looked at: no time is counted, and what was is saved at once. */
    hide(): void {
      count();
      if (open) open = { ...open, since: undefined };
      endPauses();
      send();
    },

    /** The page is looked at again. */
    show(): void {
      if (open && open.since === undefined) open = { ...open, since: now() };
    },

    reload,

    /** Sends at once whatever waits, also what the server has refused. */
    retry(): void {
      endPauses();
      for (const { position } of snapshot.answers) dispatch(position, { type: "retried" });
      send();
    },

    /** Resolves once nothing is left to be sent, or nothing more can be: `true` where all is saved. */
    settled(): Promise<boolean> {
      return new Promise((resolve) => {
        const look = (): void => {
          const { answers, ended } = snapshot;
          if (!ended && answers.some(nextRequest)) return;
          listeners.delete(look);
          resolve(!ended && !answers.some(isUnsaved));
        };
        listeners.add(look);
        look();
      });
    },

    /** Takes up its work: what an earlier page left is sent. */
    start(): void {
      stopped = false;
      send();
    },

    /** Sends nothing more. What is under way goes on. */
    stop(): void {
      stopped = true;
      endPauses();
    },
  };
}
