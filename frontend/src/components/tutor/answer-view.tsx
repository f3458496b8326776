import type { Answer } from "@lyceum/shared/tutor";
import { Button, Loader, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCopy, IconRefresh } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useId, useState } from "react";
import { Notice } from "../notice.tsx";
import classes from "./answer.module.css";
import { AnswerText } from "./answer-text.tsx";
import { stageOf } from "./applied.ts";
import type { Told } from "./asking.ts";
import { ReportGap } from "./report-gap.tsx";
import { PassageList, SourceList } from "./source-list.tsx";
import { copied } from "./sources.ts";
import { byText, helpName, stageText, toolText } from "./texts.ts";
import { Thumbs } from "./thumbs.tsx";

// Few answers are rated: what it takes comes when a thumb is chosen.
const FeedbackForm = lazy(async () => ({ default: (await import("./feedback-form.tsx")).FeedbackForm }));

/** A question, and the answer to it as far as it is known. */
export function AnswerView({
  cohortId,
  examId,
  told,
  isStopping,
  mayAsk,
  onAskAgain,
  onChange,
}: {
  cohortId: string;
  examId: string;
  told: Told;
  isStopping: boolean;
  /** Whether something can be asked at this moment. */
  mayAsk: boolean;
  onAskAgain: () => void;
  /** With the answer as it is then. */
  onChange: (answer: Answer) => void;
}) {
  const { answer, hearing, isUnsent } = told;
  const id = useId();
  const isOver = hearing === "over";
  return (
    <article className={classes.entry} aria-labelledby={id} data-state={answer.state}>
      <div className={classes.question}>
        <h3 id={id} className={classes.questionText}>
          <VisuallyHidden>You asked: </VisuallyHidden>
          {answer.question}
        </h3>
        {(answer.help !== "full" || answer.about || answer.within?.noteIds) && (
          <p className={classes.dimmed}>{meta(answer)}</p>
        )}
      </div>
      <div className={classes.answer} aria-busy={!isOver}>
        {answer.by?.how === "quotes" && answer.text !== "" && (
          <p className={classes.label}>
            No model answered: these are the sentences of the notes that fit best.
          </p>
        )}
        {answer.text !== "" && <AnswerText examId={examId} answer={answer} isWhole={isOver} />}
        {!isOver && <Stage told={told} isStopping={isStopping} />}
        {isOver && <Ending cohortId={cohortId} examId={examId} answer={answer} onChange={onChange} />}
        {answer.tools.length > 0 && <Tools tools={answer.tools} />}
        {isOver && answer.state !== "not_in_notes" && answer.passages.length > 0 && (
          <SourceList examId={examId} answer={answer} />
        )}
        {isOver && (
          <Foot
            cohortId={cohortId}
            answer={answer}
            isUnsent={isUnsent ?? false}
            mayAsk={mayAsk}
            onAskAgain={onAskAgain}
            onChange={onChange}
          />
        )}
      </div>
    </article>
  );
}

const Tools = ({ tools }: Pick<Answer, "tools">) => (
  <ul className={classes.tools} aria-label="Tools that were used">
    {tools.map((tool) => (
      <li key={`${tool.name} ${tool.input}`}>{toolText(tool)}</li>
    ))}
  </ul>
);

function meta({ help, about, within }: Answer): string {
  return [
    ...(help === "full" ? [] : [helpName(help)]),
    ...(about ? [`about question ${about.position} of your attempt`] : []),
    ...(within?.noteIds ? [`only in ${within.noteIds.length === 1 ? "one note" : "some notes"}`] : []),
  ].join(" · ");
}

/** How long nothing may come of a text before it seems to be whole, in ms. */
const silence = 1_500;

/** What is going on with an answer that is not over. */
function Stage({ told: { answer, hearing }, isStopping }: { told: Told; isStopping: boolean }) {
  const [quietAfter, setQuietAfter] = useState("");
  const { text } = answer;
  useEffect(() => {
    const timer = setTimeout(() => setQuietAfter(text), silence);
    return () => clearTimeout(timer);
  }, [text]);
  const stage = stageOf(answer);
  const isQuiet = stage === "writing" && text === quietAfter;
  const going = isStopping
    ? "Stopping"
    : hearing === "stored"
      ? "Still being answered. What is written so far is shown, and the rest follows by itself"
      : stageText(answer, isQuiet ? "checked" : stage);
  return (
    <p className={classes.stage}>
      <Loader size={14} color="currentColor" aria-hidden />
      {going ? `${going} …` : "Writing …"}
    </p>
  );
}

