import type { RunningAttempt } from "@lyceum/shared/attempts";
import { ActionIcon, Button, VisuallyHidden } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import { getRouteApi, useBlocker, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { DiscardDialog } from "../../components/discard-dialog.tsx";
import { Page } from "../../components/page.tsx";
import { completeness, toggleChoice } from "../../lib/responses.ts";
import { isSettled, savingState } from "./answers.ts";
import { HelpDialog, LeaveDialog, SubmitDialog } from "./dialogs.tsx";
import { Navigator } from "./navigator.tsx";
import { Question } from "./question.tsx";
import classes from "./quiz.module.css";
import { useDiscard, useSubmit } from "./quiz-actions.ts";
import { SavingProblem, SavingStatus } from "./saving-status.tsx";
import type { Command } from "./shortcuts.ts";
import { useAnswers } from "./use-answers.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const route = getRouteApi("/members/attempts/$attemptId");

/** A running quiz, one question at a time. `onEnded` is told when it turns out to be over on the server. */
export function Quiz({ attempt, onEnded }: { attempt: RunningAttempt; onEnded: () => void }) {
  const { items } = attempt;
  const { store, snapshot, unsaved } = useAnswers(attempt);
  const { answers, ended } = snapshot;
  const { position, go: open } = usePosition(attempt);
  const [dialog, setDialog] = useState<"submit" | "discard" | "help">();
  const [announcement, setAnnouncement] = useState("");
  const [shortcuts, setShortcuts] = useLocalStorage({ key: "lyceum-quiz-keys", defaultValue: true });
  const heading = useRef<HTMLHeadingElement>(null);
  const verdict = useRef<HTMLParagraphElement>(null);
  /** The question that the learner is waiting to be told about. */
  const waitingFor = useRef<number>(undefined);
  const submit = useSubmit({ attemptId: attempt.id, settled: store.settled, onEnded });
  const discard = useDiscard(attempt.id);
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  useShortcuts(shortcuts, run);

  useEffect(() => {
    if (ended) onEnded();
  }, [ended, onEnded]);
  useEffect(() => {
    if (!unsaved && leaving.status === "blocked") leaving.proceed();
  }, [unsaved, leaving]);
  useEffect(() => {
    // A question is read from its heading on, whichever way it was opened.
    if (position > 0) heading.current?.focus();
  }, [position]);

  const item = items[position - 1];
  const answer = answers[position - 1];
  const checked = answer?.review !== undefined;
  useEffect(() => {
    // The answer and the button that checked it are gone from the page: go on from what is said about it.
    if (checked && waitingFor.current === position) verdict.current?.focus();
    waitingFor.current = undefined;
  }, [checked, position]);
  if (!item || !answer) return null;

  const practice = attempt.mode === "practice";
  const last = position === items.length;
  const state = completeness(item.item, answer.response);
  const toCheck = practice && !answer.review;
  const positionsThatAre = (wanted: typeof state) =>
    items
      .filter(({ item }, index) => completeness(item, answers[index]?.response ?? null) === wanted)
      .map(({ position }) => position);

  function go(to: number): void {
    setDialog(undefined);
    open(to);
  }

  function advance(): void {
    if (toCheck && state === "answered") {
      waitingFor.current = position;
      store.check(position);
    } else if (last) setDialog("submit");
    else go(position + 1);
  }

  function choose(place: number): void {
    if (!item || !answer || isSettled(answer)) return;
    const option = item.item.options[place]?.id;
    if (item.item.type === "multiple_choice" && option) {
      store.give(position, { type: "multiple_choice", choice: option });
    } else if (item.item.type === "multiple_response" && option) {
      store.give(position, toggleChoice(answer.response, option, item.item.select));
    } else {
      document.querySelector<HTMLElement>(`[data-shortcut-place="${place}"]`)?.focus();
    }
  }

  function run(command: Command): void {
    if (command.type === "choose") choose(command.place);
    else if (command.type === "next") go(position + 1);
    else if (command.type === "previous") go(position - 1);
    else if (command.type === "advance") advance();
    else setDialog("help");
  }

  return (
    <Page title={practice ? "Practice quiz" : "Exam quiz"}>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      <div className={classes.problems}>
        <SavingProblem snapshot={snapshot} onRetry={store.retry} />
      </div>
      <div className={classes.layout}>
        <div className={classes.main}>
          <Question
            key={position}
            item={item}
            answer={answer}
            of={items.length}
            headingRef={heading}
            verdictRef={verdict}
            onGive={(response) => store.give(position, response)}
            announce={setAnnouncement}
          />
          <div className={classes.actions}>
            <Button variant="default" disabled={position === 1} onClick={() => go(position - 1)}>
              Previous
            </Button>
            {toCheck && !last && (
              <Button variant="default" onClick={() => go(position + 1)}>
                Skip
              </Button>
            )}
            <BusyButton
              onClick={advance}
              busy={answer.checking}
              disabled={toCheck && state !== "answered" && !last}
              className={classes.primary ?? ""}
            >
              {toCheck && (state === "answered" || !last) ? "Check" : last ? "Finish" : "Next"}
            </BusyButton>
          </div>
        </div>
        <aside className={classes.side} aria-label="Progress">
          <div className={classes.status}>
            <span>
              {answers.filter(({ response }) => response !== null).length} of {items.length} answered
            </span>
            <SavingStatus answers={answers} />
          </div>
          <Navigator items={items} answers={answers} position={position} onGo={go} />
          <div className={classes.end}>
            <Button variant="outline" onClick={() => setDialog("submit")}>
              Submit
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setDialog("discard")}>
              Discard
            </Button>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="var(--touch)"
              aria-label="Keyboard help"
              onClick={() => setDialog("help")}
            >
              <IconKeyboard size={22} aria-hidden />
            </ActionIcon>
          </div>
        </aside>
      </div>

      {dialog === "submit" && (
        <SubmitDialog
          open={positionsThatAre("unanswered")}
          partial={positionsThatAre("partial")}
          busy={submit.busy}
          saving={savingState(answers) !== "saved"}
          error={submit.error}
          onGo={go}
          onSubmit={submit.submit}
          onClose={() => {
            submit.cancel();
            setDialog(undefined);
          }}
        />
      )}
      {dialog === "discard" && (
        <DiscardDialog
          answered={answers.filter(({ response }) => response !== null).length}
          busy={discard.isPending}
          error={discard.error}
          onDiscard={() => discard.mutate()}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "help" && (
        <HelpDialog enabled={shortcuts} onToggle={setShortcuts} onClose={() => setDialog(undefined)} />
      )}
      {leaving.status === "blocked" && <LeaveDialog onLeave={leaving.proceed} onStay={leaving.reset} />}
    </Page>
  );
}

/** Which question is open, from 1: kept in the address; at first the first one without an answer. */
function usePosition({ items }: RunningAttempt) {
  const navigate = useNavigate();
  const search = route.useSearch();
  const [resumeAt] = useState(() => items.find(({ saved }) => !saved?.response)?.position ?? 1);
  return {
    position: Math.min(Math.max(search.item ?? resumeAt, 1), items.length),
    go(to: number): void {
      if (to >= 1 && to <= items.length) void navigate({ to: ".", search: { item: to }, replace: true });
    },
  };
}
