import { setTimeout as wait } from "node:timers/promises";
import type { AnswerKey } from "./record.ts";
import type { AnswerStore } from "./store.ts";

/** How often an answer's text is stored while it is written, in ms. */
const every = 1_000;
/** After how many of these it is looked whether the tutor is closed: each time costs all attempts of a learner. */
const closedEvery = 4;

interface Deps {
  beat: AnswerStore["beat"];
  /** ms since 1970 */
  now: () => number;
  /** What is said so far. */
  said: () => string;
  /** Whether the learner may not be told any more. */
  isClosed: () => Promise<boolean>;
  failed: (error: unknown) => void;
}

/**
 * Says about once a second that an answer is still being written, and learns from it whether it should stop: a function
 * that streams is not told when nobody listens any more.
 */
export function beating(key: AnswerKey, { beat, now, said, isClosed, failed }: Deps) {
  const over = new AbortController();
  const stopping = new AbortController();
  let closed = false;
  async function run(): Promise<void> {
    for (let beats = 1; await pause(); beats++) {
      const heard = await beat(key, { text: said(), at: new Date(now()).toISOString() }).catch(
        (error: unknown) => {
          failed(error);
          return { stop: false };
        },
      );
      if (over.signal.aborted) return;
      if (beats % closedEvery === 0) closed = await isClosed().catch(unknown);
      if (heard && !heard.stop && !closed) continue;
      stopping.abort();
      return;
    }
  }

  function unknown(error: unknown): false {
    failed(error);
    return false;
  }

  /** @returns whether it is to go on */
  const pause = (): Promise<boolean> =>
    wait(every, true, { signal: over.signal, ref: false }).catch(() => false);

  void run();
  return {
    /** Aborted when the learner wants it to stop, or has deleted it. */
    stopped: stopping.signal,
    /** Whether that was because the tutor is closed. */
    isClosed: () => closed,
    end: () => over.abort(),
  };
}
