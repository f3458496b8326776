import type { RunningAttempt, RunningItem } from "@lyceum/shared/attempts";
import { ActionIcon, Button, VisuallyHidden } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import { getRouteApi, useBlocker, useNavigate } from "@tanstack/react-router";
import {
  type ComponentProps,
  memo,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { attemptName } from "../../lib/attempt-names.ts";
import { counted } from "../../lib/format.ts";
import { type Answer, isUnsaved, savingState } from "./answers.ts";
import { Bar, TimeLeft } from "./bar.tsx";
import { Desk } from "./desk.tsx";
import {
  DiscardDialog,
  EndedDialog,
  HelpDialog,
  LeaveDialog,
  loadAhead,
  OverviewDialog,
  SubmitDialog,
} from "./lazy.tsx";
import { Navigator } from "./navigator.tsx";
import {
  type Filter,
  filters,
  nextPosition,
  passes,
  type Standing,
  sameStandings,
  standings as standingsOf,
} from "./overview.ts";
import classes from "./quiz.module.css";
import { useDiscard, useSubmit } from "./quiz-actions.ts";
import { SavingProblem } from "./saving-status.tsx";
import type { Command } from "./shortcuts.ts";
import { useAnswers } from "./use-answers.ts";
import { useEnding } from "./use-ending.ts";

const route = getRouteApi("/members/attempts/$attemptId");

/** A running attempt, one question at a time. */
export function Runner({
  attempt,
  isMine,
  onEnded,
}: {
  attempt: RunningAttempt;
  /** Whether the attempt still belongs to this tab. */
  isMine: () => boolean;
  /** Told when it turns out to be over on the server. */
  onEnded: () => void;
}) {
  const { items, deadline } = attempt;
  const title = attemptName(attempt);
  const { store, snapshot, clock, unsaved, safe } = useAnswers(attempt, isMine);
  const { answers } = snapshot;
  const { position, go: open } = usePosition(attempt);
  const [dialog, setDialog] = useState<DialogName>();
  const [filter, setFilter] = useState<Filter>("all");
  const [announcement, setAnnouncement] = useState("");
  const [shortcuts, setShortcuts] = useLocalStorage({ key: "lyceum-quiz-keys", defaultValue: true });
  const navigate = useNavigate();
  const submit = useSubmit(attempt.id, store, onEnded);
  const discard = useDiscard(attempt.id);
  const ending = useEnding(attempt.id, store, snapshot, onEnded);
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    // What this device keeps is not lost by loading the page again.
    enableBeforeUnload: () => !safe,
    withResolver: true,
  });
  const standings = useStandings(items, answers);
  const go = useCallback(
    (to: number) => {
      setDialog(undefined);
      // Whoever was about to submit may come back to the same question.
      if (items[to - 1]) store.open(to);
      open(to);
    },
    [items, store, open],
  );
  useEffect(loadAhead, []);
  useEffect(() => {
    if (!unsaved && leaving.status === "blocked") leaving.proceed();
  }, [unsaved, leaving]);

  const item = items[position - 1];
  const answer = answers[position - 1];
  if (!item || !answer) return null;

  function close(): void {
    setDialog(undefined);
  }

  function run(command: Command): void {
    if (command.type === "help") setDialog("help");
    if (command.type === "filter") {
      const next = filters[(filters.indexOf(filter) + 1) % filters.length] ?? "all";
      const found = standings.filter((standing) => passes(standing, next)).length;
      setFilter(next);
      setAnnouncement(`The list shows ${counted(found, "question")}: ${next}.`);
    }
    if (command.type === "next unanswered") {
      const next = nextPosition(standings, position, "unanswered");
      if (next) go(next);
      else setAnnouncement("No other question is unanswered.");
    }
  }

  const overview = { standings, filter, position, onFilter: setFilter, onGo: go };
  return (
    <div className={deadline ? `${classes.room} ${classes.hall}` : classes.room}>
      <title>{`${title} · Lyceum`}</title>
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      <Bar title={title} answers={answers} onOverview={() => setDialog("overview")}>
        {deadline && (
          <TimeLeft
            attempt={attempt}
            deadline={deadline}
            clock={clock}
            answers={answers}
            onUp={() => {
              setDialog(undefined);
              ending.endTime();
            }}
            onJump={store.reload}
          />
        )}
      </Bar>
      <div className={classes.problems}>
        <SavingProblem snapshot={snapshot} onRetry={store.retry} />
      </div>
      <div className={classes.layout}>
        <Desk
          attempt={attempt}
          item={item}
          answer={answer}
          store={store}
          locked={ending.over}
          shortcuts={shortcuts}
          onGo={go}
          onCommand={run}
          onFinish={() => setDialog("submit")}
          announce={setAnnouncement}
        />
        <Side {...overview} timed={deadline !== undefined} onOpen={setDialog} />
      </div>

      <Suspense>
        {dialog === "overview" && <OverviewDialog {...overview} onClose={close} />}
        {dialog === "submit" && (
          <SubmitDialog
            noun={attempt.kind}
            standings={standings}
            busy={submit.busy}
            saving={savingState(answers) !== "saved"}
            error={submit.error}
            onGo={go}
            onSubmit={submit.submit}
            onClose={() => {
              submit.cancel();
              store.open(position);
              close();
            }}
          />
        )}
        {dialog === "discard" && (
          <DiscardDialog
            attempt={attempt}
            answered={answers.filter(({ session }) => session.response !== null).length}
            busy={discard.isPending}
            error={discard.error}
            onDiscard={() => discard.mutate()}
            onClose={close}
          />
        )}
        {dialog === "help" && <HelpDialog enabled={shortcuts} onToggle={setShortcuts} onClose={close} />}
        {(dialog === "leave" || leaving.status === "blocked") && !ending.over && (
          <LeaveDialog
            noun={attempt.kind}
            timed={deadline !== undefined}
            unsaved={answers.filter(isUnsaved).length}
            safe={safe}
            onLeave={() => {
              if (leaving.status === "blocked") leaving.proceed();
              else void navigate({ to: "/", ignoreBlocker: true });
            }}
            onStay={() => {
              leaving.reset?.();
              close();
            }}
          />
        )}
        {ending.over && (
          <EndedDialog
            noun={attempt.kind}
            timeUp={ending.timeUp}
            lost={ending.lost}
            busy={ending.submitting}
            onResult={ending.showResult}
          />
        )}
      </Suspense>
    </div>
  );
}

