import type { Generation } from "@lyceum/shared/generation";
import { Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { flushSync } from "react-dom";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { client } from "../../lib/api.ts";
import { generationQuery, generationsQuery } from "./queries.ts";

/** Lets a wish be cancelled while it is fulfilled. */
export function CancelWish({
  generation: { id: generationId, cohortId },
  onCancelled,
}: {
  generation: Generation;
  onCancelled: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const { queryKey } = generationQuery(cohortId, generationId);
  const cancel = useMutation({
    mutationFn: () =>
      client.call("POST /cohorts/{cohortId}/generations/{generationId}/cancel", {
        params: { cohortId, generationId },
      }),
    onSuccess: (generation) => {
      flushSync(() => setAsking(false));
      onCancelled();
      queryClient.setQueryData(queryKey, generation);
      void queryClient.invalidateQueries({ queryKey: generationsQuery(cohortId).queryKey });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Cancel
      </Button>
      {asking && (
        <ConfirmDialog
          heading="Stop writing?"
          confirm="Stop writing"
          dismiss="Go on"
          busy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate()}
          onClose={() => {
            // It may be through meanwhile.
            if (cancel.isError) void queryClient.invalidateQueries({ queryKey });
            cancel.reset();
            setAsking(false);
          }}
        >
          <Text>
            Questions that are being written or wait to be are given up. What is in review already stays
            there. What the models have cost so far is spent.
          </Text>
        </ConfirmDialog>
      )}
    </>
  );
}
