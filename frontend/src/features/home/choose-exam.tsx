import { Button, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { ChoiceCard } from "../../components/choice-card.tsx";
import { Notice } from "../../components/notice.tsx";
import { noteMove, Page } from "../../components/page.tsx";
import { messageOf } from "../../lib/api.ts";
import { useSaveAccount } from "../../lib/save-account.ts";
import classes from "./home.module.css";
import type { Exams } from "./names.ts";

/** Asks which exam the learner prepares for, and keeps it in the account. */
export function ChooseExam({
  exams,
  current,
  onDone,
}: {
  /** One or more. */
  exams: Exams;
  /** The id of the one that is chosen now, if there is one. */
  current: string | undefined;
  onDone: () => void;
}) {
  const [examId, setExamId] = useState(current ?? (exams.length === 1 ? exams[0]?.id : undefined));
  const [missing, setMissing] = useState(false);
  const save = useSaveAccount();

  function done(): void {
    noteMove();
    onDone();
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(examId === undefined);
    if (examId !== undefined) save.mutate({ examId }, { onSuccess: done });
  }

  return (
    <Page title="Choose your exam" heading="Which exam do you prepare for?" reading>
      <form onSubmit={submit} className={classes.form}>
        <Text>Your home page, practice and readiness are about this one. You can change it at any time.</Text>
        <div role="radiogroup" aria-label="Exam" className={classes.list}>
          {exams.map(({ id, code, title }) => (
            <ChoiceCard
              key={id}
              name="exam"
              label={code}
              checked={examId === id}
              onChoose={() => {
                setExamId(id);
                setMissing(false);
              }}
            >
              {title}
            </ChoiceCard>
          ))}
        </div>
        {missing && <Notice kind="problem">Choose one of the exams.</Notice>}
        {save.isError && <Notice kind="problem">{messageOf(save.error)}</Notice>}
        <div className={classes.buttons}>
          <BusyButton type="submit" busy={save.isPending}>
            {current === undefined ? "Go on" : "Change exam"}
          </BusyButton>
          {current !== undefined && (
            <Button variant="default" onClick={done}>
              Cancel
            </Button>
          )}
        </div>
      </form>
    </Page>
  );
}