/** What is to be said of how an answer ended, where its text is not all. */
function Ending({
  cohortId,
  examId,
  answer,
  onChange,
}: {
  cohortId: string;
  examId: string;
  answer: Answer;
  onChange: (answer: Answer) => void;
}) {
  switch (answer.state) {
    case "not_in_notes":
      return (
        <div className={classes.stack}>
          {answer.text === "" && (
            <p className={classes.lead}>{answer.notice ?? "The notes don't answer this."}</p>
          )}
          {answer.passages.length > 0 && (
            <section>
              <h4 className={classes.smallHeading}>The nearest that they have</h4>
              <PassageList examId={examId} passages={answer.passages} />
            </section>
          )}
          <ReportGap cohortId={cohortId} answer={answer} onDone={onChange} />
        </div>
      );
    case "declined":
      return (
        <Notice kind="notice">
          {answer.notice ?? "The tutor can't help with this. Ask about what your group studies."}
        </Notice>
      );
    case "stopped":
      return <p className={classes.label}>You stopped the tutor here.</p>;
    case "failed":
      return (
        <Notice kind="problem" {...(answer.text !== "" && { heading: "It was broken off here." })}>
          {answer.notice ?? "The answer was broken off. Ask again."}
        </Notice>
      );
    default:
      return answer.notice === undefined ? null : <Notice kind="notice">{answer.notice}</Notice>;
  }
}

/** Who wrote an answer, and what can be done with it. */
function Foot({
  cohortId,
  answer,
  isUnsent,
  mayAsk,
  onAskAgain,
  onChange,
}: {
  cohortId: string;
  answer: Answer;
  isUnsent: boolean;
  mayAsk: boolean;
  onAskAgain: () => void;
  onChange: (answer: Answer) => void;
}) {
  const [thumb, setThumb] = useState<"up" | "down">();
  const [isThanked, setIsThanked] = useState(false);
  const id = useId();
  const by = byText(answer);
  const isRateable = ["answered", "not_in_notes", "declined"].includes(answer.state);
  return (
    <div className={classes.foot}>
      {by !== "" && <p className={classes.by}>{by}</p>}
      <div className={classes.actions}>
        {answer.text !== "" && <CopyButton answer={answer} />}
        {(isUnsent || answer.state === "failed" || answer.state === "stopped") && (
          <Button
            variant="default"
            size="sm"
            leftSection={<IconRefresh size={16} aria-hidden />}
            disabled={!mayAsk}
            onClick={onAskAgain}
          >
            Ask again
          </Button>
        )}
        {isRateable && (
          <div className={classes.thumbs} id={id}>
            <Thumbs
              chosen={thumb ?? answer.feedback?.thumb}
              onChoose={(chosen) => {
                setIsThanked(false);
                setThumb(chosen === thumb ? undefined : chosen);
              }}
            />
          </div>
        )}
        <span role="status" className={classes.dimmed}>
          {isThanked && (answer.feedback ? "Thank you." : "Taken back.")}
        </span>
      </div>
      {thumb && (
        <Suspense>
          <FeedbackForm
            key={thumb}
            cohortId={cohortId}
            answer={answer}
            thumb={thumb}
            onDone={(changed) => {
              onChange(changed);
              setThumb(undefined);
              setIsThanked(true);
              focusThumb(id, thumb);
            }}
            onClose={() => {
              setThumb(undefined);
              focusThumb(id, thumb);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The form that had the focus is going. */
const focusThumb = (id: string, thumb: "up" | "down") =>
  document.getElementById(id)?.querySelectorAll("button")[thumb === "up" ? 0 : 1]?.focus();

/** Takes an answer along, with its sources. */
function CopyButton({ answer }: { answer: Answer }) {
  const [isCopied, setIsCopied] = useState<boolean>();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(copied(answer));
      setIsCopied(true);
    } catch {
      setIsCopied(false);
    }
  }
  return (
    <Button
      variant="subtle"
      size="sm"
      className={classes.copy ?? ""}
      leftSection={isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">
        {isCopied === undefined ? "Copy" : isCopied ? "Copied" : "Not possible here"}
      </span>
    </Button>
  );
}
