import type { AccountSettings } from "@lyceum/shared/account";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { accountQuery, client } from "./api.ts";

/** Changes some of the caller's settings. The others stay as the server has them at that moment. */
export function useSaveAccount() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (changes: Partial<AccountSettings>) => {
      const { displayName, examId, examDate, extraTimePercent } = await client.call("GET /account");
      return client.call("PUT /account", {
        body: { displayName, examId, examDate, extraTimePercent, ...changes },
      });
    },
    onSuccess: (saved) => queryClient.setQueryData(accountQuery.queryKey, saved),
  });
}
