import { useMutation, useQueryClient } from "@tanstack/react-query";
import { attemptsQuery, client } from "./api.ts";

/** Discards a running attempt that is not open on this page. */
export function useDiscardAttempt(attemptId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => client.call("DELETE /attempts/{attemptId}", { params: { attemptId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey }),
  });
}
