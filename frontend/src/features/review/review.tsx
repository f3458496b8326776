import type { SubmittedAttempt } from "@lyceum/shared/attempts";
import type { Dispute } from "@lyceum/shared/disputes";
import { Button, Text, Title } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useDeferredValue, useEffect, useEffectEvent, useRef, useState } from "react";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem, Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { TutorBeside } from "../../components/tutor-beside/tutor-beside.tsx";
import { useAllPages } from "../../lib/all-pages.ts";
import { examQuery } from "../../lib/api.ts";
import { attemptName } from "../../lib/attempt-names.ts";
import { useIsMember } from "../../lib/cohorts.ts";
import { disputesQuery } from "../../lib/disputes.ts";
import { download } from "../../lib/download.ts";
import { dateTime } from "../../lib/format.ts";
import { changeSentence } from "../../lib/results.ts";
import { DomainScores } from "./domain-scores.tsx";
import { attemptCsv, fileName } from "./export.ts";
import { ChangedAnswers, ConfidenceReport, TimeUse } from "./habits.tsx";
import { ItemList } from "./item-list.tsx";
import { NextSteps } from "./next-steps.tsx";
import classes from "./review.module.css";
import { Verdict, VerdictHeading } from "./verdict.tsx";

const route = getRouteApi("/members/attempts/$attemptId");

/** A submitted attempt: what it says of the learner, and every item with why each option is right or wrong. */
export function Review({ attempt, endedElsewhere }: { attempt: SubmittedAttempt; endedElsewhere: boolean }) {
  const exam = useQuery(examQuery(attempt.examId)).data;
  const isMember = useIsMember(attempt.groupMock?.cohortId);
  const { item: _, ...filter } = route.useSearch();
  const list = useRef<HTMLDivElement>(null);
  const openItem = useOpenItem(list);
  const [asked, setAsked] = useState<number>();
  // The report is there first; a mock's items take as long as all the rest of the page.
  const withItems = useDeferredValue(true, false);
  const disputes = useInfiniteQuery({ ...disputesQuery, select: allDisputes });
  useAllPages(disputes);
  useLinkedItem(withItems, openItem);
  const titleOf = (domainId: string) =>
    `${domainId}. ${exam?.domains.find(({ id }) => id === domainId)?.title ?? "Domain"}`;

  return (
    <Page title="Result" heading={<VerdictHeading result={attempt.result} />}>
      <div className={classes.summary}>
        <Ending attempt={attempt} endedElsewhere={endedElsewhere} />
        {attempt.before && (
          <Notice kind="notice" heading={`Scored anew on ${dateTime(attempt.before.changedAt)}`}>
            The answer key of a question was corrected.{" "}
            {changeSentence(attempt.before.result, attempt.result)}
          </Notice>
        )}
        <Text c="dimmed">
          {attemptName(attempt)}
          {exam && ` · ${exam.code}`}
          {attempt.scope.length > 0 && ` · from ${attempt.scope.join(", ")}`} ·{" "}
          <time dateTime={attempt.submittedAt}>{dateTime(attempt.submittedAt)}</time>
        </Text>
        {attempt.groupMock && isMember && (
          <Text>
            <AnchorLink to="/groups/$cohortId/mocks/$mockId" params={attempt.groupMock}>
              The group's results, side by side
            </AnchorLink>
          </Text>
        )}
        <Verdict attempt={attempt} exam={exam} />
        <Tools attempt={attempt} />
      </div>
      <Section id="domains" heading="By domain">
        <DomainScores result={attempt.result} titleOf={titleOf} />
      </Section>
      <Section id="next" heading="What to do next">
        <NextSteps attempt={attempt} titleOf={titleOf} />
      </Section>
      <Section id="time" heading="Time">
        {attempt.items.length > attempt.result.total && (
          <Text c="dimmed" className={classes.reading ?? ""}>
            From here on, all {attempt.items.length} questions are looked at, those on trial too.
          </Text>
        )}
        <TimeUse attempt={attempt} exam={exam} titleOf={titleOf} onOpen={openItem} />
      </Section>
      <Section id="changes" heading="Changed answers">
        <ChangedAnswers items={attempt.items} onOpen={openItem} />
      </Section>
      <Section id="confidence" heading="Confidence">
        <ConfidenceReport items={attempt.items} />
      </Section>
      <Section id="items" heading="Questions">
        {disputes.isError && (
          <LoadProblem
            what="Your disputes"
            error={disputes.error}
            onRetry={() => void (disputes.data ? disputes.fetchNextPage() : disputes.refetch())}
          />
        )}
        {withItems && (
          <ItemList
            attempt={attempt}
            exam={exam}
            // Until all are known, one could be raised twice.
            disputes={disputes.hasNextPage ? undefined : disputes.data}
            filter={filter}
            titleOf={titleOf}
            listRef={list}
            onAsk={setAsked}
          />
        )}
      </Section>
      <ButtonLink to="/" className={classes.screen ?? ""}>
        Go home
      </ButtonLink>
      {asked !== undefined && (
        <TutorBeside
          key={asked}
          examId={attempt.examId}
          cohortId={isMember ? attempt.groupMock?.cohortId : undefined}
          about={{ attemptId: attempt.id, position: asked }}
          opening="Explain this question."
          onClose={() => setAsked(undefined)}
        />
      )}
    </Page>
  );
}

