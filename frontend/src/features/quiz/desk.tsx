import type { RunningAttempt, RunningItem } from "@lyceum/shared/attempts";
import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { BusyButton } from "../../components/busy-button.tsx";
import { letterLabel } from "../../lib/format.ts";
import { completeness, toggleChoice } from "../../lib/responses.ts";
import type { AnswerStore } from "./answer-store.ts";
import { type Answer, isSettled } from "./answers.ts";
import { Question, type QuestionHandle } from "./question.tsx";
import classes from "./quiz.module.css";
import { chosenOptions } from "./sessions.ts";
import type { Command } from "./shortcuts.ts";
import { levels } from "./tools.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

interface DeskProps {
  attempt: RunningAttempt;
  /** The item that is open, and its answer. */
  item: RunningItem;
  answer: Answer;
  store: AnswerStore;
  /** The attempt is over: nothing can be changed. */
  locked: boolean;
  /** Whether keys are commands. */
  shortcuts: boolean;
  onGo: (position: number) => void;
  /** A command that is not about this question. */
  onCommand: (command: Command) => void;
  onFinish: () => void;
  /** Says something to screen readers. */
  announce: (text: string) => void;
}

/** The question that is open, with what leads on from it, by buttons and by keys. */
export function Desk({
  attempt,
  item: running,
  answer,
  store,
  locked,
  shortcuts,
  onGo,
  onCommand,
  onFinish,
  announce,
}: DeskProps) {
  const { position, item } = running;
  const { session } = answer;
  const question = useRef<QuestionHandle>(null);
  /** The question that the learner is waiting to be told about. */
  const waitingFor = useRef<number>(undefined);
  const checked = answer.review !== undefined;
  const fixed = locked || isSettled(answer);
  const last = position === attempt.items.length;
  const state = completeness(item, session.response);
  const toCheck = attempt.mode === "practice" && !checked;
  const canCheck = toCheck && state === "answered";

  useShortcuts(shortcuts && !locked, run);
  useEffect(() => {
    store.open(position);
    // A question is read from its heading on, whichever way it was opened.
    question.current?.focus();
    scrollTo(0, 0);
  }, [store, position]);
  useEffect(() => {
    // The answer and the button that checked it are gone from the page: go on from what is said about it.
    if (checked && waitingFor.current === position) question.current?.focusVerdict();
    waitingFor.current = undefined;
  }, [checked, position]);

  function advance(): void {
    if (canCheck) {
      waitingFor.current = position;
      store.check(position);
    } else if (last) onFinish();
    else onGo(position + 1);
  }

  function choose(place: number): void {
    const option = item.options[place]?.id;
    if (item.type === "multiple_choice" && option) {
      store.give(position, { type: "multiple_choice", choice: option });
    } else if (item.type === "multiple_response" && option) {
      store.give(position, toggleChoice(session.response, option, item.select));
    } else {
      document.querySelector<HTMLElement>(`[data-shortcut-place="${place}"]`)?.focus();
    }
  }

  /** Rules an option out, or takes that back. What is chosen is not ruled out. */
  function strike(letter: string | undefined): void {
    if (!letter || (item.type !== "multiple_choice" && item.type !== "multiple_response")) return;
    const name = letterLabel(letter);
    if (chosenOptions(session.response).includes(letter)) {
      announce(`${name} is chosen.`);
      return;
    }
    const struck = session.struck.includes(letter);
    const others = session.struck.filter((other) => other !== letter);
    store.mark(position, { struck: struck ? others : [...others, letter] });
    announce(struck ? `${name} is back.` : `${name} is ruled out.`);
  }

  function flag(): void {
    store.mark(position, { flagged: !session.flagged });
    announce(session.flagged ? "Not flagged any more." : "Flagged.");
  }

  function nextConfidence(): void {
    const next = levels[levels.findIndex(({ level }) => level === session.confidence) + 1];
    store.mark(position, { confidence: next?.level ?? null });
    announce(next?.label ?? "Not said how sure.");
  }

  function run(command: Command): void {
    if (command.type === "next") onGo(position + 1);
    else if (command.type === "previous") onGo(position - 1);
    else if (command.type === "advance") advance();
    else if (["next unanswered", "filter", "help"].includes(command.type)) onCommand(command);
    else if (!fixed) change(command);
  }

  /** Runs a command that changes what is open. */
  function change(command: Command): void {
    if (command.type === "choose") choose(command.place);
    else if (command.type === "strike") strike(item.options[command.place]?.id);
    else if (command.type === "flag") flag();
    else if (command.type === "confidence") nextConfidence();
    else if (command.type === "note") question.current?.note();
    else if (command.type === "highlight") question.current?.highlight();
  }

  return (
    <div className={classes.main}>
      <Question
        key={position}
        ref={question}
        item={running}
        examId={attempt.examId}
        answer={answer}
        of={attempt.items.length}
        locked={locked}
        onGive={(response) => store.give(position, response)}
        onMark={(marks) => store.mark(position, marks)}
        onStrike={strike}
        onWrite={(note) => store.write(position, note)}
        announce={announce}
      />
      <div className={classes.actions}>
        <Button variant="default" disabled={position === 1} onClick={() => onGo(position - 1)}>
          Previous
        </Button>
        {toCheck && !last && (
          <Button variant="default" onClick={() => onGo(position + 1)}>
            Skip
          </Button>
        )}
        <BusyButton
          onClick={advance}
          busy={answer.checking}
          disabled={locked || (toCheck && state !== "answered" && !last)}
          className={classes.primary ?? ""}
        >
          {toCheck && (state === "answered" || !last) ? "Check" : last ? "Finish" : "Next"}
        </BusyButton>
      </div>
    </div>
  );
}
