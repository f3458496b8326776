import { ClientError } from "@lyceum/shared/contract/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { noteMove } from "../../components/page.tsx";
import { attemptQuery, attemptsQuery, client } from "../../lib/api.ts";

/** Submits an attempt once all its answers are saved, and puts its review in its place. */
export function useSubmit({
  attemptId,
  settled,
  onEnded,
}: {
  attemptId: string;
  /** Resolves once nothing is left to be saved: `false` where something can't be. */
  settled: () => Promise<boolean>;
  /** Told where the attempt is over already. */
  onEnded: () => void;
}) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const wanted = useRef(false);
  const mutation = useMutation({
    mutationFn: async () => {
      wanted.current = true;
      if (!(await settled())) throw new ClientError("conflict", "Not all answers could be saved.");
      if (!wanted.current) return undefined;
      return client.call("POST /attempts/{attemptId}/submit", { params: { attemptId } });
    },
    onSuccess: (attempt) => {
      if (!attempt) return;
      noteMove();
      queryClient.setQueryData(attemptQuery(attemptId).queryKey, attempt);
      void queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
      void navigate({ to: ".", search: {}, replace: true });
    },
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