/** Outside of the component, so that what comes of it stays the same while the pages do. */
const allDisputes = ({ pages }: InfiniteData<{ items: Dispute[] }>): readonly Dispute[] =>
  pages.flatMap((page) => page.items);

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

/** How it ended, where the learner did not end it here. */
function Ending({ attempt, endedElsewhere }: { attempt: SubmittedAttempt; endedElsewhere: boolean }) {
  if (attempt.timedOut) {
    return (
      <Notice kind="notice">Time was up: it was submitted with the answers that were there by then.</Notice>
    );
  }
  if (!endedElsewhere) return null;
  return <Notice kind="notice">This was submitted on another device or in another tab.</Notice>;
}

function Tools({ attempt }: { attempt: SubmittedAttempt }) {
  const name = fileName(attempt);
  return (
    <div className={classes.tools}>
      <Tool icon={IconPrinter} name="Print" onClick={() => window.print()} />
      <Tool
        icon={IconDownload}
        name="CSV file"
        label="Download as a CSV file"
        onClick={() => download(`${name}.csv`, "text/csv", attemptCsv(attempt))}
      />
      <Tool
        icon={IconDownload}
        name="JSON file"
        label="Download as a JSON file"
        onClick={() => download(`${name}.json`, "application/json", JSON.stringify(attempt, undefined, 2))}
      />
    </div>
  );
}

function Tool({
  icon: Icon,
  name,
  label,
  onClick,
}: {
  icon: typeof IconPrinter;
  name: string;
  label?: string;
  onClick: () => void;
}) {
  return (
    <Button
      variant="subtle"
      size="compact-md"
      className={classes.tool ?? ""}
      leftSection={<Icon size={18} aria-hidden />}
      aria-label={label}
      onClick={onClick}
    >
      {name}
    </Button>
  );
}

/** Opens an item in the list and goes there, whatever the list shows. */
function useOpenItem(list: { current: HTMLElement | null }) {
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<{ position: number }>();
  useEffect(() => {
    const item = wanted && list.current?.querySelector(`[data-item="${wanted.position}"]`);
    if (!item) return;
    item.setAttribute("open", "");
    item.scrollIntoView();
    item.querySelector("summary")?.focus({ preventScroll: true });
  }, [wanted, list]);
  return async (position: number) => {
    await navigate({ to: ".", search: {}, replace: true, resetScroll: false });
    setWanted({ position });
  };
}

/** Opens the item that the address names, such as `#question-12`, once the items are there. */
function useLinkedItem(withItems: boolean, openItem: (position: number) => void) {
  const named = useLocation({ select: ({ hash }) => /^question-(\d+)$/.exec(hash)?.[1] });
  const open = useEffectEvent(openItem);
  useEffect(() => {
    if (withItems && named) open(Number(named));
  }, [withItems, named]);
}
