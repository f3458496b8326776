import { ClientError, type Received } from "@lyceum/shared/contract/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { noteMove } from "../../components/page.tsx";
import { attemptQuery, attemptsQuery, client, isTransient } from "../../lib/api.ts";
import type { AnswerStore } from "./answer-store.ts";

/** Between two attempts to submit by itself, in ms. */
const pause = 3_000;

/** Puts what follows an attempt in its place: its review, or when that can be seen. */
function useShowResult(attemptId: string): (attempt: Received<"POST /attempts/{attemptId}/submit">) => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return (attempt) => {
    noteMove();
    queryClient.setQueryData(attemptQuery(attemptId).queryKey, attempt);
    void queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
    void navigate({ to: ".", search: {}, replace: true });
  };
}

const submitAttempt = (attemptId: string) =>
  client.call("POST /attempts/{attemptId}/submit", { params: { attemptId } });

/** Submits an attempt once all its answers are saved. `onEnded` is told where it is over already. */
export function useSubmit(attemptId: string, store: AnswerStore, onEnded: () => void) {
  const show = useShowResult(attemptId);
  const wanted = useRef(false);
  const mutation = useMutation({
    mutationFn: async () => {
      wanted.current = true;
      store.leave();
      store.retry();
      if (!(await store.settled())) throw new ClientError("conflict", "Not all answers could be saved.");
      return wanted.current ? submitAttempt(attemptId) : undefined;
    },
    onSuccess: (attempt) => attempt && show(attempt),
    onError: (error) => {
      if (error instanceof ClientError && ["attempt_closed", "not_found"].includes(error.code)) onEnded();
    },
  });
  return {
    submit: () => mutation.mutate(),
    /** Submits no more, if the answers are still on their way. */
    cancel: () => {
      wanted.current = false;
      mutation.reset();
    },
    busy: mutation.isPending,
    error: mutation.error,
  };
}

/** Submits an attempt whose time is up, again until the server answers. One that is over already gives its result. */
export function useSubmitAtLast(attemptId: string, onEnded: () => void) {
  const show = useShowResult(attemptId);
  return useMutation({
    mutationFn: () => submitAttempt(attemptId),
    retry: (_, error) => isTransient(error),
    retryDelay: pause,
    onSuccess: show,
    onError: onEnded,
  });
}

/** Discards an attempt and goes home. */
export function useDiscard(attemptId: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call("DELETE /attempts/{attemptId}", { params: { attemptId } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
      await navigate({ to: "/", ignoreBlocker: true });
      queryClient.removeQueries({ queryKey: attemptQuery(attemptId).queryKey });
    },
  });
}
