import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { accountQuery, attemptsQuery, examsQuery } from "../../lib/api.ts";
import { counted, daysUntil } from "../../lib/format.ts";
import classes from "./home.module.css";
import { Results } from "./results.tsx";
import { Running } from "./running.tsx";
import { StartQuiz } from "./start-quiz.tsx";

/** Where learners arrive: go on with a quiz, start one, see how the last ones went. */
export function Home() {
  const account = useQuery(accountQuery);
  const exams = useQuery(examsQuery);
  const attempts = useInfiniteQuery(attemptsQuery);
  const items = attempts.data?.pages.flatMap((page) => page.items);
  const running = items?.filter((attempt) => attempt.state === "running") ?? [];
  const submitted = items?.filter((attempt) => attempt.state === "submitted") ?? [];
  const known = exams.data?.items ?? [];

  return (
    <Page title="Home">
      {account.data && <Countdown {...account.data} exams={known} />}
      <div className={classes.columns}>
        {running.length > 0 && (
          <section className={`${classes.section} ${classes.continue}`} aria-labelledby="continue">
            <Title order={2} id="continue">
              Continue
            </Title>
            <ul className={classes.list}>
              {running.map((attempt) => (
                <Running key={attempt.id} attempt={attempt} exams={known} />
              ))}
            </ul>
          </section>
        )}
        <section className={`${classes.section} ${classes.start}`} aria-labelledby="start">
          <Title order={2} id="start">
            Start a quiz
          </Title>
          {exams.isError || account.isError ? (
            <LoadProblem
              what="The exams"
              error={exams.error ?? account.error}
              onRetry={() => {
                void exams.refetch();
                void account.refetch();
              }}
            />
          ) : exams.data && account.data ? (
            <StartQuiz exams={exams.data.items} preferred={account.data.examId} />
          ) : (
            <div role="status" aria-label="Loading the exams" className={classes.skeleton}>
              <Skeleton height={72} />
              <Skeleton height={120} />
              <Skeleton height={44} width="50%" />
            </div>
          )}
        </section>
        <section className={`${classes.section} ${classes.recent}`} aria-labelledby="recent">
          <Title order={2} id="recent">
            Recent results
          </Title>
          {items ? (
            <Results
              attempts={submitted}
              exams={known}
              empty={
                running.length > 0
                  ? "No result yet. Submit a quiz to see how it went."
                  : "No quiz yet: start with ten questions."
              }
              more={attempts.hasNextPage ? () => void attempts.fetchNextPage() : undefined}
              loadingMore={attempts.isFetchingNextPage}
              problem={attempts.isFetchNextPageError ? attempts.error : undefined}
            />
          ) : attempts.isError ? (
            <LoadProblem what="Your quizzes" error={attempts.error} onRetry={() => void attempts.refetch()} />
          ) : (
            <div role="status" aria-label="Loading your quizzes" className={classes.skeleton}>
              <Skeleton height={52} />
              <Skeleton height={52} />
              <Skeleton height={52} />
            </div>
          )}
        </section>
      </div>
    </Page>
  );
}

/** How long it is to the exam, for those who have told its date. */
function Countdown({
  examId,
  examDate,
  exams,
}: {
  examId: string | null;
  examDate: string | null;
  exams: readonly { id: string; code: string }[];
}) {
  const exam = exams.find(({ id }) => id === examId);
  const days = examDate === null ? undefined : daysUntil(examDate, new Date());
  if (!exam || days === undefined || days < 0) return null;
  return (
    <Text mt="-0.75rem" mb="lg" c="dimmed">
      {exam.code} {days === 0 ? "is today." : `in ${counted(days, "day")}.`}
    </Text>
  );
}
