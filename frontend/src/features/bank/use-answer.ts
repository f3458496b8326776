import type { Input } from "@lyceum/shared/contract/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../../lib/api.ts";
import { type Version, versionQuery } from "./queries.ts";

export type Answer = Input<"POST /questions/{questionId}/versions/{version}/answers">["body"];

/** Answers those who dispute a version. The same answer may be sent again. `onDone` is called whatever is still shown. */
export function useAnswer({ question: { id: questionId, version, examId } }: Version, onDone?: () => void) {
  const queryClient = useQueryClient();
  const { queryKey } = versionQuery({ questionId, version });
  return useMutation({
    mutationFn: (body: Answer) =>
      client.call("POST /questions/{questionId}/versions/{version}/answers", {
        params: { questionId, version: String(version) },
        body,
      }),
    onSuccess: (answered) => {
      queryClient.setQueryData(queryKey, answered);
      void queryClient.invalidateQueries({ queryKey: ["exams", examId, "cases"] });
      onDone?.();
    },
    // Somebody else may have answered meanwhile.
    onError: () => queryClient.invalidateQueries({ queryKey }),
  });
}