type DialogName = "overview" | "submit" | "leave" | "discard" | "help";

/** All questions beside the one that is open, and how to end. Drawn anew only when something of it changes. */
const Side = memo(function Side({
  timed,
  onOpen,
  ...overview
}: {
  timed: boolean;
  onOpen: (dialog: DialogName) => void;
} & ComponentProps<typeof Navigator>) {
  return (
    <aside className={classes.side} aria-label="All questions">
      <div className={classes.overview}>
        <Navigator {...overview} />
      </div>
      <div className={classes.end}>
        <Button variant="outline" onClick={() => onOpen("submit")}>
          Submit
        </Button>
        <Button variant="subtle" color="gray" onClick={() => onOpen(timed ? "leave" : "discard")}>
          {timed ? "Leave" : "Discard"}
        </Button>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="var(--touch)"
          aria-label="Keyboard help"
          onClick={() => onOpen("help")}
        >
          <IconKeyboard size={22} aria-hidden />
        </ActionIcon>
      </div>
    </aside>
  );
});

/** How all items stand: the same object as long as nothing of that changes, whatever is being saved. */
function useStandings(items: readonly RunningItem[], answers: readonly Answer[]): readonly Standing[] {
  const known = useRef<readonly Standing[]>([]);
  const now = useMemo(() => standingsOf(items, answers), [items, answers]);
  if (!sameStandings(known.current, now)) known.current = now;
  return known.current;
}

/** The address follows the question that is open after so long, in ms: it need not keep up with every key. */
const addressPause = 300;

/**
 * Which question is open, from 1: at first the one in the address, else the first one without an answer. The address
 * follows, so that it is the same after loading the page again.
 */
function usePosition({ items }: RunningAttempt) {
  const navigate = useNavigate();
  const search = route.useSearch();
  const [resumed] = useState(() => {
    const resumeAt = items.find(({ saved }) => !saved?.response)?.position ?? 1;
    return Math.min(Math.max(search.item ?? resumeAt, 1), items.length);
  });
  const [position, setPosition] = useState(resumed);
  const told = search.item ?? resumed;
  useEffect(() => {
    if (position === told) return;
    const timer = setTimeout(() => {
      void navigate({ to: ".", search: { item: position }, replace: true, resetScroll: false });
    }, addressPause);
    return () => clearTimeout(timer);
  }, [position, told, navigate]);
  const go = useCallback(
    (to: number) => {
      if (to >= 1 && to <= items.length) setPosition(to);
    },
    [items.length],
  );
  return { position, go };
}
