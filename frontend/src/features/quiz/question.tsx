import type { RunningItem } from "@lyceum/shared/attempts";
import type { Response } from "@lyceum/shared/questions";
import { Button, Skeleton, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { type Ref, Suspense, useImperativeHandle, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Notice } from "../../components/notice.tsx";
import { type Answer, isSettled } from "./answers.ts";
import { MultipleChoice, SingleChoice } from "./choice-input.tsx";
import { Explanation, Matching, Ordering } from "./lazy.tsx";
import classes from "./quiz.module.css";
import type { Marks } from "./sessions.ts";
import { MarkableStem, type StemHandle } from "./stem.tsx";
import { Confidence, ItemTools, Note } from "./tools.tsx";

/** What can be asked of the question that is open. */
export interface QuestionHandle {
  /** Starts reading it, from its heading on. */
  focus(): void;
  /** Goes on from what is said about the answer. */
  focusVerdict(): void;
  /** Marks what is selected, or lets sentences be chosen, or ends that. */
  highlight(): void;
  /** Opens the note and goes to it. */
  note(): void;
}

interface QuestionProps {
  item: RunningItem;
  examId: string;
  answer: Answer;
  of: number;
  /** The attempt is over: nothing can be changed. */
  locked: boolean;
  ref: Ref<QuestionHandle>;
  onGive: (response: Response | null) => void;
  onMark: (marks: Partial<Marks>) => void;
  onStrike: (letter: string) => void;
  onWrite: (note: string) => void;
  /** Says something to screen readers. */
  announce: (text: string) => void;
}

/** One item of a running attempt: to be answered, or settled with what there is to say about it. */
export function Question({
  item,
  examId,
  answer,
  of,
  locked,
  ref,
  onGive,
  onMark,
  onStrike,
  onWrite,
  announce,
}: QuestionProps) {
  const { review, session } = answer;
  const fixed = locked || isSettled(answer);
  const [marking, setMarking] = useState(false);
  const [noting, setNoting] = useState(session.note !== "");
  const heading = useRef<HTMLHeadingElement>(null);
  const verdict = useRef<HTMLParagraphElement>(null);
  const stem = useRef<StemHandle>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    focus: () => heading.current?.focus({ preventScroll: true }),
    focusVerdict: () => verdict.current?.focus(),
    highlight,
    note: () => openNote(true),
  }));

  function highlight(): void {
    if (fixed) return;
    if (stem.current?.markSelection()) {
      announce("Highlighted.");
      return;
    }
    setMarking(!marking);
    announce(marking ? "Highlighting is off." : "Highlighting is on. Each sentence is a button now.");
  }

  function openNote(open: boolean): void {
    if (fixed) return;
    // At once, so that the next key is a letter of it.
    flushSync(() => setNoting(open));
    note.current?.focus();
  }

  return (
    <article aria-labelledby="question" className={classes.question}>
      <div className={classes.top}>
        <Title order={2} id="question" tabIndex={-1} ref={heading} className={classes.number}>
          Question {item.position} of {of}
        </Title>
        {!fixed && (
          <ItemTools
            flagged={session.flagged}
            marking={marking}
            noting={noting}
            onFlag={() => onMark({ flagged: !session.flagged })}
            onHighlight={highlight}
            onNote={() => openNote(!noting)}
          />
        )}
      </div>
      <MarkableStem
        ref={stem}
        text={item.item.stem}
        passages={session.highlights}
        marking={marking && !fixed}
        onChange={fixed ? undefined : (highlights) => onMark({ highlights })}
      />
      {answer.replaced && (
        <Notice kind="notice">
          This answer was changed on another device. You see what was given there.
        </Notice>
      )}
      {review ? (
        <>
          <p
            ref={verdict}
            tabIndex={-1}
            className={classes.verdict}
            data-verdict={review.correct ? "right" : "wrong"}
          >
            {review.correct ? (
              <IconCircleCheck size={24} aria-hidden />
            ) : (
              <IconCircleX size={24} aria-hidden />
            )}
            {review.correct ? "Right." : "Not right."}
          </p>
          <Suspense fallback={<Skeleton height={200} />}>
            <Explanation item={item.item} response={session.response} review={review} examId={examId} />
          </Suspense>
          {session.note !== "" && <p className={classes.ownNote}>Your note: {session.note}</p>}
        </>
      ) : (
        <>
          <fieldset className={classes.inputs} disabled={fixed}>
            <Suspense fallback={<Skeleton height={240} />}>
              <Input
                item={item}
                response={session.response}
                struck={session.struck}
                onGive={onGive}
                onStrike={onStrike}
                announce={announce}
              />
            </Suspense>
          </fieldset>
          <fieldset className={classes.extras} disabled={fixed}>
            <Confidence level={session.confidence} onChange={(confidence) => onMark({ confidence })} />
            {session.response !== null && !fixed && (
              <Button variant="subtle" color="gray" size="sm" px="xs" onClick={() => onGive(null)}>
                Clear the answer
              </Button>
            )}
          </fieldset>
          {noting && <Note note={session.note} fieldRef={note} onWrite={onWrite} />}
        </>
      )}
    </article>
  );
}

function Input({
  item: { item },
  struck,
  onStrike,
  announce,
  ...props
}: Pick<QuestionProps, "item" | "onGive" | "onStrike" | "announce"> & {
  response: Response | null;
  struck: readonly string[];
}) {
  switch (item.type) {
    case "multiple_choice":
      return <SingleChoice item={item} struck={struck} onStrike={onStrike} {...props} />;
    case "multiple_response":
      return <MultipleChoice item={item} struck={struck} onStrike={onStrike} {...props} />;
    case "ordering":
      return <Ordering item={item} announce={announce} {...props} />;
    case "matching":
      return <Matching item={item} announce={announce} {...props} />;
  }
}
