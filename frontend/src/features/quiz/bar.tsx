import type { RunningAttempt } from "@lyceum/shared/attempts";
import { VisuallyHidden } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconClock, IconEye, IconEyeOff, IconHourglass, IconLayoutGrid } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { examQuery } from "../../lib/api.ts";
import type { Answer } from "./answers.ts";
import classes from "./bar.module.css";
import { clockText, warningAt } from "./countdown.ts";
import { itemsAhead } from "./pace.ts";
import { SavingStatus } from "./saving-status.tsx";
import type { ServerClock } from "./server-clock.ts";
import { useTimeLeft } from "./use-time-left.ts";

/** How far the attempt is, whether it is saved, and how much time is left: in view wherever the page is scrolled to. */
export function Bar({
  title,
  answers,
  onOverview,
  children,
}: {
  /** The page's heading. */
  title: string;
  answers: readonly Answer[];
  /** Asked for all questions at a glance. */
  onOverview: () => void;
  /** The time, where there is a limit. */
  children: ReactNode;
}) {
  const answered = answeredOf(answers);
  return (
    <div className={classes.bar} data-timed={children ? true : undefined}>
      <div className={classes.row}>
        <h1 className={classes.title}>{title}</h1>
        <button type="button" className={classes.progress} onClick={onOverview}>
          <IconLayoutGrid size={18} aria-hidden />
          <span>
            {answered} of {answers.length}
            <span className={classes.word}> answered</span>
          </span>
          <VisuallyHidden>: all questions</VisuallyHidden>
        </button>
        <SavingStatus answers={answers} />
        {children}
      </div>
      <div className={classes.track}>
        <div className={classes.done} style={{ width: `${(100 * answered) / answers.length}%` }} />
      </div>
    </div>
  );
}

const answeredOf = (answers: readonly Answer[]) =>
  answers.filter(({ session }) => session.response !== null).length;

/**
 * The time that is left, which can be hidden but for the warnings, and whether the answers keep up with it. Screen
 * readers are told of the warnings alone.
 */
export function TimeLeft({
  attempt: { kind, examId, startedAt },
  deadline,
  clock,
  answers,
  onUp,
  onJump,
}: {
  attempt: RunningAttempt;
  deadline: string;
  clock: ServerClock;
  answers: readonly Answer[];
  onUp: () => void;
  onJump: () => Promise<boolean>;
}) {
  const [hidden, setHidden] = useLocalStorage({ key: "lyceum-time-hidden", defaultValue: false });
  const pacing = useQuery(examQuery(examId)).data?.pacing;
  const left = useTimeLeft(deadline, clock, { onUp, onJump });
  const total = Date.parse(deadline) - Date.parse(startedAt);
  const warning = warningAt(left, total);
  const reserve = kind === "mock" ? (pacing?.reviewMinutes ?? 0) * 60_000 : 0;
  const ahead = itemsAhead({
    items: answers.length,
    answered: answeredOf(answers),
    total,
    elapsed: total - left,
    reserve,
  });
  const Icon = warning ? IconHourglass : IconClock;
  return (
    <div className={classes.time} data-warning={warning !== undefined || undefined}>
      {pacing && !hidden && <Pace ahead={ahead} />}
      <span className={classes.warning} role="status">
        {warning}
      </span>
      {(!hidden || warning) && (
        <span className={classes.clock} role="timer" aria-label="Time left">
          <Icon size={18} aria-hidden />
          {clockText(left)}
        </span>
      )}
      <button
        type="button"
        className={classes.toggle}
        aria-label={hidden ? "Show the time" : "Hide the time"}
        onClick={() => setHidden(!hidden)}
      >
        {hidden ? <IconEye size={20} aria-hidden /> : <IconEyeOff size={20} aria-hidden />}
      </button>
    </div>
  );
}

/** Where the answers stand against an even pace. */
function Pace({ ahead }: { ahead: number }) {
  const count = Math.abs(ahead);
  return (
    <span className={classes.pace} title="Against an even pace that leaves time for a second look">
      {ahead === 0 ? (
        "On pace"
      ) : (
        <>
          {count} <span className={classes.word}>{count === 1 ? "item" : "items"} </span>
          {ahead > 0 ? "ahead" : "behind"}
        </>
      )}
    </span>
  );
}
