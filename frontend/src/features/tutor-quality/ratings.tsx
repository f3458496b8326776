import type { Cohort } from "@lyceum/shared/cohorts";
import type { Feedback } from "@lyceum/shared/tutor";
import { Skeleton, Text, Title } from "@mantine/core";
import { IconThumbDown, IconThumbUp } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { AnswerText } from "../../components/tutor/answer-text.tsx";
import { SourceList } from "../../components/tutor/source-list.tsx";
import { endingNames } from "../../components/tutor-figures/figures.ts";
import { loadedItems } from "../../lib/cohorts.ts";
import { dateTime } from "../../lib/format.ts";
import { type Rated, ratedQuery } from "./queries.ts";
import { States } from "./states.tsx";
import { byText, feedbackName } from "./texts.ts";
import classes from "./tutor-quality.module.css";

const route = getRouteApi("/members/groups/$cohortId/tutor/quality");

const empty: Readonly<Record<Feedback["thumb"], string>> = {
  down: "Nobody has found an answer unhelpful. Learners rate answers by a thumb below each; what they think appears here without their name.",
  up: "Nobody has found an answer helpful yet.",
};

/** What learners thought of answers. */
export function Ratings({ cohort }: { cohort: Cohort }) {
  const { thumb = "down", ...others } = route.useSearch();
  return (
    <section className={classes.section} aria-labelledby="ratings">
      <Title order={2} id="ratings">
        What learners thought
      </Title>
      <States
        label="Which ratings"
        states={[
          { name: "Not helpful", search: others, isHere: thumb === "down" },
          { name: "Helpful", search: { ...others, thumb: "up" }, isHere: thumb === "up" },
        ]}
      />
      <RatedList key={thumb} cohort={cohort} thumb={thumb} />
    </section>
  );
}

function RatedList({ cohort, thumb }: { cohort: Cohort; thumb: Feedback["thumb"] }) {
  const pages = useInfiniteQuery(ratedQuery(cohort.id, thumb));
  const rated = loadedItems(pages.data);
  if (!rated) {
    return pages.isError ? (
      <LoadProblem what="The ratings" error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <div role="status" aria-label="Loading the ratings" className={classes.section}>
        <Skeleton height={120} />
        <Skeleton height={120} />
      </div>
    );
  }
  if (rated.length === 0) return <Text className={classes.empty ?? ""}>{empty[thumb]}</Text>;
  return (
    <>
      <ul className={classes.rows}>
        {rated.map((one) => (
          <RatedRow key={one.answer.id} {...one} examId={cohort.examId} />
        ))}
      </ul>
      <ShowMore pages={pages} what="More ratings" />
    </>
  );
}

function RatedRow({ at, feedback, answer, examId }: Rated & { examId: string }) {
  const Thumb = feedback.thumb === "up" ? IconThumbUp : IconThumbDown;
  return (
    <li className={classes.row}>
      <p className={classes.verdict}>
        <Thumb size={20} aria-hidden />
        <strong>{feedbackName(feedback)}</strong>
        <time dateTime={at}>{dateTime(at)}</time>
      </p>
      {feedback.text !== undefined && <blockquote className={classes.said}>{feedback.text}</blockquote>}
      <h3 className={classes.question}>{answer.question}</h3>
      <Text size="sm" c="dimmed">
        {endingNames[answer.state]} · {byText(answer.by)}
      </Text>
      <details className={classes.answer}>
        <summary>The answer and its sources</summary>
        {answer.text === "" ? (
          <p>{answer.notice ?? "There is no text."}</p>
        ) : (
          <AnswerText examId={examId} answer={answer} isWhole />
        )}
        <SourceList examId={examId} answer={answer} />
      </details>
    </li>
  );
}
