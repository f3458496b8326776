import type { Conversation } from "@lyceum/shared/tutor";
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { keepConversation } from "../../lib/tutor.ts";
import classes from "./tutor.module.css";

/** Lets a conversation have another title. */
export function RenameDialog({
  cohortId,
  conversation,
  onClose,
}: {
  cohortId: string;
  conversation: Conversation;
  onClose: () => void;
}) {
  const [title, setTitle] = useState(conversation.title);
  const [asked, setAsked] = useState(false);
  const formId = useId();
  const queryClient = useQueryClient();
  const rename = useMutation({
    mutationFn: () =>
      client.call("PATCH /cohorts/{cohortId}/tutor/conversations/{conversationId}", {
        params: { cohortId, conversationId: conversation.id },
        body: { title: title.trim() },
      }),
    onSuccess: async (changed) => {
      await keepConversation(queryClient, cohortId, changed);
      onClose();
    },
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setAsked(true);
    if (title.trim() !== "" && !rename.isPending) rename.mutate();
  }

  return (
    <Dialog
      heading="Rename the conversation"
      onClose={rename.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={rename.isPending} onClick={onClose}>
            Cancel
          </Button>
          <BusyButton type="submit" form={formId} busy={rename.isPending}>
            Save
          </BusyButton>
        </>
      }
    >
      <form id={formId} className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label="Title"
          maxLength={120}
          value={title}
          error={asked && title.trim() === "" && "Say what it is called."}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {rename.isError && <Notice kind="problem">{messageOf(rename.error)}</Notice>}
      </form>
    </Dialog>
  );
}
