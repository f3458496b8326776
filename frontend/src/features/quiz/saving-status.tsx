import { Button, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCloudOff, IconLoader2 } from "@tabler/icons-react";
import { useRef } from "react";
import { Notice } from "../../components/notice.tsx";
import { useReachable } from "../../lib/connection.ts";
import type { AnswersSnapshot } from "./answer-store.ts";
import { isUnsaved, savingState } from "./answers.ts";
import classes from "./quiz.module.css";

/** Whether the answers are saved, in a word, or how many wait to be. */
export function SavingStatus({ answers }: { answers: AnswersSnapshot["answers"] }) {
  const state = savingState(answers);
  const waiting = answers.filter(isUnsaved).length;
  const Icon = { saved: IconCheck, saving: IconLoader2, retrying: IconCloudOff, refused: IconCloudOff }[
    state
  ];
  const text = {
    saved: "Saved",
    saving: "Saving",
    retrying: `${waiting} ${waiting === 1 ? "waits" : "wait"}`,
    refused: "Not saved",
  }[state];
  return (
    <span className={classes.saving} data-state={state}>
      <Icon size={18} aria-hidden />
      <span className={classes.savingText}>{text}</span>
      {state === "retrying" && <span className={classes.savingRest}>to be saved</span>}
    </span>
  );
}

/** What is wrong with saving, and what can be done. Says so when it is over; silent as long as all goes well. */
export function SavingProblem({ snapshot, onRetry }: { snapshot: AnswersSnapshot; onRetry: () => void }) {
  const { answers, signedOut } = snapshot;
  const reachable = useReachable();
  const state = savingState(answers);
  const failing = state === "retrying" || state === "refused";
  const hasFailed = useRef(false);
  if (failing) hasFailed.current = true;
  const retry = (
    <Button variant="default" size="sm" onClick={onRetry}>
      Try now
    </Button>
  );

  if (signedOut) {
    return (
      <Notice
        kind="problem"
        heading="You have been signed out."
        actions={
          <>
            <Button component="a" size="sm" href="/sign-in" target="_blank">
              Sign in in a new tab
            </Button>
            {retry}
          </>
        }
      >
        Your latest answers are kept on this device, and not saved yet. Sign in in another tab, then come
        back.
      </Notice>
    );
  }
  const refused = answers.filter((answer) => answer.refusal !== undefined);
  if (refused.length > 0) {
    return (
      <Notice kind="problem" heading="An answer could not be saved." actions={retry}>
        {refused.map(({ position, refusal }) => `Question ${position}: ${refusal}`).join(" ")}
      </Notice>
    );
  }
  // Where the server gives no answer at all, the page says so at its top.
  if (state === "retrying" && reachable) {
    return (
      <Notice kind="notice" actions={retry}>
        Your latest answers are not saved yet. You can go on: they are sent again until the server has them.
      </Notice>
    );
  }
  return (
    <VisuallyHidden role="status">
      {hasFailed.current && state === "saved" ? "All is saved." : ""}
    </VisuallyHidden>
  );
}
