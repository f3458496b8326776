import type { Cohort } from "@lyceum/shared/cohorts";
import type { CandidateSummary } from "@lyceum/shared/review";
import { Button, Checkbox, Kbd, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { AnchorLink } from "../../components/links.tsx";
import tags from "../../components/review/tags.module.css";
import { CheckTags } from "../../components/review/tags.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { counted, opening } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import type { QueueFilter } from "../../lib/review.ts";
import { useKeys } from "../../lib/use-keys.ts";
import { useNow } from "../../lib/use-now.ts";
import { BulkActions } from "./bulk-actions.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { LeaseText } from "./lease-text.tsx";
import classes from "./review.module.css";
import { ageText, votesText } from "./texts.ts";
import { useKeysWanted } from "./use-keys-wanted.ts";

/** As much of a stem as tells it from others, in characters. */
const openingLength = 180;

type Pages = Parameters<typeof ShowMore>[0]["pages"];

/** The candidates of the queue, to be opened one by one, or to be decided several at once. */
export function QueueList({
  cohort,
  filter,
  candidates,
  pages,
}: {
  cohort: Cohort;
  filter: QueueFilter;
  candidates: readonly CandidateSummary[];
  pages: Pages;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [help, setHelp] = useState(false);
  const [wanted, setWanted] = useKeysWanted();
  const list = useRef<HTMLUListElement>(null);
  const now = useNow();
  const inReview = filter.state === undefined;
  const selected = candidates.filter(({ id }) => chosen.has(id));

  const toggle = (id: string) => setChosen((before) => new Set(before).symmetricDifference(new Set([id])));
  const links = () => [...(list.current?.querySelectorAll("a") ?? [])];
  const place = () => links().findIndex((link) => link.closest("li")?.contains(document.activeElement));
  function move(step: number): void {
    const all = links();
    const from = place();
    const to = from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + step));
    all[to]?.focus();
  }
  useKeys(wanted, {
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const candidate = candidates[place()];
      if (inReview && candidate) toggle(candidate.id);
    },
    "?": () => setHelp(true),
  });

  return (
    <>
      <div className={classes.listHead}>
        <Text role="status">
          {pages.hasNextPage
            ? `${counted(candidates.length, "question")} shown, there are more`
            : counted(candidates.length, "question")}
        </Text>
        {inReview && (
          <Button
            variant="subtle"
            size="sm"
            onClick={() =>
              setChosen(
                selected.length === candidates.length ? new Set() : new Set(candidates.map(({ id }) => id)),
              )
            }
          >
            {selected.length === candidates.length ? "Select none" : "Select all shown"}
          </Button>
        )}
        <Button variant="subtle" size="sm" onClick={() => setHelp(true)} className={classes.keysHint ?? ""}>
          Keys <Kbd ml="xs">?</Kbd>
        </Button>
      </div>
      {inReview && <BulkActions cohort={cohort} selected={selected} onClear={() => setChosen(new Set())} />}
      <ul className={classes.queue} ref={list}>
        {candidates.map((candidate) => (
          <Row
            key={candidate.id}
            candidate={candidate}
            filter={filter}
            now={now}
            chosen={inReview ? chosen.has(candidate.id) : undefined}
            onToggle={() => toggle(candidate.id)}
          />
        ))}
      </ul>
      <ShowMore pages={pages} what="More questions" />
      {help && (
        <KeysDialog page="queue" wanted={wanted} onToggle={setWanted} onClose={() => setHelp(false)} />
      )}
    </>
  );
}

function Row({
  candidate,
  filter,
  now,
  chosen,
  onToggle,
}: {
  candidate: CandidateSummary;
  filter: QueueFilter;
  now: number;
  /** `undefined` where it can't be chosen. */
  chosen: boolean | undefined;
  onToggle: () => void;
}) {
  const { id, cohortId, stem, taskId, type, version, round, since, state, votes, lease, myVote } = candidate;
  const name = stem === "" ? "Not written yet" : opening(stem, openingLength);
  return (
    <li className={classes.candidate} data-chosen={chosen || undefined}>
      {chosen !== undefined && (
        <Checkbox
          aria-label={`Select: ${name}`}
          checked={chosen}
          onChange={onToggle}
          className={classes.select ?? ""}
        />
      )}
      <div className={classes.candidateBody}>
        <AnchorLink
          to="/groups/$cohortId/review/$questionId"
          params={{ cohortId, questionId: id }}
          search={filter}
          className={classes.candidateLink ?? ""}
        >
          {name}
        </AnchorLink>
        <Text size="sm" c="dimmed">
          Task {taskId} · {typeNames[type].toLowerCase()} · {candidate.difficulty} · {ageText(since, now)}
          {version > 1 && ` · version ${version}`}
          {round > 0 && ` · rewritten ${round === 1 ? "once" : counted(round, "time")}`}
        </Text>
        <div className={classes.tags}>
          <CheckTags {...candidate} />
          {state === "in_review" && <span className={tags.tag}>{votesText(votes)}</span>}
          {myVote && <span className={tags.tag}>You {myVote === "approve" ? "approved" : "rejected"}</span>}
          {candidate.escalated && state === "in_review" && (
            <span className={tags.tag} data-kind="warning">
              Waits too long
            </span>
          )}
        </div>
        <LeaseText lease={lease} now={now} />
        {candidate.problem && <Text size="sm">{candidate.problem}</Text>}
      </div>
    </li>
  );
}
