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
            <strong>No result before it has closed,</strong> for anybody. Keep the questions to yourself until
            then.
          </li>
        </ul>
        <AnchorLink to="/exams/$examId/mock" params={{ examId: mock.examId }} className={classes.link ?? ""}>
          What a full mock is like
        </AnchorLink>
      </section>
      <section className={classes.section} aria-labelledby="sharing">
        <Title order={3} id="sharing">
          Who sees your result
        </Title>
        {cohort.me.role === "learner" ? (
          <Sharing cohort={cohort} />
        ) : (
          <Text>
            You alone. Only learners' results stand side by side, and you are {roles[cohort.me.role]}.
          </Text>
        )}
      </section>
    </div>
  );
}

const roles = { instructor: "an instructor", owner: "an owner" } as const;

/** Who will see a learner's result, by what the learner has chosen. */
function Sharing({ cohort: { id: cohortId, me } }: { cohort: Cohort }) {
  return (
    <>
      <Text>
        {me.listed ? (
          <>
            The other learners, beside theirs, because you are on the group's boards: as that of{" "}
            <strong>{me.pseudonym}</strong>, your score and how much was right in each domain.
          </>
        ) : (
          "No other learner, because you are not on the group's boards."
        )}
      </Text>
      <Text>
        {me.shares
          ? "Instructors, because you share your details with them: with your name."
          : "No instructor, because you don't share your details with them."}
      </Text>
      <AnchorLink to="/groups/$cohortId/me" params={{ cohortId }} className={classes.link ?? ""}>
        Change how you appear
      </AnchorLink>
    </>
  );
}
