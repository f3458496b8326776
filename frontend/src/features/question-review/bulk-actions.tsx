import type { Cohort } from "@lyceum/shared/cohorts";
import type { Input } from "@lyceum/shared/contract/client";
import type { CandidateSummary } from "@lyceum/shared/review";
import { Button, Progress, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ulid } from "ulid";
import { Dialog } from "../../components/dialog.tsx";
import { client, messageOf } from "../../lib/api.ts";
import { counted, opening } from "../../lib/format.ts";
import { useOnePerWish } from "../../lib/one-per-wish.ts";
import { renewReview } from "../../lib/review.ts";
import { bulkProblem, doToEach, type Outcome } from "./bulk.ts";
import { emptyRating, emptyRejection } from "./drafts.ts";
import { wordsProblem } from "./edits.ts";
import { RatingField } from "./rating-field.tsx";
import { RejectionFields } from "./rejection-fields.tsx";
import classes from "./review.module.css";
import { isClean, ratingOf } from "./texts.ts";

type Verdict = Input<"POST /cohorts/{cohortId}/candidates/{questionId}/votes">["body"]["verdict"];
type Act = "approve" | "reject" | "release";

const names: Readonly<Record<Act, string>> = {
  approve: "Approve",
  reject: "Reject",
  release: "Stop working on",
};

/** What can be done to all that are selected. */
export function BulkActions({
  cohort,
  selected,
  onClear,
}: {
  cohort: Cohort;
  selected: readonly CandidateSummary[];
  onClear: () => void;
}) {
  // As they were when it was asked for: the list may change meanwhile.
  const [asked, setAsked] = useState<{ act: Act; candidates: readonly CandidateSummary[] }>();
  const clean = selected.filter(isClean);
  const bar = useRef<HTMLElement>(null);
  const queryClient = useQueryClient();
  return (
    <section ref={bar} tabIndex={-1} aria-label="Selected questions" className={classes.bulk}>
      {selected.length > 0 && (
        <>
          <Text role="status" fw={600}>
            {selected.length} selected
          </Text>
          <div className={classes.buttons}>
            <Button
              size="sm"
              disabled={clean.length < selected.length}
              onClick={() => setAsked({ act: "approve", candidates: selected })}
            >
              Approve …
            </Button>
            <Button
              size="sm"
              variant="default"
              onClick={() => setAsked({ act: "reject", candidates: selected })}
            >
              Reject …
            </Button>
            <Button
              size="sm"
              variant="default"
              onClick={() => setAsked({ act: "release", candidates: selected })}
            >
              Stop working on …
            </Button>
            <Button size="sm" variant="subtle" onClick={onClear}>
              Clear
            </Button>
          </div>
          {clean.length < selected.length && (
            <Text size="sm" c="dimmed" className={classes.bulkRemark ?? ""}>
              Only questions whose checks all passed can be approved together. A check objects to{" "}
              {selected.length - clean.length} of these: look at each of them.
            </Text>
          )}
        </>
      )}
      {asked && (
        <BulkDialog
          cohort={cohort}
          {...asked}
          onClose={(acted) => {
            flushSync(() => {
              setAsked(undefined);
              if (acted) onClear();
            });
            if (!acted) return;
            void renewReview(queryClient, cohort.id);
            bar.current?.focus();
          }}
        />
      )}
    </section>
  );
}

