import type { Cohort, CohortLearner } from "@lyceum/shared/cohorts";
import type { Domain } from "@lyceum/shared/exams";
import { Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { extremes, shareOf, type TaskAnswers } from "../../components/mastery/mastery.ts";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { learnersQuery, loadedItems } from "../../lib/cohorts.ts";
import { calendarDay } from "../../lib/countdown.ts";
import { percent } from "../../lib/format.ts";
import classes from "./dashboard.module.css";
import { LearnersExport } from "./learners-export.tsx";
import { onceEach } from "./once-each.ts";
import { awayText, tenthRange } from "./texts.ts";

/** The learners one by one: who was active the longest time ago first, and more of those who share it. */
export function Learners({
  cohort,
  domains,
  learners: count,
  today,
}: {
  cohort: Cohort;
  domains: readonly Domain[];
  learners: number;
  today: string;
}) {
  const learners = useInfiniteQuery(learnersQuery(cohort.id));
  const loaded = loadedItems(learners.data);
  const items = loaded && onceEach(loaded);
  return (
    <section aria-labelledby="learners" className={classes.section}>
      <Title order={2} id="learners">
        Learners
      </Title>
      {items?.length === 0 && !learners.hasNextPage ? (
        <Text>Nobody has joined as a learner yet.</Text>
      ) : items ? (
        <>
          <Text className={classes.reading ?? ""}>
            Who was active the longest time ago comes first. Only first answers to new questions count: who
            repeats questions may be at work all the same. Learners choose whether you see their readiness and
            tasks, and may change it at any time.
          </Text>
          <ul className={classes.learners}>
            {items.map((learner) => (
              <Learner
                key={learner.userId}
                learner={learner}
                domains={domains}
                today={today}
                timeZone={cohort.timeZone}
              />
            ))}
          </ul>
          <ShowMore pages={learners} what="More learners" />
          <LearnersExport cohort={cohort} domains={domains} learners={count} today={today} />
        </>
      ) : learners.isError ? (
        <LoadProblem what="The learners" error={learners.error} onRetry={() => void learners.refetch()} />
      ) : (
        <div role="status" aria-label="Loading the learners" className={classes.section}>
          <Skeleton height={56} />
          <Skeleton height={56} />
          <Skeleton height={56} />
        </div>
      )}
    </section>
  );
}

function Learner({
  learner,
  domains,
  today,
  timeZone,
}: {
  learner: CohortLearner;
  domains: readonly Domain[];
  today: string;
  timeZone: string;
}) {
  const { name, pseudonym, lastActiveOn, shared } = learner;
  const called = name || pseudonym;
  const away = awayText(learner, today, timeZone);
  return (
    <li className={classes.learner}>
      <p className={classes.who}>
        <strong>{called}</strong>
        {name && <span className={classes.pseudonym}>{pseudonym}</span>}
      </p>
      <p className={classes.away} data-long={away.long || undefined}>
        {away.text}
        {away.long && lastActiveOn && (
          <span className={classes.since}>
            since <time dateTime={lastActiveOn}>{calendarDay(lastActiveOn)}</time>
          </span>
        )}
      </p>
      {shared ? (
        <details className={classes.details}>
          <summary aria-label={`Readiness and tasks of ${called}`}>Readiness and tasks</summary>
          <Shared shared={shared} domains={domains} />
        </details>
      ) : (
        <p className={classes.private}>Doesn't share readiness and tasks</p>
      )}
    </li>
  );
}

function Shared({
  shared: { readinessTenth, tasks },
  domains,
}: {
  shared: NonNullable<CohortLearner["shared"]>;
  domains: readonly Domain[];
}) {
  const { best, least } = extremes(tasks);
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Chance of passing</dt>
        <dd>
          {readinessTenth === null
            ? "Not known yet: it takes more answers to new questions."
            : tenthRange(readinessTenth)}
        </dd>
      </div>
      {best.length === 0 ? (
        <div>
          <dt>Tasks</dt>
          <dd>Too few answers to compare tasks.</dd>
        </div>
      ) : (
        <>
          <Tasks term="Known best" tasks={best} domains={domains} />
          <Tasks term="Known least" tasks={least} domains={domains} />
        </>
      )}
    </dl>
  );
}

const Tasks = ({
  term,
  tasks,
  domains,
}: {
  term: string;
  tasks: readonly TaskAnswers[];
  domains: readonly Domain[];
}) => (
  <div>
    <dt>{term}</dt>
    {tasks.map((task) => (
      <dd key={task.taskId}>
        {task.taskId} {domains.flatMap((domain) => domain.tasks).find(({ id }) => id === task.taskId)?.title}:{" "}
        {percent(shareOf(task))} ({task.right} of {task.answered})
      </dd>
    ))}
  </div>
);
