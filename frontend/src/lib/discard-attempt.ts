import { useMutation, useQueryClient } from "@tanstack/react-query";
import { attemptQuery, attemptsQuery, client } from "./api.ts";

/** Discards a running attempt that is not open on this page. */
export function useDiscardAttempt(attemptId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => client.call("DELETE /attempts/{attemptId}", { params: { attemptId } }),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: attemptQuery(attemptId).queryKey });
      return queryClient.invalidateQueries({ queryKey: attemptsQuery.queryKey });
    },
  });
}
