import { Button, Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useAllPages } from "../../lib/all-pages.ts";
import { cohortsQuery, loadedItems } from "../../lib/cohorts.ts";
import { chosenGroup, groupsFor, rememberedGroup, rememberGroup } from "../../lib/tutor-group.ts";
import { ButtonLink } from "../links.tsx";
import { LoadProblem } from "../notice.tsx";
import { NoPanelYet } from "./no-panel-yet.tsx";
import classes from "./tutor-beside.module.css";

/** Finds out whose tutor is asked about an exam: the only group's, the one that was chosen last, or who is to choose. */
export function WhoseTutor({
  examId,
  onClose,
  children,
}: {
  examId: string;
  onClose: () => void;
  /** @param onOtherGroup absent where there is no other */
  children: (cohortId: string, onOtherGroup: (() => void) | undefined) => ReactNode;
}) {
  const pages = useInfiniteQuery(cohortsQuery);
  useAllPages(pages);
  const [chosen, setChosen] = useState(() => rememberedGroup(examId));
  const place = useRef<HTMLDivElement>(null);
  const choose = (cohortId: string | undefined) => {
    flushSync(() => setChosen(cohortId));
    // The button that was pressed is gone; the panel takes the focus by itself.
    if (document.activeElement === document.body) place.current?.focus();
  };
  const all = loadedItems(pages.data);
  if (pages.isError) {
    const again = () => void (pages.data ? pages.fetchNextPage() : pages.refetch());
    return (
      <NoPanelYet onClose={onClose}>
        <LoadProblem what="Your groups" error={pages.error} onRetry={again} />
      </NoPanelYet>
    );
  }
  if (!all || pages.hasNextPage) {
    return (
      <NoPanelYet onClose={onClose}>
        <div role="status" aria-label="Loading your groups" className={classes.waiting}>
          <Skeleton height={44} />
          <Skeleton height={44} />
        </div>
      </NoPanelYet>
    );
  }
  const groups = groupsFor(all, examId);
  if (groups.length === 0) {
    return (
      <NoPanelYet onClose={onClose}>
        <NoGroup />
      </NoPanelYet>
    );
  }
  const group = chosenGroup(groups, chosen);
  if (!group) {
    return (
      <NoPanelYet onClose={onClose}>
        <div ref={place} tabIndex={-1} className={classes.choice}>
          <Text>The tutor answers from the notes of a group. Whose notes should it look in?</Text>
          {groups.map(({ id, name }) => (
            <Button
              key={id}
              variant="default"
              onClick={() => {
                rememberGroup(examId, id);
                choose(id);
              }}
            >
              {name}
            </Button>
          ))}
        </div>
      </NoPanelYet>
    );
  }
  return (
    <div ref={place} tabIndex={-1} className={classes.panel}>
      {children(group.id, groups.length > 1 ? () => choose(undefined) : undefined)}
    </div>
  );
}

const NoGroup = () => (
  <div className={classes.choice}>
    <Text fw={600}>The tutor belongs to a group.</Text>
    <Text>
      It answers from a group's notes and those that all share. You are in no active group for this exam:
      create one, alone if you like, or open the invite link that you were sent.
    </Text>
    <ButtonLink to="/groups/new" w="fit-content">
      Create a group
    </ButtonLink>
    <ButtonLink to="/groups" variant="default" w="fit-content">
      My groups
    </ButtonLink>
  </div>
);
