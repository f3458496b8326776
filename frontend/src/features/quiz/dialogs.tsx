import { Button, Kbd, Switch, Text } from "@mantine/core";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import classes from "./quiz.module.css";

/** Asks before a quiz is submitted, and says what is not answered. */
export function SubmitDialog({
  open,
  partial,
  busy,
  saving,
  error,
  onGo,
  onSubmit,
  onClose,
}: {
  /** Positions without an answer. */
  open: readonly number[];
  /** Positions whose answer is not complete. */
  partial: readonly number[];
  busy: boolean;
  /** Whether answers are still on their way. */
  saving: boolean;
  /** Why it could not be submitted; `null` where nothing went wrong. */
  error: unknown;
  onGo: (position: number) => void;
  onSubmit: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      heading="Submit the quiz?"
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Go on answering
          </Button>
          <BusyButton busy={busy} onClick={onSubmit}>
            Submit
          </BusyButton>
        </>
      }
    >
      <Text>
        {open.length + partial.length === 0
          ? "All questions are answered. "
          : "What is not answered counts as wrong, and a guess costs nothing. "}
        After this no answer can be changed.
      </Text>
      <Positions heading={`${counted(open.length, "question")} not answered`} positions={open} onGo={onGo} />
      <Positions
        heading={`${counted(partial.length, "question")} partly answered`}
        positions={partial}
        onGo={onGo}
      />
      <div role="status">
        {busy && saving && <Text mt="sm">Your last answers are being saved first.</Text>}
      </div>
      {error !== null && <Notice kind="problem">{messageOf(error)}</Notice>}
    </Dialog>
  );
}

function Positions({
  heading,
  positions,
  onGo,
}: {
  heading: string;
  positions: readonly number[];
  onGo: (position: number) => void;
}) {
  if (positions.length === 0) return null;
  return (
    <div className={classes.positions}>
      <Text fw={600}>{heading}</Text>
      <ul>
        {positions.map((position) => (
          <li key={position}>
            <Button
              variant="default"
              size="sm"
              aria-label={`Go to question ${position}`}
              onClick={() => onGo(position)}
            >
              {position}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Asks before answers that are not saved are left behind. */
export function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  return (
    <Dialog
      heading="Leave with unsaved answers?"
      onClose={onStay}
      actions={
        <>
          <Button variant="default" onClick={onStay}>
            Stay
          </Button>
          <Button color="danger" onClick={onLeave}>
            Leave
          </Button>
        </>
      }
    >
      <Text>Your latest answers have not reached the server yet. They will be lost if you leave now.</Text>
    </Dialog>
  );
}

const keys = [
  { keys: ["1", "9", "A", "J"], does: "Choose an option; in a list of steps or prompts, go to it" },
  { keys: ["→", "N"], does: "Next question" },
  { keys: ["←", "P"], does: "Previous question" },
  { keys: ["Enter"], does: "Check the answer, or go on" },
  { keys: ["?"], does: "This help" },
];

/** The keys of the quiz, and a way to switch them off for those whose software sends them by itself. */
export function HelpDialog({
  enabled,
  onToggle,
  onClose,
}: {
  enabled: boolean;
  onToggle: (enabled: boolean) => void;
  onClose: () => void;
}) {
  return (
    <Dialog heading="Keyboard" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <dl className={classes.keys}>
        {keys.map(({ keys: caps, does }) => (
          <div key={does}>
            <dt>
              {caps.length === 4 ? (
                <>
                  <Kbd>{caps[0]}</Kbd> to <Kbd>{caps[1]}</Kbd>, <Kbd>{caps[2]}</Kbd> to <Kbd>{caps[3]}</Kbd>
                </>
              ) : (
                caps.map((cap) => <Kbd key={cap}>{cap}</Kbd>)
              )}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" mb="md">
        A step is moved from its grip: space picks it up, the arrow keys move it, space puts it down.
      </Text>
      <Switch
        label="Use these keys"
        description="Kept on this device. Switch them off if you speak to your computer."
        checked={enabled}
        onChange={(event) => onToggle(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
