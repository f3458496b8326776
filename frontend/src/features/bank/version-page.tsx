import { ClientError } from "@lyceum/shared/contract/client";
import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { AuthorItemView } from "../../components/item/author-item.tsx";
import {
  Answers,
  Discrimination,
  Facility,
  Flags,
  Meanings,
  MedianTime,
} from "../../components/item/figures.tsx";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { examQuery } from "../../lib/api.ts";
import { typeNames } from "../../lib/item-names.ts";
import { AnswerForm } from "./answer-form.tsx";
import { GivenAnswers } from "./answers.tsx";
import classes from "./bank.module.css";
import { ChoicesChart } from "./choices-chart.tsx";
import { Instructors, Places } from "./instructors.tsx";
import { type Version, type VersionId, versionQuery } from "./queries.ts";
import { Sayings } from "./sayings.tsx";
import { choicesOf } from "./texts.ts";

const route = getRouteApi("/members/questions/$questionId/$version");

/** One version of a question: what it is, how it is answered, and what learners say about it. */
export function VersionPage() {
  const { questionId, version } = route.useParams();
  return (
    <Instructors>
      <LoadedVersion key={`${questionId} ${version}`} questionId={questionId} version={Number(version)} />
    </Instructors>
  );
}

function LoadedVersion(id: VersionId) {
  const { data, error, refetch } = useQuery(versionQuery(id));
  if (data) return <WholeVersion version={data} />;
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Page key="none" title="No such item" reading>
        <Notice kind="notice" actions={<ButtonLink to="/bank">Go to the bank</ButtonLink>}>
          There is no version of a question at this address.
        </Notice>
      </Page>
    );
  }
  return (
    <Page key="waiting" title="Item">
      {error ? (
        <LoadProblem what="The item" error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" aria-label="Loading the item" className={classes.section}>
          <Skeleton height={44} />
          <Skeleton height={120} />
          <Skeleton height={260} />
        </div>
      )}
    </Page>
  );
}

function WholeVersion({ version }: { version: Version }) {
  const { question, currentVersion, statistics } = version;
  const { id: questionId, examId, taskId, item } = question;
  const exam = useQuery(examQuery(examId)).data;
  const task = exam?.domains.flatMap(({ tasks }) => tasks).find(({ id }) => id === taskId);
  const choices = choicesOf(item, statistics);
  return (
    <Page title={`Item of task ${taskId}, version ${question.version}`}>
      <Places examId={examId} />
      <div className={classes.sections}>
        <div className={classes.section}>
          <Text c="dimmed">
            {task ? `${taskId} ${task.title}` : `Task ${taskId}`}
            {exam && ` · ${exam.code}`} · {typeNames[item.type].toLowerCase()} · meant to be {item.difficulty}{" "}
            · {question.state}
          </Text>
          {question.version !== currentVersion && (
            <Notice
              kind="notice"
              actions={
                <ButtonLink
                  to="/questions/$questionId/$version"
                  params={{ questionId, version: String(currentVersion) }}
                  variant="default"
                  size="sm"
                >
                  Go to version {currentVersion}
                </ButtonLink>
              }
            >
              Learners are given version {currentVersion} now. This one is kept for the attempts that used it.
            </Notice>
          )}
        </div>
        <Section id="item" heading="The item">
          <AuthorItemView item={item} />
        </Section>
        <Section id="figures" heading="How it is answered">
          <dl className={classes.figures}>
            <Figure name="n">
              <Answers {...statistics} />
            </Figure>
            <Figure name="Facility">
              <Facility {...statistics} />
            </Figure>
            <Figure name="Discrimination">
              <Discrimination {...statistics} />
            </Figure>
            <Figure name="Median time">
              <MedianTime {...statistics} />
            </Figure>
            <Figure name="Flags">
              <Flags {...statistics} />
            </Figure>
          </dl>
          <Meanings />
          {choices ? (
            <ChoicesChart choices={choices} n={statistics.n} />
          ) : statistics.n > 0 ? (
            <Text c="dimmed">
              Every answer to this type of item names most of the options, so how often each was named says
              nothing.
            </Text>
          ) : (
            <NoAnswers version={version} />
          )}
        </Section>
        <Section id="sayings" heading="What learners say">
          <Sayings questionId={questionId} version={question.version} />
        </Section>
        <AnswerSection version={version} />
      </div>
      <AnchorLink to="/exams/$examId/disputes" params={{ examId }} className={classes.link ?? ""}>
        All disputes
      </AnchorLink>
    </Page>
  );
}

function NoAnswers({ version: { question, answers } }: { version: Version }) {
  if (!answers.some(({ decision }) => decision === "key_corrected")) {
    return <Text c="dimmed">Nobody has answered this version yet.</Text>;
  }
  // Only the latest version's key can be corrected: the one that came of it is the next.
  const later = String(question.version + 1);
  return (
    <Text>
      Its answers are counted with{" "}
      <AnchorLink to="/questions/$questionId/$version" params={{ questionId: question.id, version: later }}>
        version {later}
      </AnchorLink>{" "}
      since its key was corrected.
    </Text>
  );
}

function AnswerSection({ version }: { version: Version }) {
  // Once it is begun, an answer is kept where it is hidden.
  const [form, setForm] = useState<"none" | "shown" | "hidden">(
    version.case?.state === "open" ? "shown" : "none",
  );
  const [done, setDone] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const firstField = useRef<HTMLTextAreaElement>(null);
  // Of a version that is not in use any more, the key can't be corrected.
  const mayAnswer = version.case !== undefined || version.question.version === version.currentVersion;
  return (
    <section aria-labelledby="answer" className={classes.section}>
      <Title order={2} id="answer" ref={heading} tabIndex={-1}>
        Answer
      </Title>
      {done && <Notice kind="done">Your answer is sent.</Notice>}
      {version.answers.length > 0 && <GivenAnswers version={version} />}
      {form !== "none" && (
        <div hidden={form === "hidden"}>
          <AnswerForm
            version={version}
            firstField={firstField}
            onDone={() => {
              flushSync(() => {
                setForm("none");
                setDone(true);
              });
              // The button that the focus would go back to is gone.
              heading.current?.focus();
            }}
            onClose={() => {
              flushSync(() => setForm("hidden"));
              (opener.current ?? heading.current)?.focus();
            }}
          />
        </div>
      )}
      {form !== "shown" && mayAnswer && (
        <Button
          ref={opener}
          variant="default"
          w="fit-content"
          onClick={() => {
            flushSync(() => {
              setDone(false);
              setForm("shown");
            });
            firstField.current?.focus();
          }}
        >
          {!version.case ? "Correct the key" : version.answers.length > 0 ? "Answer again" : "Answer"}
        </Button>
      )}
      {form !== "shown" && !mayAnswer && version.answers.length === 0 && (
        <Text c="dimmed">Nobody disputed it while it was in use.</Text>
      )}
    </section>
  );
}

function Section({ id, heading, children }: { id: string; heading: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className={classes.section}>
      <Title order={2} id={id}>
        {heading}
      </Title>
      {children}
    </section>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
