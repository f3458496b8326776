import type { ReviewedItem, SubmittedAttempt } from "@lyceum/shared/attempts";
import type { ExamProfile } from "@lyceum/shared/exams";
import { Button, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Explanation } from "../../components/item/explanation.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { Prose } from "../../components/prose.tsx";
import { examQuery } from "../../lib/api.ts";
import { counted, dateTime, percent } from "../../lib/format.ts";
import { likelyShare } from "../../lib/interval.ts";
import { DomainScores } from "./domain-scores.tsx";
import classes from "./review.module.css";

const route = getRouteApi("/members/attempts/$attemptId");

/** A submitted quiz: the score, by domain, and every item with why each option is right or wrong. */
export function Review({ attempt, endedElsewhere }: { attempt: SubmittedAttempt; endedElsewhere: boolean }) {
  const exam = useQuery(examQuery(attempt.examId));
  const { show } = route.useSearch();
  const navigate = useNavigate();
  const { correct, total, answered } = attempt.result;
  const { low, high } = likelyShare(correct, total);
  const wrong = attempt.items.filter(({ review }) => !review.correct);
  const shown = show === "wrong" ? wrong : attempt.items;

  return (
    <Page
      title="Result"
      heading={`${correct} of ${total} right (${percent(total === 0 ? 0 : correct / total)})`}
    >
      <div className={classes.summary}>
        {endedElsewhere && (
          <Notice kind="notice">This quiz was submitted on another device or in another tab.</Notice>
        )}
        <Text c="dimmed">
          {attempt.mode === "practice" ? "Practice quiz" : "Exam quiz"}
          {exam.data && ` · ${exam.data.code}`} ·{" "}
          <time dateTime={attempt.submittedAt}>{dateTime(attempt.submittedAt)}</time>
        </Text>
        <Text className={classes.reading ?? ""}>
          {answered < total && `${counted(total - answered, "question")} not answered. `}
          {counted(total, "question")} say only so much: on others like these, your share would likely be
          between {percent(low)} and {percent(high)}.
        </Text>
      </div>
      <section aria-labelledby="domains" className={classes.section}>
        <Title order={2} id="domains">
          By domain
        </Title>
        <DomainScores scores={attempt.result.byDomain} domains={exam.data?.domains} />
      </section>
      <section aria-labelledby="items" className={classes.section}>
        <div className={classes.filter}>
          <Title order={2} id="items">
            Questions
          </Title>
          <fieldset className={classes.buttons} aria-label="Which questions to show">
            <Button
              variant="default"
              aria-pressed={show !== "wrong"}
              onClick={() => void navigate({ to: ".", search: {}, replace: true, resetScroll: false })}
            >
              All {total}
            </Button>
            <Button
              variant="default"
              aria-pressed={show === "wrong"}
              onClick={() =>
                void navigate({ to: ".", search: { show: "wrong" }, replace: true, resetScroll: false })
              }
            >
              Wrong {wrong.length}
            </Button>
          </fieldset>
        </div>
        {shown.length === 0 ? (
          <Text>Nothing was wrong. Well done.</Text>
        ) : (
          shown.map((item) => <Item key={item.position} item={item} exam={exam.data} />)
        )}
      </section>
      <ButtonLink to="/">Go home</ButtonLink>
    </Page>
  );
}

function Item({ item, exam }: { item: ReviewedItem; exam: ExamProfile | undefined }) {
  const task = exam?.domains.flatMap((domain) => domain.tasks).find(({ id }) => id === item.taskId);
  const headingId = `item-${item.position}`;
  const verdict = item.review.correct ? "right" : item.response ? "not right" : "not answered";
  return (
    <article aria-labelledby={headingId} className={classes.item}>
      <Title order={3} id={headingId} className={classes.heading}>
        Question {item.position}:{" "}
        <span className={classes.verdict} data-verdict={item.review.correct ? "right" : "wrong"}>
          {verdict}
        </span>
      </Title>
      <Text size="sm" c="dimmed">
        {task ? `${task.id} ${task.title}` : `Task ${item.taskId}`}
      </Text>
      <Prose text={item.item.stem} />
      <Explanation item={item.item} response={item.response} review={item.review} />
    </article>
  );
}
