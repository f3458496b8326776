import type { RunningAttempt } from "@lyceum/shared/attempts";
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { client } from "../../lib/api.ts";
import { isReachable, onReachableChange } from "../../lib/connection.ts";
import { getSession } from "../../lib/session.ts";
import { setUnsaved } from "../../lib/unsaved.ts";
import { type AnswerStore, type AnswersSnapshot, createAnswerStore } from "./answer-store.ts";
import { isUnsaved, keptOf } from "./answers.ts";
import { createOutbox } from "./outbox.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";

interface Answers {
  store: AnswerStore;
  snapshot: AnswersSnapshot;
  clock: ServerClock;
  /** The server does not have all of it yet. */
  unsaved: boolean;
  /** It has, or this device keeps the rest. */
  safe: boolean;
}

/**
 * The answers of a running attempt, kept while the page is open and saved through the API. What is not saved stays on
 * this device when the page is closed.
 *
 * @param isMine whether the attempt still belongs to this tab
 */
export function useAnswers(attempt: RunningAttempt, isMine: () => boolean): Answers {
  const [{ store, clock, outbox }] = useState(() => createAnswers(attempt));
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const [kept, setKept] = useState(true);
  const unsaved = snapshot.answers.some(isUnsaved) && !snapshot.ended;
  const end = useEffectEvent(() => {
    if (isMine()) store.leave();
    store.stop();
  });

  useEffect(() => {
    const keep = () => {
      const { answers, ended } = store.getSnapshot();
      setKept(outbox.write(ended ? [] : answers.flatMap((answer) => keptOf(answer) ?? [])));
    };
    const onVisibility = () => {
      if (document.visibilityState === "hidden") store.hide();
      else show();
    };
    // Someone who signed in again in another tab comes back to this one.
    const show = () => {
      store.show();
      if (store.getSnapshot().signedOut) store.retry();
    };
    const endings = [
      store.subscribe(keep),
      onReachableChange(() => {
        if (isReachable()) store.retry();
      }),
    ];
    document.addEventListener("visibilitychange", onVisibility);
    addEventListener("pagehide", store.hide);
    addEventListener("focus", show);
    outbox.prune();
    keep();
    store.start();
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      removeEventListener("pagehide", store.hide);
      removeEventListener("focus", show);
      end();
      // From here on another page may keep something, in this tab or in another one.
      for (const unsubscribe of endings) unsubscribe();
    };
  }, [store, outbox]);
  useEffect(() => setUnsaved(unsaved), [unsaved]);
  useEffect(() => () => setUnsaved(false), []);

  return { store, snapshot, clock, unsaved, safe: !unsaved || kept };
}

function createAnswers({ id: attemptId, items, now }: RunningAttempt) {
  const clock = createServerClock(now);
  const outbox = createOutbox(getSession()?.userId ?? "", attemptId);
  const store = createAnswerStore(
    items,
    {
      async save(position, body) {
        const told = clock.ask();
        const receipt = await client.call("PUT /attempts/{attemptId}/items/{position}", {
          params: { attemptId, position: String(position) },
          body,
        });
        told(receipt.now);
        return receipt;
      },
      check: (position, session) =>
        client.call("POST /attempts/{attemptId}/items/{position}/check", {
          params: { attemptId, position: String(position) },
          body: session,
        }),
      async reload() {
        const told = clock.ask();
        const attempt = await client.call("GET /attempts/{attemptId}", { params: { attemptId } });
        if (attempt.state === "running") told(attempt.now);
        return attempt;
      },
    },
    outbox.read(),
  );
  return { clock, outbox, store };
}
