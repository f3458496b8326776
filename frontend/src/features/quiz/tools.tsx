import type { Confidence as Level } from "@lyceum/shared/attempts";
import { IconFlag, IconFlagFilled, IconHighlight, IconNote } from "@tabler/icons-react";
import { type ReactNode, type Ref, useId } from "react";
import classes from "./tools.module.css";

/** What a learner can do with an item beside answering it. */
export function ItemTools({
  flagged,
  marking,
  noting,
  onFlag,
  onHighlight,
  onNote,
}: {
  flagged: boolean;
  /** The highlighter is on. */
  marking: boolean;
  /** The note is open. */
  noting: boolean;
  onFlag: () => void;
  onHighlight: () => void;
  onNote: () => void;
}) {
  return (
    <fieldset className={classes.tools} aria-label="This question">
      <Tool label="Flag" state={{ "aria-pressed": flagged }} onClick={onFlag}>
        {flagged ? <IconFlagFilled size={20} aria-hidden /> : <IconFlag size={20} aria-hidden />}
      </Tool>
      <Tool label="Highlight" state={{ "aria-pressed": marking }} onClick={onHighlight}>
        <IconHighlight size={20} aria-hidden />
      </Tool>
      <Tool label="Note" state={{ "aria-expanded": noting }} onClick={onNote}>
        <IconNote size={20} aria-hidden />
      </Tool>
    </fieldset>
  );
}

function Tool({
  label,
  state,
  onClick,
  children,
}: {
  label: string;
  state: { "aria-pressed": boolean } | { "aria-expanded": boolean };
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={classes.tool}
      {...state}
      // The selection of text, which may be what the tool is for, would be lost with the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      {children}
      <span className={classes.label}>{label}</span>
    </button>
  );
}

export const levels: readonly { level: Level; label: string }[] = [
  { level: "guess", label: "Guess" },
  { level: "unsure", label: "Unsure" },
  { level: "sure", label: "Sure" },
];

/** How sure the learner is of the response, in one tap. The same again takes it back. */
export function Confidence({
  level,
  onChange,
}: {
  level: Level | null;
  onChange: (level: Level | null) => void;
}) {
  return (
    <fieldset className={classes.confidence}>
      <legend className={classes.legend}>How sure are you?</legend>
      {levels.map((each) => (
        <button
          key={each.level}
          type="button"
          className={classes.level}
          aria-pressed={each.level === level}
          onClick={() => onChange(each.level === level ? null : each.level)}
        >
          {each.label}
        </button>
      ))}
    </fieldset>
  );
}

/** As long as the contract takes. */
const longestNote = 1000;

/** A note that is the learner's own. */
export function Note({
  note,
  fieldRef,
  onWrite,
}: {
  note: string;
  fieldRef: Ref<HTMLTextAreaElement>;
  onWrite: (note: string) => void;
}) {
  const id = useId();
  return (
    <div className={classes.note}>
      <label htmlFor={id} className={classes.legend}>
        Your note
      </label>
      <textarea
        id={id}
        ref={fieldRef}
        className={classes.field}
        rows={3}
        maxLength={longestNote}
        aria-describedby={`${id}-private`}
        value={note}
        onChange={(event) => onWrite(event.currentTarget.value)}
      />
      <span id={`${id}-private`} className={classes.hint}>
        Only you see it. It is shown again in the review.
      </span>
    </div>
  );
}
