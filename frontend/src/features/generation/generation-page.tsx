import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import type { Generation } from "@lyceum/shared/generation";
import { Progress, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { ReviewersPage } from "../../components/review/reviewers.tsx";
import { examQuery } from "../../lib/api.ts";
import { counted, dateTime, dollars } from "../../lib/format.ts";
import { CancelWish } from "./cancel-wish.tsx";
import { Candidates } from "./candidates.tsx";
import classes from "./generation.module.css";
import { generationQuery } from "./queries.ts";
import { generationStates, progressText, shareDone } from "./texts.ts";
import { wishText } from "./wish.ts";

const route = getRouteApi("/members/groups/$cohortId/generate/$generationId");

/** A wish for questions: how far it is, and what has come of it. */
export function GenerationPage() {
  const { cohortId, generationId } = route.useParams();
  return (
    <ReviewersPage cohortId={cohortId} title="New questions">
      {(cohort) => <Wish key={generationId} cohort={cohort} generationId={generationId} />}
    </ReviewersPage>
  );
}

function Wish({ cohort, generationId }: { cohort: Cohort; generationId: string }) {
  const { data: generation, error, refetch } = useQuery(generationQuery(cohort.id, generationId));
  const heading = useRef<HTMLHeadingElement>(null);
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Notice
        kind="notice"
        actions={
          <ButtonLink to="/groups/$cohortId/generate" params={{ cohortId: cohort.id }}>
            New questions
          </ButtonLink>
        }
      >
        Nothing was asked for at this address.
      </Notice>
    );
  }
  if (!generation) {
    return error ? (
      <LoadProblem what="What was asked for" error={error} onRetry={() => void refetch()} />
    ) : (
      <div role="status" aria-label="Loading what was asked for" className={classes.section}>
        <Skeleton height={32} width="50%" />
        <Skeleton height={72} />
        <Skeleton height={240} />
      </div>
    );
  }
  const { wish, at, state, usd } = generation;
  const isActive = cohort.state === "active";
  return (
    <div className={classes.sections}>
      <section className={classes.section} aria-labelledby="wish">
        <AnchorLink
          to="/groups/$cohortId/generate"
          params={{ cohortId: cohort.id }}
          className={classes.link ?? ""}
        >
          All that was asked for
        </AnchorLink>
        <Title order={2} id="wish" ref={heading} tabIndex={-1}>
          {counted(wish.count, "question")} of <time dateTime={at}>{dateTime(at)}</time>{" "}
          <span className={classes.tag} data-state={state}>
            {generationStates[state]}
          </span>
        </Title>
        <WishLine cohort={cohort} generation={generation} />
        <div className={classes.standing}>
          <Progress
            value={shareDone(generation) * 100}
            {...(state === "failed" && { color: "danger" })}
            aria-label="Questions that are through"
          />
          <p role="status">{progressText(generation)}</p>
          <Text size="sm" c="dimmed">
            Models and guardrails have cost {dollars(usd)} so far.
            {state === "running" && " You can leave this page: it goes on by itself."}
          </Text>
        </div>
        {generation.problem && (
          <Notice kind="problem" heading="It could not go on.">
            {generation.problem}
          </Notice>
        )}
        <div className={classes.buttons}>
          {generation.progress.inReview > 0 && (
            <ButtonLink to="/groups/$cohortId/review" params={{ cohortId: cohort.id }}>
              Review them
            </ButtonLink>
          )}
          {isActive && state !== "running" && (
            <ButtonLink
              to="/groups/$cohortId/generate"
              params={{ cohortId: cohort.id }}
              search={{ like: generation.id }}
              variant="default"
            >
              Ask for the same again
            </ButtonLink>
          )}
          {state === "running" && (
            <CancelWish generation={generation} onCancelled={() => heading.current?.focus()} />
          )}
        </div>
      </section>
      <Candidates generation={generation} />
    </div>
  );
}

function WishLine({ cohort, generation: { wish } }: { cohort: Cohort; generation: Generation }) {
  const exam = useQuery(examQuery(cohort.examId)).data;
  const tasks = exam?.domains.flatMap((domain) => domain.tasks).length ?? 0;
  return (
    <div>
      <Text c="dimmed">
        {wishText(wish, tasks)} ·{" "}
        {wish.noteIds.length === 0 ? "from all notes" : `from ${counted(wish.noteIds.length, "note")}`}
      </Text>
      {wish.instructions !== "" && <Text className={classes.words ?? ""}>“{wish.instructions}”</Text>}
    </div>
  );
}
