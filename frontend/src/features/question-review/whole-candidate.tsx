import type { Cohort } from "@lyceum/shared/cohorts";
import type { Candidate, CandidateVersion } from "@lyceum/shared/review";
import { Button, Kbd, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useBlocker, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, type Ref, Suspense, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { CheckTags } from "../../components/review/tags.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { examQuery } from "../../lib/api.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import { type QueueFilter, versionsQuery } from "../../lib/review.ts";
import { stateNames } from "../../lib/review-names.ts";
import { setUnsaved } from "../../lib/unsaved.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { useNow } from "../../lib/use-now.ts";
import { type Act, Actions } from "./actions.tsx";
import { Checks } from "./checks.tsx";
import { ItemPanel } from "./item-panel.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { Life } from "./life.tsx";
import classes from "./review.module.css";
import { Sources } from "./sources.tsx";
import { Standing } from "./standing.tsx";
import { ageText, timeOfDay } from "./texts.ts";
import { useKeysWanted } from "./use-keys-wanted.ts";
import { useLease } from "./use-lease.ts";
import { useNeighbours } from "./use-neighbours.ts";
import { Votes } from "./votes.tsx";

const EditForm = lazy(async () => ({ default: (await import("./edit-form.tsx")).EditForm }));

/** A candidate with all that reviewers know of it, and what they may do. */
export function WholeCandidate({
  cohort,
  candidate,
  filter,
}: {
  cohort: Cohort;
  candidate: Candidate;
  filter: QueueFilter;
}) {
  const { id: questionId, cohortId, current } = candidate;
  const [shown, setShown] = useState<number>();
  const [act, setAct] = useState<Act>();
  const [editing, setEditing] = useState(false);
  const [dirty, setDirty] = useState({ edit: false, words: false });
  const [done, setDone] = useState("");
  const [problem, setProblem] = useState("");
  const [help, setHelp] = useState(false);
  const [wanted, setWanted] = useKeysWanted();
  const heading = useRef<HTMLHeadingElement>(null);
  const working = useLease(candidate, cohort.state === "active");
  const { previous, next } = useNeighbours(cohortId, filter, questionId);
  const navigate = useNavigate();
  const versions = useVersions(candidate);
  const version = versions.find((each) => each.version === shown) ?? current;
  const mayAct =
    candidate.state === "in_review" && !working.other && current !== undefined && cohort.state === "active";
  const unsaved = dirty.edit || dirty.words;
  const leaving = useBlocker({
    shouldBlockFn: ({ current: from, next: to }) => unsaved && from.pathname !== to.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  useEffect(() => setUnsaved(unsaved), [unsaved]);
  useEffect(() => () => setUnsaved(false), []);

  useEffect(() => {
    if (stepped) heading.current?.focus({ preventScroll: true });
    stepped = false;
  }, []);

  function go(to: string | undefined): void {
    if (to === undefined) return;
    stepped = true;
    void navigate({
      to: "/groups/$cohortId/review/$questionId",
      params: { cohortId, questionId: to },
      search: filter,
    });
  }
  function begin(what: Act): void {
    if (!mayAct || editing) return;
    setDone("");
    setProblem("");
    setShown(undefined);
    if (what === "edit") setEditing(true);
    else setAct(what);
  }
  /** After an act, or where it turned out not to be possible: says so, where people read on. */
  function settle(said: { done?: string; problem?: string }): void {
    flushSync(() => {
      setAct(undefined);
      setDone(said.done ?? "");
      setProblem(said.problem ?? "");
    });
    heading.current?.focus();
  }
  useKeys(wanted, {
    a: () => begin("approve"),
    e: () => begin("edit"),
    r: () => begin("changes"),
    x: () => begin("reject"),
    j: () => !editing && go(next),
    k: () => !editing && go(previous),
    "?": () => setHelp(true),
  });

  return (
    <article className={classes.sections} aria-labelledby="question">
      <header className={classes.section}>
        <Head candidate={candidate} headingRef={heading} />
        <nav aria-label="Queue" className={classes.buttons}>
          <ButtonLink
            variant="default"
            size="sm"
            to="/groups/$cohortId/review"
            params={{ cohortId }}
            search={filter}
          >
            Back to the queue
          </ButtonLink>
          <Button variant="default" size="sm" disabled={!previous} onClick={() => go(previous)}>
            Previous <Key>K</Key>
          </Button>
          <Button variant="default" size="sm" disabled={!next} onClick={() => go(next)}>
            Next <Key>J</Key>
          </Button>
          <Button variant="subtle" size="sm" className={classes.keysHint ?? ""} onClick={() => setHelp(true)}>
            Keys <Key>?</Key>
          </Button>
        </nav>
        {done && (
          <Notice
            kind="done"
            actions={
              next && (
                <Button size="sm" variant="default" onClick={() => go(next)}>
                  Next question
                </Button>
              )
            }
          >
            {done}
          </Notice>
        )}
        {problem && <Notice kind="problem">{problem}</Notice>}
        <Standing candidate={candidate} />
        {working.other && (
          <Notice kind="notice">
            {working.other.by.name} works on it until {timeOfDay(working.other.until)}. You can read it; what
            you decide has to wait until then, or until {working.other.by.name} leaves the page.
          </Notice>
        )}
        {working.isFree && !editing && (
          <Notice
            kind="notice"
            actions={
              <Button size="sm" variant="default" onClick={working.take}>
                Work on it
              </Button>
            }
          >
            Nobody works on it now. Take it, so that nobody else does at the same time.
          </Notice>
        )}
      </header>
      {version && (
        <div className={classes.beside}>
          <section className={classes.section} aria-labelledby="item">
            <Title order={2} id="item">
              {editing ? "Edit the item" : "The item"}
            </Title>
            {editing && current ? (
              <Suspense fallback={<Skeleton height={400} />}>
                <EditForm
                  candidate={candidate}
                  based={current}
                  readOnly={!mayAct}
                  onDirty={(edit) => setDirty((before) => ({ ...before, edit }))}
                  onClose={() => {
                    setEditing(false);
                    settle({});
                  }}
                  onSaved={(saved, approve) => {
                    setEditing(false);
                    settle({
                      done: `Saved as version ${saved.version}. Votes on the version before no longer count.`,
                    });
                    if (approve) setAct("approve");
                  }}
                />
              </Suspense>
            ) : (
              <ItemPanel
                version={version}
                latest={candidate.version}
                before={versions.find((each) => each.version === version.version - 1)}
                onShow={(to) => setShown(to === candidate.version ? undefined : to)}
              />
            )}
          </section>
          <Evidence cohort={cohort} version={version} />
        </div>
      )}
      {current && (
        <Actions
          candidate={candidate}
          isOwner={cohort.me.role === "owner"}
          act={act}
          hidden={editing || !mayAct}
          onBegin={begin}
          onClose={() => setAct(undefined)}
          onWords={(words) => setDirty((before) => ({ ...before, words }))}
          onSettled={settle}
        />
      )}
      {candidate.currentVotes.length > 0 && <Votes candidate={candidate} />}
      <Life cohortId={cohortId} questionId={questionId} />
      {help && (
        <KeysDialog page="candidate" wanted={wanted} onToggle={setWanted} onClose={() => setHelp(false)} />
      )}
      {leaving.status === "blocked" && <LeaveDialog onLeave={leaving.proceed} onStay={leaving.reset} />}
    </article>
  );
}

/** Whether one candidate is left for the next one of the queue, which then takes the focus. */
let stepped = false;

/** All versions; the current one alone until they are loaded, or where there is no other. */
function useVersions({ cohortId, id, version, current }: Candidate): CandidateVersion[] {
  const pages = useInfiniteQuery({ ...versionsQuery(cohortId, id), enabled: version > 1 });
  useAllPages(pages);
  const loaded = loadedItems(pages.data) ?? [];
  const isThere = current === undefined || loaded.some((each) => each.version === current.version);
  return isThere ? loaded : [...loaded, current];
}

function Head({
  candidate: { examId, taskId, type, difficulty, state, since, round, due, failed, warned, version },
  headingRef,
}: {
  candidate: Candidate;
  headingRef: Ref<HTMLHeadingElement>;
}) {
  const now = useNow();
  const exam = useQuery(examQuery(examId)).data;
  const task = exam?.domains.flatMap(({ tasks }) => tasks).find(({ id }) => id === taskId);
  return (
    <>
      <Title order={2} id="question" tabIndex={-1} ref={headingRef}>
        {stateNames[state]}: question of task {taskId}
      </Title>
      <Text c="dimmed">
        {task && `${task.title} · `}
        {typeNames[type].toLowerCase()} · meant to be {difficulty} · {stateNames[state].toLowerCase()}{" "}
        {ageText(since, now)}
        {round > 0 && ` · round ${round} of changes`}
        {due && (
          <>
            {" "}
            · expires on <time dateTime={due.expiry}>{dateTime(due.expiry)}</time>
          </>
        )}
      </Text>
      <div className={classes.tags}>
        <CheckTags failed={failed} warned={warned} version={version} />
      </div>
    </>
  );
}

const Evidence = ({ cohort, version }: { cohort: Cohort; version: CandidateVersion }) => (
  <div className={classes.evidence}>
    <section className={classes.section} aria-labelledby="sources">
      <Title order={2} id="sources">
        Where it comes from
      </Title>
      <Sources cohort={cohort} version={version} />
    </section>
    <section className={classes.section} aria-labelledby="checks">
      <Title order={2} id="checks">
        Checks
      </Title>
      <Checks version={version} />
    </section>
  </div>
);

/** A key that does the same. Not read out: it is in the help. */
const Key = ({ children }: { children: ReactNode }) => (
  <Kbd ml="xs" aria-hidden className={classes.kbd ?? ""}>
    {children}
  </Kbd>
);
