import type { Cohort } from "@lyceum/shared/cohorts";
import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { AnchorLink } from "../../components/links.tsx";
import { useExamCode } from "../../lib/cohorts.ts";
import { duration } from "../../lib/durations.ts";
import { counted, dateTime } from "../../lib/format.ts";
import type { KnownMock } from "../../lib/group-mocks.ts";
import classes from "./group-mocks.module.css";

/** A mock at a glance. */
export function Facts({ mock: { count, minutes, opensAt, closesAt, begun, state } }: { mock: KnownMock }) {
  return (
    <dl className={classes.facts}>
      <Fact name="What">
        {counted(count, "question")} in {duration(minutes * 60)}
      </Fact>
      <Fact name={state === "scheduled" ? "Opens" : "Opened"}>
        <time dateTime={opensAt}>{dateTime(opensAt)}</time>
      </Fact>
      <Fact name={state === "closed" ? "Closed" : "Closes"}>
        <time dateTime={closesAt}>{dateTime(closesAt)}</time>
      </Fact>
      {state !== "scheduled" && <Fact name="Begun by">{counted(begun, "member")}</Fact>}
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What to know before one begins: the rules, and who will see the result. */
export function About({ cohort, mock }: { cohort: Cohort; mock: KnownMock }) {
  const exam = useExamCode(mock.examId);
  return (
    <div className={classes.about}>
      <section className={classes.section} aria-labelledby="rules">
        <Title order={3} id="rules">
          How it works
        </Title>
        <ul className={classes.rules}>
          <li>
            <strong>The same questions for all.</strong> A full mock of {exam}, timed like the exam. Sit it
            when it suits you while it is open.
          </li>
          <li>
            <strong>One try.</strong> Once you have begun, the clock runs on, also while you are away. Who
            discards the mock can't begin it again.
          </li>
          <li>
            <strong>It ends when it closes,</strong> at the latest: who begins late has less time.
          </li>
          <li>
            <strong>No result before it has closed,</strong> for nobody. Keep the questions to yourself until
            then.
          </li>
        </ul>
        <AnchorLink to="/exams/$examId/mock" params={{ examId: mock.examId }} className={classes.link ?? ""}>
          What a full mock is like
        </AnchorLink>
      </section>
      <Sharing cohort={cohort} />
    </div>
  );
}

/** Who will see the caller's result, by what the caller has chosen. */
function Sharing({ cohort: { id: cohortId, me } }: { cohort: Cohort }) {
  return (
    <section className={classes.section} aria-labelledby="sharing">
      <Title order={3} id="sharing">
        Who sees your result
      </Title>
      {me.listed ? (
        <Text>
          You are on the group's boards, so the other members see it beside theirs, as that of{" "}
          <strong>{me.pseudonym}</strong>: your score, and how much was right in each domain.{" "}
          {me.shares
            ? "You share with the instructors, so they see your name with it."
            : "Your name is not with it, and instructors don't see it either."}
        </Text>
      ) : (
        <Text>You alone. You are not on the group's boards, so it is shown to nobody else.</Text>
      )}
      <AnchorLink to="/groups/$cohortId/me" params={{ cohortId }} className={classes.link ?? ""}>
        Change how you appear
      </AnchorLink>
    </section>
  );
}
