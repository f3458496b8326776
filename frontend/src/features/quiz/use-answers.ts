import type { RunningAttempt } from "@lyceum/shared/attempts";
import { useEffect, useState, useSyncExternalStore } from "react";
import { client } from "../../lib/api.ts";
import { isReachable, onReachableChange } from "../../lib/connection.ts";
import { setUnsaved } from "../../lib/unsaved.ts";
import { type AnswerStore, type AnswersSnapshot, createAnswerStore } from "./answer-store.ts";
import { isUnsaved } from "./answers.ts";

/** The answers of a running attempt, kept while the page is open and saved through the API. */
export function useAnswers({ id: attemptId, items }: RunningAttempt): {
  store: AnswerStore;
  snapshot: AnswersSnapshot;
  unsaved: boolean;
} {
  const [store] = useState(() =>
    createAnswerStore(items, {
      save: (position, body) =>
        client.call("PUT /attempts/{attemptId}/items/{position}/response", {
          params: { attemptId, position: String(position) },
          body,
        }),
      check: (position, response) =>
        client.call("POST /attempts/{attemptId}/items/{position}/check", {
          params: { attemptId, position: String(position) },
          body: { response },
        }),
      reload: () => client.call("GET /attempts/{attemptId}", { params: { attemptId } }),
    }),
  );
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const unsaved = snapshot.answers.some(isUnsaved) && !snapshot.ended;

  useEffect(
    () =>
      onReachableChange(() => {
        if (isReachable()) store.retry();
      }),
    [store],
  );
  useEffect(() => {
    // Someone who signed in again in another tab comes back to this one.
    const onFocus = () => {
      if (store.getSnapshot().signedOut) store.retry();
    };
    addEventListener("focus", onFocus);
    return () => removeEventListener("focus", onFocus);
  }, [store]);
  useEffect(() => setUnsaved(unsaved), [unsaved]);
  useEffect(
    () => () => {
      setUnsaved(false);
      store.stop();
    },
    [store],
  );

  return { store, snapshot, unsaved };
}
