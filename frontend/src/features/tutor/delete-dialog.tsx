import type { Conversation } from "@lyceum/shared/tutor";
import { Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { flushSync } from "react-dom";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { client } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { forgetConversation } from "../../lib/tutor.ts";

/** Asks before a conversation is deleted. */
export function DeleteDialog({
  cohortId,
  conversation: { id, title, answers },
  onGone,
  onClose,
}: {
  cohortId: string;
  conversation: Conversation;
  onGone: () => void;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      client.call("DELETE /cohorts/{cohortId}/tutor/conversations/{conversationId}", {
        params: { cohortId, conversationId: id },
      }),
    onSuccess: async () => {
      flushSync(onClose);
      onGone();
      await forgetConversation(queryClient, cohortId, id);
    },
  });
  return (
    <ConfirmDialog
      heading="Delete this conversation?"
      confirm="Delete for good"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text>
        “{title}” goes with{" "}
        {answers === 1
          ? "its question and the answer"
          : `its ${counted(answers, "question")} and the answers`}
        . It can't be brought back.
      </Text>
    </ConfirmDialog>
  );
}
