import type { Input } from "@lyceum/shared/contract/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { ulid } from "ulid";
import { attemptQuery, attemptsQuery, client } from "./api.ts";

type Body = Input<"POST /attempts">["body"];

/** What is asked for: the body of the request without the id, which is made here. */
export type StartWish = Body extends infer One ? (One extends Body ? Omit<One, "id"> : never) : never;

/**
 * Starts an attempt and opens it. The same wish keeps its id, so that a request whose answer was lost starts no second
 * attempt.
 */
export function useStartAttempt() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const last = useRef<{ wish: string; id: string }>(undefined);
  return useMutation({
    mutationFn: (wish: StartWish) => {
      const asked = JSON.stringify(wish);
      if (last.current?.wish !== asked) last.current = { wish: asked, id: `att_${ulid()}` };
      return client.call("POST /attempts", { body: { id: last.current.id, ...wish } });
    },
    onSuccess: async (attempt) => {
      last.current = undefined;
      queryClient.setQueryData(attemptQuery(attempt.id).queryKey, attempt);
      void queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
      await navigate({ to: "/attempts/$attemptId", params: { attemptId: attempt.id } });
    },
  });
}
