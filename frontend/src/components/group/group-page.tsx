import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Skeleton, Text, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { cohortQuery, useExamCode } from "../../lib/cohorts.ts";
import { calendarDay, countdown } from "../../lib/countdown.ts";
import { counted, daysUntil } from "../../lib/format.ts";
import { AnchorLink, ButtonLink } from "../links.tsx";
import { LoadProblem, Notice } from "../notice.tsx";
import { Page } from "../page.tsx";
import { DemoMark } from "./demo-mark.tsx";
import classes from "./group-page.module.css";
import { GroupMark } from "./mark.tsx";

/** One of a group's pages: what the group is, how far its exam, where one can go in it, and then the page itself. */
export function GroupPage({
  cohortId,
  title,
  home = false,
  children,
}: {
  cohortId: string;
  title: string;
  /** Whether this is where one arrives: only there the group introduces itself at length. */
  home?: boolean;
  children: (cohort: Cohort) => ReactNode;
}) {
  const { data: cohort, error, refetch } = useQuery(cohortQuery(cohortId));
  // Someone who is removed while the page is open loses it with the next answer.
  if (error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return <NoSuchGroup />;
  }
  if (!cohort) {
    return (
      <Page key="waiting" title={title}>
        {error ? (
          <LoadProblem what="The group" error={error} onRetry={() => void refetch()} />
        ) : (
          <div role="status" aria-label="Loading the group" className={classes.loading}>
            <Skeleton height={132} />
            <Skeleton height={44} width="60%" />
            <Skeleton height={260} />
          </div>
        )}
      </Page>
    );
  }
  return (
    <Page
      title={`${title} · ${cohort.name}`}
      heading={
        <>
          {cohort.name}
          <VisuallyHidden>: {title}</VisuallyHidden>
        </>
      }
    >
      {home ? <Facts cohort={cohort} /> : <FactsInShort cohort={cohort} />}
      {cohort.demo && (
        <p className={classes.demo}>
          <DemoMark /> This group came with the installation, to look around in: its learners are invented.
        </p>
      )}
      <Places cohort={cohort} />
      {cohort.state === "archived" && (
        <div className={classes.archived}>
          <Notice kind="notice">
            This group is archived: everything can be read, and nobody can join.
            {cohort.me.role === "owner" && " Restore it in the settings to go on."}
          </Notice>
        </div>
      )}
      {children(cohort)}
    </Page>
  );
}

function Facts({ cohort: { examId, examDate, members, me } }: { cohort: Cohort }) {
  const exam = useExamCode(examId);
  const days = examDate === null ? -1 : daysUntil(examDate, new Date());
  return (
    <div className={classes.facts}>
      <GroupMark />
      <div className={classes.about}>
        <p>
          <strong>{exam}</strong>
        </p>
        <p>
          {members === 1 ? "Only you so far" : counted(members, "member")}
          {me.role !== "learner" && `, and you are ${me.role === "owner" ? "an owner" : "an instructor"}`}
        </p>
      </div>
      {days > 1 && examDate !== null ? (
        <p className={classes.countdown}>
          <span className={classes.days}>{days}</span>
          <span>
            days to the exam
            <br />
            <Text span size="sm" c="dimmed">
              {calendarDay(examDate)}
            </Text>
          </span>
        </p>
      ) : (
        <p className={classes.countdown}>{countdown(examDate, new Date())}</p>
      )}
    </div>
  );
}

function FactsInShort({ cohort: { examId, examDate } }: { cohort: Cohort }) {
  return (
    <p className={classes.short}>
      {useExamCode(examId)} · {countdown(examDate, new Date())}
    </p>
  );
}

/**
 * Where a member can go in the group. What one may not do isn't offered. Where they don't fit they are a row that
 * scrolls, with the place where one is in view.
 */
function Places({ cohort: { id: cohortId, me } }: { cohort: Cohort }) {
  const places = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const row = places.current;
    const here = row?.querySelector('[aria-current="page"]');
    if (!row || !here) return;
    const [all, one] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
    row.scrollLeft += one.left + one.width / 2 - (all.left + all.width / 2);
  }, []);
  const link = {
    params: { cohortId },
    underline: "never",
    className: classes.place ?? "",
    activeOptions: { exact: true, includeSearch: false },
  } as const;
  return (
    <nav ref={places} aria-label="Group" className={classes.places}>
      <AnchorLink to="/groups/$cohortId" {...link}>
        Boards
      </AnchorLink>
      <AnchorLink to="/groups/$cohortId/mocks" {...link} activeOptions={{ includeSearch: false }}>
        Mocks
      </AnchorLink>
      <AnchorLink to="/groups/$cohortId/notes" {...link} activeOptions={{ includeSearch: false }}>
        Notes
      </AnchorLink>
      <AnchorLink to="/groups/$cohortId/tutor" {...link} activeOptions={{ includeSearch: false }}>
        Tutor
      </AnchorLink>
      <AnchorLink to="/groups/$cohortId/me" {...link}>
        My place
      </AnchorLink>
      {me.role !== "learner" && (
        <>
          <AnchorLink to="/groups/$cohortId/dashboard" {...link}>
            Dashboard
          </AnchorLink>
          <AnchorLink to="/groups/$cohortId/generate" {...link} activeOptions={{ includeSearch: false }}>
            New questions
          </AnchorLink>
          <AnchorLink to="/groups/$cohortId/review" {...link} activeOptions={{ includeSearch: false }}>
            Review
          </AnchorLink>
          <AnchorLink to="/groups/$cohortId/questions" {...link}>
            Questions
          </AnchorLink>
          <AnchorLink to="/groups/$cohortId/members" {...link}>
            Members
          </AnchorLink>
          <AnchorLink to="/groups/$cohortId/invites" {...link}>
            Invites
          </AnchorLink>
          <AnchorLink to="/groups/$cohortId/log" {...link}>
            Log
          </AnchorLink>
        </>
      )}
      {me.role === "owner" && (
        <AnchorLink to="/groups/$cohortId/settings" {...link}>
          Settings
        </AnchorLink>
      )}
    </nav>
  );
}

const NoSuchGroup = () => (
  <Page key="none" title="No such group" reading>
    <Notice kind="notice" actions={<ButtonLink to="/groups">My groups</ButtonLink>}>
      There is no such group, or you are not a member of it any more. To join it, open an invite link of an
      instructor.
    </Notice>
  </Page>
);