function BulkDialog({
  cohort: { id: cohortId },
  act,
  candidates,
  onClose,
}: {
  cohort: Cohort;
  act: Act;
  candidates: readonly CandidateSummary[];
  onClose: (acted: boolean) => void;
}) {
  const [rating, setRating] = useState(emptyRating);
  const [rejection, setRejection] = useState(emptyRejection);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState(0);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const stop = useRef<AbortController>(undefined);
  // A vote whose answer was lost is the same vote when it is sent again.
  const ids = useOnePerWish(() => new Map(candidates.map(({ id }) => [id, `vot_${ulid()}`])));
  const failed = outcomes.filter(({ problem }) => problem !== undefined);
  const undone = candidates.filter(
    ({ id }) => !outcomes.some(({ candidate, problem }) => candidate.id === id && problem === undefined),
  );

  async function one(candidate: CandidateSummary): Promise<string | undefined> {
    const params = { cohortId, questionId: candidate.id };
    if (act === "release") {
      await client.call("DELETE /cohorts/{cohortId}/candidates/{questionId}/lease", { params });
      return undefined;
    }
    const verdict = verdictOf();
    if (!verdict) return undefined;
    if (act === "approve") {
      const now = await client.call("GET /cohorts/{cohortId}/candidates/{questionId}", { params });
      const problem = bulkProblem(candidate, now);
      // An approval that was counted though its answer was lost is sent again, to be told so.
      if (problem && now.myVote !== "approve") return problem;
    }
    await client.call("POST /cohorts/{cohortId}/candidates/{questionId}/votes", {
      params,
      body: { id: ids.of(verdict).get(candidate.id) ?? `vot_${ulid()}`, version: candidate.version, verdict },
    });
    return undefined;
  }

  function verdictOf(): Verdict | undefined {
    const angoff = ratingOf(rating.typed);
    if (act === "approve") {
      return angoff === undefined ? undefined : { vote: "approve", angoff };
    }
    const { reason, comment } = rejection;
    return reason === "" || wordsProblem(comment)
      ? undefined
      : { vote: "reject", reason, comment: comment.trim() };
  }

  const run = useMutation({
    mutationFn: ({ signal, all }: { signal: AbortSignal; all: readonly CandidateSummary[] }) =>
      doToEach(all, one, { signal, messageOf, onProgress: setDone }),
    onSuccess: (made) =>
      setOutcomes((before) => [
        ...before.filter(({ candidate }) => made.every((each) => each.candidate.id !== candidate.id)),
        ...made,
      ]),
  });

  function start(): void {
    setTried(true);
    if (act !== "release" && !verdictOf()) return;
    setDone(0);
    stop.current = new AbortController();
    run.mutate({ signal: stop.current.signal, all: undone });
  }
  useEffect(() => () => stop.current?.abort(), []);

  const count = counted(candidates.length, "question");
  const begun = run.isPending || outcomes.length > 0;
  const of = run.variables?.all.length ?? candidates.length;
  return (
    <Dialog
      heading={`${names[act]} ${count}?`}
      onClose={run.isPending ? undefined : () => onClose(begun)}
      actions={
        run.isPending ? (
          <Button variant="default" onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={() => onClose(begun)}>
              {begun ? "Close" : "Cancel"}
            </Button>
            {undone.length > 0 && (
              <Button {...(act === "reject" && { color: "danger" })} onClick={start}>
                {begun ? `Try the other ${undone.length} again` : `${names[act]} ${count}`}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={classes.form}>
        {act === "approve" && (
          <>
            <Text>
              Each of them gets your approval, with the same rating. Rate them one by one if they differ.
            </Text>
            <RatingField rating={rating} onChange={setRating} tried={tried} />
          </>
        )}
        {act === "reject" && (
          <>
            <Text>Each of them gets your rejection, for the same reason and with the same comment.</Text>
            <RejectionFields rejection={rejection} onChange={setRejection} tried={tried} />
          </>
        )}
        {act === "release" && (
          <Text>Others can work on them at once. What somebody else works on stays as it is.</Text>
        )}
        {run.isPending && (
          <Progress value={(100 * done) / of} aria-label={`${names[act]}: ${done} of ${of} done`} />
        )}
        <div role="status">
          {run.isPending && `${done} of ${of} done …`}
          {!run.isPending &&
            outcomes.length > 0 &&
            `Done for ${candidates.length - undone.length} of ${candidates.length}.`}
        </div>
        {!run.isPending && failed.length > 0 && (
          <div>
            <strong>Not done:</strong>
            <ul className={classes.outcomes}>
              {failed.map(({ candidate, problem }) => (
                <li key={candidate.id}>
                  {opening(candidate.stem, 90)}: {problem}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Dialog>
  );
}
