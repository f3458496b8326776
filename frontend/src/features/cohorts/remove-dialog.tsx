import type { Member } from "@lyceum/shared/cohorts";
import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { client } from "../../lib/api.ts";
import { renewCohort } from "../../lib/cohorts.ts";

/** Asks before a member is removed. */
export function RemoveDialog({
  cohortId,
  member: { userId, name, pseudonym },
  onDone,
  onClose,
}: {
  cohortId: string;
  member: Member;
  /** Told in a sentence what has been done. */
  onDone: (text: string) => void;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const called = name || pseudonym;
  const remove = useMutation({
    mutationFn: () =>
      client.call("DELETE /cohorts/{cohortId}/members/{userId}", { params: { cohortId, userId } }),
    onSuccess: async () => {
      await renewCohort(queryClient, cohortId);
      onDone(`${called} is not a member any more.`);
    },
  });
  return (
    <ConfirmDialog
      heading={`Remove ${called}?`}
      confirm="Remove"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text>
        {called} is gone from the boards at once, and can't see the group any more. Their quizzes and results
        stay theirs. Only a new invite lets them in again; a link that is still open does so too, so revoke it
        if they have one.
      </Text>
    </ConfirmDialog>
  );
}
