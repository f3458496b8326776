import type { Generation } from "@lyceum/shared/generation";
import type { CandidateSummary } from "@lyceum/shared/review";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { CheckTags } from "../../components/review/tags.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { opening } from "../../lib/format.ts";
import { typeNames } from "../../lib/item-names.ts";
import { stateNames } from "../../lib/review-names.ts";
import classes from "./generation.module.css";
import { candidatesQuery } from "./queries.ts";

/** As much of a stem as a list shows, in characters. */
const openingLength = 180;

/** The questions of a wish in their order, also those that failed. */
export function Candidates({ generation: { id, cohortId, state } }: { generation: Generation }) {
  const isRunning = state === "running";
  const pages = useInfiniteQuery(candidatesQuery(cohortId, id, isRunning));
  const candidates = loadedItems(pages.data);
  const { refetch } = pages;
  // What was under way when the last answer came is over now.
  useEffect(() => {
    if (!isRunning) void refetch();
  }, [isRunning, refetch]);
  return (
    <section className={classes.section} aria-labelledby="candidates">
      <Title order={2} id="candidates">
        Questions
      </Title>
      {!candidates ? (
        pages.isError ? (
          <LoadProblem what="The questions" error={pages.error} onRetry={() => void refetch()} />
        ) : (
          <div role="status" aria-label="Loading the questions" className={classes.section}>
            <Skeleton height={72} />
            <Skeleton height={72} />
          </div>
        )
      ) : candidates.length === 0 && !pages.hasNextPage ? (
        <Text c="dimmed">
          {isRunning ? "Their places are being made. They stand here in a moment." : "None was begun."}
        </Text>
      ) : (
        <>
          <ol className={classes.rows}>
            {candidates.map((candidate, place) => (
              <Row key={candidate.id} candidate={candidate} place={place} />
            ))}
          </ol>
          <ShowMore pages={pages} what="The other questions" />
        </>
      )}
    </section>
  );
}

const steps = { waiting: "Waits", writing: "Being written", checking: "Being checked" };

function Row({ candidate, place }: { candidate: CandidateSummary; place: number }) {
  const {
    id: questionId,
    cohortId,
    taskId,
    type,
    difficulty,
    state,
    step,
    version,
    stem,
    problem,
  } = candidate;
  return (
    <li className={classes.row}>
      {version > 0 ? (
        <AnchorLink
          to="/groups/$cohortId/review/$questionId"
          params={{ cohortId, questionId }}
          className={classes.rowLink ?? ""}
        >
          {place + 1}. {opening(stem, openingLength)}
        </AnchorLink>
      ) : (
        <strong>Question {place + 1}</strong>
      )}
      <div className={classes.tags}>
        <span className={classes.tag} data-state={state}>
          {state === "draft" && step ? steps[step] : stateNames[state]}
        </span>
        {/* Of a question that is written anew, the checks are those of the version before. */}
        {state !== "draft" && <CheckTags {...candidate} />}
        <Text size="sm" c="dimmed" span>
          Task {taskId} · {typeNames[type].toLowerCase()} · {difficulty}
        </Text>
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
    </li>
  );
}
