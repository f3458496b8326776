import type { Conversation } from "@lyceum/shared/tutor";
import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { client, messageOf } from "../../lib/api.ts";
import { conversationQuery, keepConversation } from "../../lib/tutor.ts";
import { BusyButton } from "../busy-button.tsx";
import { Notice } from "../notice.tsx";
import classes from "./chat.module.css";

/** What the tutor keeps in mind of a conversation, to be seen, changed and cleared. */
export function Memory({ cohortId, conversationId }: { cohortId: string; conversationId: string }) {
  const { data: conversation } = useQuery(conversationQuery(cohortId, conversationId));
  if (!conversation) return null;
  return (
    <details className={classes.memory}>
      <summary>What the tutor keeps in mind</summary>
      <MemoryForm cohortId={cohortId} conversation={conversation} />
    </details>
  );
}

function MemoryForm({ cohortId, conversation }: { cohortId: string; conversation: Conversation }) {
  const [text, setText] = useState<string>();
  const edit = useRef<HTMLButtonElement>(null);
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (memory: string) =>
      client.call("PATCH /cohorts/{cohortId}/tutor/conversations/{conversationId}", {
        params: { cohortId, conversationId: conversation.id },
        body: { memory },
      }),
    onSuccess: async (changed) => {
      await keepConversation(queryClient, cohortId, changed);
      stopEditing();
    },
  });
  function stopEditing(): void {
    flushSync(() => setText(undefined));
    edit.current?.focus();
  }
  const isEmpty = conversation.memory === "";
  return (
    <div className={classes.memoryBody}>
      {text === undefined ? (
        <>
          <p>
            {isEmpty
              ? "Nothing yet. While you talk, the tutor sums up here what it needs to understand a follow-up."
              : conversation.memory}
          </p>
          <div className={classes.buttons}>
            <Button ref={edit} size="sm" variant="default" onClick={() => setText(conversation.memory)}>
              {isEmpty ? "Tell it something" : "Edit"}
            </Button>
            {!isEmpty && (
              <BusyButton
                size="sm"
                variant="default"
                busy={change.isPending}
                onClick={() => change.mutate("")}
              >
                Clear
              </BusyButton>
            )}
          </div>
        </>
      ) : (
        <>
          <Textarea
            label="What it should keep in mind"
            autoFocus
            rows={4}
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className={classes.buttons}>
            <BusyButton size="sm" busy={change.isPending} onClick={() => change.mutate(text.trim())}>
              Save
            </BusyButton>
            <Button size="sm" variant="default" disabled={change.isPending} onClick={stopEditing}>
              Cancel
            </Button>
          </div>
        </>
      )}
      {change.isError && <Notice kind="problem">{messageOf(change.error)}</Notice>}
    </div>
  );
}
