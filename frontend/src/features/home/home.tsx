import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { NextMock } from "../../components/group/next-mock.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { noteMove, Page } from "../../components/page.tsx";
import { accountQuery, attemptsQuery, examQuery, examsQuery } from "../../lib/api.ts";
import { cohortsQuery, loadedItems } from "../../lib/cohorts.ts";
import { counted, daysUntil } from "../../lib/format.ts";
import { ChooseExam } from "./choose-exam.tsx";
import { untilDeadline } from "./deadlines.ts";
import classes from "./home.module.css";
import type { Exams } from "./names.ts";
import { Notices } from "./notices.tsx";
import { Practise } from "./practise.tsx";
import { ReadinessSummary } from "./readiness-summary.tsx";
import { Results } from "./results.tsx";
import { Running } from "./running.tsx";

/** Where learners arrive: what to do now for the exam that they prepare for. Who has chosen none is asked first. */
export function Home() {
  const account = useQuery(accountQuery);
  const exams = useQuery(examsQuery);
  const [changing, setChanging] = useState(false);

  if (!account.data || !exams.data) {
    return (
      <Page title="Home">
        {account.isError || exams.isError ? (
          <LoadProblem
            what="Your home page"
            error={account.error ?? exams.error}
            onRetry={() => {
              void account.refetch();
              void exams.refetch();
            }}
          />
        ) : (
          <Loading what="your home page" heights={[72, 160, 160]} />
        )}
      </Page>
    );
  }
  const { items } = exams.data;
  if (items.length === 0) {
    return (
      <Page title="Home">
        <Notice kind="notice">There is no exam yet. Ask whoever runs this platform to add one.</Notice>
      </Page>
    );
  }
  const exam = items.find(({ id }) => id === account.data.examId);
  if (!exam || changing) {
    return <ChooseExam exams={items} current={exam?.id} onDone={() => setChanging(false)} />;
  }
  return (
    <ExamHome
      key={exam.id}
      exam={exam}
      exams={items}
      examDate={account.data.examDate}
      extraTimePercent={account.data.extraTimePercent}
      onChange={() => {
        noteMove();
        setChanging(true);
      }}
    />
  );
}

function ExamHome({
  exam,
  exams,
  examDate,
  extraTimePercent,
  onChange,
}: {
  exam: Exams[number];
  exams: Exams;
  examDate: string | null;
  extraTimePercent: number;
  onChange: () => void;
}) {
  const attempts = useInfiniteQuery({
    ...attemptsQuery,
    refetchInterval: ({ state }) => untilDeadline(state.data?.pages ?? [], Date.now()),
  });
  const profile = useQuery(examQuery(exam.id));
  const items = attempts.data?.pages.flatMap((page) =>
    page.items.map((attempt) => ({ attempt, receivedAt: page.receivedAt })),
  );
  const running =
    items?.flatMap(({ attempt, receivedAt }) =>
      attempt.state === "running" ? [{ attempt, receivedAt }] : [],
    ) ?? [];
  const ended =
    items?.flatMap(({ attempt }) =>
      attempt.state !== "running" && attempt.examId === exam.id ? [attempt] : [],
    ) ?? [];

  return (
    <Page title="Home" heading={exam.code}>
      <div className={classes.exam}>
        <div>
          <Text>{exam.title}</Text>
          {examDate && <Countdown day={examDate} />}
        </div>
        <Button variant="default" size="sm" onClick={onChange}>
          Change exam
        </Button>
      </div>
      <Notices />
      <GroupMocks examId={exam.id} />
      {running.length > 0 && (
        <section className={`${classes.section} ${classes.continue}`} aria-labelledby="continue">
          <Title order={2} id="continue">
            Continue
          </Title>
          <ul className={classes.attempts}>
            {running.map(({ attempt, receivedAt }) => (
              <Running key={attempt.id} attempt={attempt} receivedAt={receivedAt} exams={exams} />
            ))}
          </ul>
        </section>
      )}
      <div className={classes.columns}>
        <div className={classes.now}>
          <section className={classes.section} aria-labelledby="readiness">
            <Title order={2} id="readiness">
              Readiness
            </Title>
            <ReadinessSummary examId={exam.id} exam={profile.data} extraTimePercent={extraTimePercent} />
          </section>
          <section className={classes.section} aria-labelledby="practise">
            <Title order={2} id="practise">
              Practise
            </Title>
            {profile.data ? (
              <Practise exam={profile.data} extraTimePercent={extraTimePercent} />
            ) : profile.isError ? (
              <LoadProblem what="The exam" error={profile.error} onRetry={() => void profile.refetch()} />
            ) : (
              <Loading what="the exam" heights={[110, 110, 110]} />
            )}
          </section>
        </div>
        <section className={classes.section} aria-labelledby="recent">
          <Title order={2} id="recent">
            Recent results
          </Title>
          {items ? (
            <Results
              attempts={ended}
              empty={
                running.length > 0
                  ? "No result yet. Submit what you have begun to see how it went."
                  : "No result yet: start with ten questions."
              }
              more={attempts.hasNextPage ? () => void attempts.fetchNextPage() : undefined}
              loadingMore={attempts.isFetchingNextPage}
              problem={attempts.isFetchNextPageError ? attempts.error : undefined}
            />
          ) : attempts.isError ? (
            <LoadProblem what="Your results" error={attempts.error} onRetry={() => void attempts.refetch()} />
          ) : (
            <Loading what="your results" heights={[52, 52, 52]} />
          )}
        </section>
      </div>
    </Page>
  );
}

const Loading = ({ what, heights }: { what: string; heights: readonly number[] }) => (
  <div role="status" aria-label={`Loading ${what}`} className={classes.section}>
    {heights.map((height, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
      <Skeleton key={place} height={height} />
    ))}
  </div>
);

/** What the learner's groups sit together for this exam. */
function GroupMocks({ examId }: { examId: string }) {
  const groups = loadedItems(useInfiniteQuery(cohortsQuery).data) ?? [];
  return groups
    .filter((group) => group.examId === examId && group.state === "active")
    .map(({ id, name }) => <NextMock key={id} cohortId={id} groupName={name} />);
}

/** How long it is to the booked exam; nothing once it has passed. */
function Countdown({ day }: { day: string }) {
  const days = daysUntil(day, new Date());
  if (days < 0) return null;
  return (
    <Text c="dimmed">{days === 0 ? "Your exam is today." : `Your exam is in ${counted(days, "day")}.`}</Text>
  );
}
