import { Button, Kbd, Switch, Text } from "@mantine/core";
import { BusyButton } from "../../components/busy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { DiscardDialog as AskToDiscard } from "../../components/discard-dialog.tsx";
import { Notice } from "../../components/notice.tsx";
import { messageOf } from "../../lib/api.ts";
import { useReachable } from "../../lib/connection.ts";
import { counted } from "../../lib/format.ts";
import classes from "./dialogs.module.css";
import { Navigator } from "./navigator.tsx";
import type { Filter, Standing } from "./overview.ts";

// Loaded while the attempt is being taken: none of it is needed to begin with.

/** All questions at a glance, where there is no room for them beside the question. */
export function OverviewDialog({
  onClose,
  ...navigator
}: {
  standings: readonly Standing[];
  filter: Filter;
  position: number;
  onFilter: (filter: Filter) => void;
  onGo: (position: number) => void;
  onClose: () => void;
}) {
  return (
    <Dialog heading="Questions" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <Navigator {...navigator} />
    </Dialog>
  );
}

/** Asks before an attempt is submitted, and says what is not answered and what is flagged. */
export function SubmitDialog({
  noun,
  standings,
  busy,
  saving,
  error,
  onGo,
  onSubmit,
  onClose,
}: {
  noun: string;
  standings: readonly Standing[];
  busy: boolean;
  /** Whether answers are still on their way. */
  saving: boolean;
  /** Why it could not be submitted; `null` where nothing went wrong. */
  error: unknown;
  onGo: (position: number) => void;
  onSubmit: () => void;
  onClose: () => void;
}) {
  const positions = (found: (standing: Standing) => boolean) =>
    standings.filter(found).map(({ position }) => position);
  const open = positions(({ state }) => state === "unanswered");
  const partial = positions(({ state }) => state === "partial");
  const flagged = positions(({ flagged }) => flagged);
  return (
    <Dialog
      heading={`Submit the ${noun}?`}
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
      <Positions heading={`${counted(flagged.length, "question")} flagged`} positions={flagged} onGo={onGo} />
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
            <button
              type="button"
              className={classes.position}
              aria-label={`Go to question ${position}`}
              onClick={() => onGo(position)}
            >
              {position}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Asks before an attempt is left, and says what happens meanwhile. */
export function LeaveDialog({
  noun,
  timed,
  unsaved,
  safe,
  onLeave,
  onStay,
}: {
  noun: string;
  /** The clock runs on. */
  timed: boolean;
  /** How many answers the server does not have yet. */
  unsaved: number;
  /** Whether this device keeps them. */
  safe: boolean;
  onLeave: () => void;
  onStay: () => void;
}) {
  return (
    <Dialog
      heading={`Leave the ${noun}?`}
      onClose={onStay}
      actions={
        <>
          <Button variant="default" onClick={onStay}>
            Stay
          </Button>
          <Button {...(!safe && { color: "danger" })} onClick={onLeave}>
            Leave
          </Button>
        </>
      }
    >
      {timed && <Text mb="xs">The clock runs on while you are away. You can come back until it stops.</Text>}
      <Text>
        {unsaved === 0
          ? "Your answers are saved."
          : safe
            ? `${counted(unsaved, "answer")} did not reach the server yet. This device keeps them, and they are saved once you open the ${noun} here again.`
            : `${counted(unsaved, "answer")} did not reach the server yet, and will be lost if you leave now.`}
      </Text>
    </Dialog>
  );
}

/** Asks before an attempt is thrown away. */
export const DiscardDialog = AskToDiscard;

/** Says that the attempt is over, until its result is there. What is under it can't be reached. */
export function EndedDialog({
  noun,
  timeUp,
  lost,
  busy,
  onResult,
}: {
  noun: string;
  timeUp: boolean;
  /** Positions whose answers did not reach the server in time. */
  lost: readonly number[];
  busy: boolean;
  onResult: () => void;
}) {
  const reachable = useReachable();
  return (
    <Dialog
      heading={timeUp ? "Time is up" : `This ${noun} is over`}
      // No `onClose`: there is nothing to go back to.
      actions={
        lost.length > 0 && (
          <BusyButton busy={busy} onClick={onResult}>
            See the result
          </BusyButton>
        )
      }
    >
      {lost.length > 0 ? (
        <Text role="alert">
          It ended before {counted(lost.length, "change")} of yours could reach the server, and without{" "}
          {lost.length === 1 ? "it" : "them"}: question {lost.join(", ")}.
        </Text>
      ) : (
        <Text role="status">
          {!timeUp
            ? "The result is being loaded."
            : reachable
              ? "Your answers are being submitted."
              : "The server can't be reached. It submits by itself what it has; what reaches it more than 15 seconds after the end does not count. Keep this page open: you see the result as soon as the server answers."}
        </Text>
      )}
    </Dialog>
  );
}

const keys: readonly { caps: readonly string[]; to?: boolean; does: string }[] = [
  { caps: ["1", "9", "A", "J"], to: true, does: "Choose an option; in a list of steps or prompts, go to it" },
  { caps: ["Shift", "A"], does: "Rule option A out, or take that back; so for the others" },
  { caps: ["Arrow right", "N"], does: "Next question" },
  { caps: ["Arrow left", "P"], does: "Previous question" },
  { caps: ["U"], does: "Next question that is not answered" },
  { caps: ["Enter"], does: "Check the answer, or go on" },
  { caps: ["M"], does: "Flag the question to come back to it" },
  { caps: ["S"], does: "How sure you are: guess, unsure, sure, nothing" },
  { caps: ["T"], does: "Take a note" },
  { caps: ["L"], does: "Highlight what is selected, or choose sentences to highlight" },
  { caps: ["V"], does: "Show all, unanswered, flagged or unseen questions in the list" },
  { caps: ["?"], does: "This help" },
];

/** The keys of the runner, and a way to switch them off for those whose software sends them by itself. */
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
        {keys.map(({ caps, to, does }) => (
          <div key={does}>
            <dt>
              {to ? (
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
      <Text size="sm" mb="xs">
        While you choose sentences, Tab goes from one to the next, and space highlights it.
      </Text>
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
