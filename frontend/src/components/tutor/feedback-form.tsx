import type { Answer } from "@lyceum/shared/tutor";
import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { client, messageOf } from "../../lib/api.ts";
import { BusyButton } from "../busy-button.tsx";
import { Notice } from "../notice.tsx";
import classes from "./answer.module.css";
import { reasons } from "./texts.ts";

type Feedback = NonNullable<Answer["feedback"]>;

/** Where a learner says what they think of an answer, changes that, or takes it back. It says who is going to see it. */
export function FeedbackForm({
  cohortId,
  answer,
  thumb,
  onDone,
  onClose,
}: {
  cohortId: string;
  answer: Answer;
  thumb: Feedback["thumb"];
  /** With the answer as it is then. */
  onDone: (answer: Answer) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState<string>(answer.feedback?.reason ?? "");
  const [text, setText] = useState(answer.feedback?.text ?? "");
  const form = useRef<HTMLFormElement>(null);
  const params = { cohortId, conversationId: answer.conversationId, answerId: answer.id };
  const send = useMutation({
    mutationFn: () => {
      const why = thumb === "down" ? reasons.find((one) => one.reason === reason)?.reason : undefined;
      const body = { thumb, ...(why && { reason: why }), ...(text.trim() !== "" && { text: text.trim() }) };
      return client.call(
        "PUT /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback",
        { params, body },
      );
    },
    onSuccess: onDone,
  });
  const takeBack = useMutation({
    mutationFn: () =>
      client.call(
        "DELETE /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers/{answerId}/feedback",
        { params },
      ),
    onSuccess: () => {
      const { feedback: _, ...rest } = answer;
      onDone(rest);
    },
  });
  const isBusy = send.isPending || takeBack.isPending;
  const error = send.error ?? takeBack.error;

  useEffect(() => form.current?.querySelector<HTMLElement>("select, textarea")?.focus(), []);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isBusy) send.mutate();
  }

  return (
    <form ref={form} className={classes.form} onSubmit={submit} aria-label="What you think of this answer">
      {thumb === "down" && (
        <NativeSelect
          label="What is wrong with it?"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data={[
            { value: "", label: "Choose, if you like" },
            ...reasons.map(({ reason: value, name }) => ({ value, label: name })),
          ]}
        />
      )}
      <Textarea
        label={thumb === "down" ? "What should it say? (optional)" : "What was good? (optional)"}
        maxLength={1000}
        rows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={classes.dimmed}>
        The group's instructors see this with the question and the answer, without your name.
      </p>
      {error && <Notice kind="problem">{messageOf(error)}</Notice>}
      <div className={classes.buttons}>
        <BusyButton type="submit" size="sm" busy={send.isPending}>
          {answer.feedback ? "Send the change" : "Send"}
        </BusyButton>
        {answer.feedback && (
          <BusyButton size="sm" variant="default" busy={takeBack.isPending} onClick={() => takeBack.mutate()}>
            Take it back
          </BusyButton>
        )}
        <Button size="sm" variant="default" disabled={isBusy} onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
