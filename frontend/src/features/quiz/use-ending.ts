import { useEffect, useEffectEvent, useState } from "react";
import type { AnswerStore, AnswersSnapshot } from "./answer-store.ts";
import { isUnsaved } from "./answers.ts";
import { useSubmitAtLast } from "./quiz-actions.ts";

/**
 * The end of an attempt that the learner does not bring about here: its time is up, or the server says that it is
 * over. Brings what can still be brought to the server, and then shows the result, unless something was lost: that is
 * told first.
 */
export function useEnding(
  attemptId: string,
  store: AnswerStore,
  { answers, ended }: AnswersSnapshot,
  onEnded: () => void,
) {
  const [timeUp, setTimeUp] = useState(false);
  const [flushed, setFlushed] = useState(false);
  const submission = useSubmitAtLast(attemptId, onEnded);
  const done = flushed || ended === "submitted";
  const lost = done ? answers.filter(isUnsaved).map(({ position }) => position) : [];

  const showResult = () => (timeUp ? submission.mutate() : onEnded());
  const end = useEffectEvent(showResult);
  const gone = useEffectEvent(onEnded);
  const nothingLost = done && lost.length === 0;
  const discarded = ended === "discarded";

  useEffect(() => {
    if (!timeUp) return;
    store.leave();
    store.retry();
    void store.settled().then(() => setFlushed(true));
  }, [store, timeUp]);
  useEffect(() => {
    if (nothingLost) end();
  }, [nothingLost]);
  useEffect(() => {
    if (discarded) gone();
  }, [discarded]);

  return {
    /** Nothing can be changed any more. */
    over: timeUp || ended !== undefined,
    timeUp,
    /** Positions whose last changes did not reach the server. */
    lost,
    submitting: submission.isPending,
    /** To be called when there is no time left. */
    endTime: () => setTimeUp(true),
    showResult,
  };
}
