import type { Dispute, DisputeReason } from "@lyceum/shared/disputes";
import { Button, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { DisputeAnswer } from "../../components/dispute-answer.tsx";
import { Notice } from "../../components/notice.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { disputesQuery, longestText, reasonNames, textProblem } from "../../lib/disputes.ts";
import classes from "./item-dispute.module.css";

/** What the learner writes. */
export interface Draft {
  reason: DisputeReason | undefined;
  text: string;
}

const nothing: Draft = { reason: undefined, text: "" };

/** What the learner has against an item, and what was answered; or the way to say it. */
export function ItemDispute({
  attemptId,
  position,
  version,
  disputes,
  draft = nothing,
  onWrite,
}: {
  attemptId: string;
  position: number;
  /** Of the item as it is scored. */
  version: number;
  /** The learner's own that belong to the item. */
  disputes: readonly Dispute[];
  /** Kept by the list, so that neither closing the dialog nor a filter that hides the item loses it. */
  draft: Draft | undefined;
  onWrite: (position: number, draft: Draft) => void;
}) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} tabIndex={-1} className={classes.place}>
      {disputes.map((dispute) => (
        <DisputeAnswer key={dispute.version} dispute={dispute} />
      ))}
      {!disputes.some((dispute) => dispute.version === version) && (
        <Button
          variant="subtle"
          size="sm"
          className={classes.button ?? ""}
          aria-label={`Dispute this item: question ${position}`}
          onClick={() => setOpen(true)}
        >
          Dispute this item
        </Button>
      )}
      {open && (
        <DisputeDialog
          attemptId={attemptId}
          position={position}
          draft={draft}
          onWrite={(written) => onWrite(position, written)}
          onDone={() => {
            // The item's next version, if there is one, is another matter.
            onWrite(position, nothing);
            flushSync(() => setOpen(false));
            // The button that the focus would go back to is gone.
            place.current?.focus();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

const reasons: readonly DisputeReason[] = ["wrong_key", "two_right", "outdated", "unclear", "other"];

function DisputeDialog({
  attemptId,
  position,
  draft,
  onWrite,
  onDone,
  onClose,
}: {
  attemptId: string;
  position: number;
  draft: Draft;
  onWrite: (draft: Draft) => void;
  onDone: () => void;
  onClose: () => void;
}) {
  const { reason, text } = draft;
  const [tried, setTried] = useState(false);
  const queryClient = useQueryClient();
  const send = useMutation({
    mutationFn: (body: { reason: DisputeReason; text: string }) =>
      client.call("POST /attempts/{attemptId}/items/{position}/dispute", {
        params: { attemptId, position: String(position) },
        body,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: disputesQuery.queryKey });
      onDone();
    },
  });
  const problem = textProblem(text);
  return (
    <Dialog
      heading={`Dispute question ${position}`}
      onClose={send.isPending ? undefined : onClose}
      actions={
        <>
          <Button variant="default" disabled={send.isPending} onClick={onClose}>
            Cancel
          </Button>
          <BusyButton
            busy={send.isPending}
            onClick={() => {
              setTried(true);
              if (reason && !problem) send.mutate({ reason, text });
            }}
          >
            Send the dispute
          </BusyButton>
        </>
      }
    >
      <div className={classes.form}>
        <fieldset className={classes.reasons}>
          <legend>What is wrong with it?</legend>
          {reasons.map((each) => (
            <label key={each} className={classes.reason}>
              <input
                type="radio"
                name="reason"
                checked={reason === each}
                onChange={() => onWrite({ ...draft, reason: each })}
              />
              {reasonNames[each]}
            </label>
          ))}
        </fieldset>
        {tried && !reason && <Notice kind="problem">Choose what is wrong with it.</Notice>}
        <Textarea
          label="Why?"
          description="Say which option is right or wrong, and where that is written: a page of the documentation convinces most. 10 to 2000 characters."
          rows={5}
          maxLength={longestText}
          value={text}
          error={tried && problem}
          onChange={({ currentTarget: { value } }) => onWrite({ ...draft, text: value })}
        />
        <Text size="sm" c="dimmed">
          An instructor reads it without your name, and you are told the answer. You can dispute each version
          of a question once, so what you send can't be changed afterwards.
        </Text>
        {send.isError && <Notice kind="problem">{messageOf(send.error)}</Notice>}
      </div>
    </Dialog>
  );
}
