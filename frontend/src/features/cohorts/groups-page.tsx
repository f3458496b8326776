import type { CohortSummary } from "@lyceum/shared/cohorts";
import { Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { DemoMark } from "../../components/group/demo-mark.tsx";
import { AnchorLink, ButtonLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { cohortsQuery, loadedItems, useExamCode } from "../../lib/cohorts.ts";
import { countdown } from "../../lib/countdown.ts";
import classes from "./cohorts.module.css";
import { roles } from "./roles.ts";

/** The groups that one is a member of. */
export function GroupsPage() {
  const groups = useInfiniteQuery(cohortsQuery);
  const items = loadedItems(groups.data);
  return (
    <Page title="Groups">
      {items ? (
        <div className={classes.sections}>
          {items.length === 0 && !groups.hasNextPage ? (
            <NoGroups />
          ) : (
            <>
              <ul className={classes.cards}>
                {items.map((group) => (
                  <GroupCard key={group.id} group={group} />
                ))}
              </ul>
              <ShowMore pages={groups} what="More groups" />
              <ButtonLink to="/groups/new" variant="default" w="fit-content">
                Create a group
              </ButtonLink>
            </>
          )}
        </div>
      ) : groups.isError ? (
        <LoadProblem what="Your groups" error={groups.error} onRetry={() => void groups.refetch()} />
      ) : (
        <div role="status" aria-label="Loading your groups" className={classes.cards}>
          <Skeleton height={120} />
          <Skeleton height={120} />
        </div>
      )}
    </Page>
  );
}

function GroupCard({ group: { id, name, examId, examDate, state, demo, role } }: { group: CohortSummary }) {
  return (
    <li className={classes.card}>
      <h2 className={classes.cardName}>
        <AnchorLink to="/groups/$cohortId" params={{ cohortId: id }} className={classes.cardLink ?? ""}>
          {name}
        </AnchorLink>
      </h2>
      <p>
        <strong>{useExamCode(examId)}</strong> · {countdown(examDate, new Date())}
      </p>
      <p className={classes.tags}>
        <span className={classes.tag}>{roles[role].label}</span>
        {demo && <DemoMark />}
        {state === "archived" && <span className={classes.tag}>Archived</span>}
      </p>
    </li>
  );
}

const NoGroups = () => (
  <div className={classes.empty}>
    <Text fw={600} size="lg">
      Studying is easier together.
    </Text>
    <Text>
      In a group you prepare for one exam towards one date, and see on its boards how learning pays off: not
      who is fastest.
    </Text>
    <Text>You are in no group yet. Create one, or open the invite link that you were sent.</Text>
    <ButtonLink to="/groups/new" w="fit-content">
      Create a group
    </ButtonLink>
  </div>
);
