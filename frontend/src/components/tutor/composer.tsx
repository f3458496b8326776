import { ActionIcon, Button, Textarea, VisuallyHidden } from "@mantine/core";
import { IconPlayerStopFilled, IconSend, IconX } from "@tabler/icons-react";
import { type FormEvent, type RefObject, useId } from "react";
import { counted } from "../../lib/format.ts";
import classes from "./chat.module.css";
import { type Help, helps } from "./texts.ts";

/** The longest question, in characters. */
const mostLength = 2000;

/** Where one asks. The field keeps the focus all along, so that a follow-up can be typed while an answer comes. */
export function Composer({
  field,
  text,
  onText,
  help,
  onHelp,
  scope,
  onWiden,
  isAnswering,
  isStopping,
  isClosed,
  onAsk,
  onStop,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  help: Help;
  onHelp: (help: Help) => void;
  /** In which notes alone is looked, in words. */
  scope: string | undefined;
  /** Looks in all notes. */
  onWiden: () => void;
  isAnswering: boolean;
  isStopping: boolean;
  /** Nothing can be asked here any more. */
  isClosed: boolean;
  onAsk: () => void;
  onStop: () => void;
}) {
  const hintId = useId();
  const left = mostLength - text.length;
  const mayAsk = !isAnswering && !isClosed && text.trim() !== "";

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (mayAsk) onAsk();
    field.current?.focus();
  }

  return (
    <form className={classes.composer} onSubmit={submit}>
      {scope !== undefined && (
        <p className={classes.scope}>
          {scope}
          <ActionIcon
            variant="subtle"
            size="var(--touch)"
            aria-label="Look in all notes"
            title="Look in all notes"
            onClick={() => {
              onWiden();
              field.current?.focus();
            }}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </p>
      )}
      <Textarea
        ref={field}
        aria-label="Your question"
        placeholder="Ask what the notes say"
        aria-describedby={hintId}
        rows={2}
        maxLength={mostLength}
        disabled={isClosed}
        enterKeyHint="send"
        value={text}
        classNames={{ input: classes.field ?? "" }}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While letters are composed, as in Japanese, Enter belongs to them.
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <div className={classes.controls}>
        <HelpField help={help} onChange={onHelp} />
        {isAnswering ? (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlayerStopFilled size={16} aria-hidden />}
            aria-disabled={isStopping || undefined}
            onClick={() => {
              if (!isStopping) onStop();
              field.current?.focus();
            }}
          >
            Stop
          </Button>
        ) : (
          <Button
            type="submit"
            size="sm"
            aria-disabled={!mayAsk || undefined}
            leftSection={<IconSend size={16} aria-hidden />}
          >
            Ask
          </Button>
        )}
      </div>
      <p id={hintId} className={classes.hint}>
        {left < 200 ? `${counted(left, "character")} left.` : "Enter asks, Shift + Enter begins a new line."}
      </p>
    </form>
  );
}

/** How much the tutor is to tell. */
function HelpField({ help, onChange }: { help: Help; onChange: (help: Help) => void }) {
  const id = useId();
  return (
    <fieldset className={classes.helps}>
      <legend>
        <VisuallyHidden>How much help</VisuallyHidden>
      </legend>
      {helps.map((one) => (
        <label key={one.help} className={classes.help} title={one.meaning}>
          <input
            type="radio"
            name={id}
            value={one.help}
            checked={one.help === help}
            aria-describedby={`${id}-${one.help}`}
            onChange={() => onChange(one.help)}
          />
          {one.name}
        </label>
      ))}
      {helps.map((one) => (
        <VisuallyHidden key={one.help} id={`${id}-${one.help}`}>
          {one.meaning}
        </VisuallyHidden>
      ))}
    </fieldset>
  );
}
