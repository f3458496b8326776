import type { ExamProfile } from "@lyceum/shared/exams";
import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { duration } from "../../lib/durations.ts";
import { percent } from "../../lib/format.ts";
import { evenPace, itemCount, typeFacts, usualSeconds } from "./facts.ts";
import classes from "./mock.module.css";

/** What to know before a full mock: facts of the exam, rules, and what the items ask for. */
export function About({ exam }: { exam: ExamProfile }) {
  const { scale, scoredItems, unscoredItems, pacing } = exam;
  const seconds = usualSeconds(exam);
  return (
    <div className={classes.about}>
      <section aria-labelledby="facts" className={classes.section}>
        <Title order={2} id="facts">
          The exam
        </Title>
        <Text>{exam.title}</Text>
        <dl className={classes.facts}>
          <Fact name="Questions" figure={String(itemCount(exam))}>
            {unscoredItems > 0 ? `${scoredItems} count, ${unscoredItems} are on trial` : "All of them count"}
          </Fact>
          <Fact name="Time" figure={duration(seconds)}>
            About {duration(evenPace(exam, seconds))} a question
            {pacing.reviewMinutes > 0 && `, with ${pacing.reviewMinutes} min left for review`}
          </Fact>
          <Fact name="To pass" figure={String(scale.pass)}>
            On a scale of {scale.min} to {scale.max}. Only the whole exam is passed or failed
          </Fact>
        </dl>
      </section>
      <section aria-labelledby="rules" className={classes.section}>
        <Title order={2} id="rules">
          Rules
        </Title>
        <ul className={classes.rules}>
          <li>
            <strong>The clock is the server's.</strong> You may leave and come back on any device: your
            answers are kept, and the clock goes on.
          </li>
          <li>
            <strong>When time runs out, the mock is submitted</strong> with the answers that are saved by
            then, even if no page is open.
          </li>
          <li>
            <strong>An unanswered question is wrong, and a guess costs nothing.</strong> So answer every one.
          </li>
          {unscoredItems > 0 && (
            <li>
              <strong>{unscoredItems} questions are on trial.</strong> They don't count, and nothing shows
              which they are.
            </li>
          )}
          <li>
            <strong>No feedback until the end.</strong> You can go back, flag, and change every answer until
            you submit.
          </li>
          <li>
            <strong>The score is an estimate.</strong> How the exam's own scores are worked out is not public.
          </li>
        </ul>
      </section>
      <section aria-labelledby="types" className={classes.section}>
        <Title order={2} id="types">
          Types of questions
        </Title>
        <dl className={classes.types}>
          {typeFacts(exam).map(({ type, name, asks, share }) => (
            <div key={type}>
              <dt>
                {name} <span className={classes.share}>about {percent(share / 100)}</span>
              </dt>
              <dd>{asks}</dd>
            </div>
          ))}
        </dl>
        <Text>There is nothing for a part of the answer: a question is right or wrong.</Text>
      </section>
      <section aria-labelledby="domains" className={classes.section}>
        <Title order={2} id="domains">
          What it covers
        </Title>
        <ul className={classes.domains}>
          {exam.domains.map(({ id, title, weight }) => (
            <li key={id}>
              <span>
                {id}. {title}
              </span>
              <span className={classes.share}>{percent(weight / 100)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const Fact = ({ name, figure, children }: { name: string; figure: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className={classes.figure}>{figure}</dd>
    <dd className={classes.detail}>{children}.</dd>
  </div>
);
