import type { Cohort } from "@lyceum/shared/cohorts";
import type { Answer } from "@lyceum/shared/tutor";
import { ActionIcon, Button, Skeleton, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ulid } from "ulid";
import { cohortQuery } from "../../lib/cohorts.ts";
import { AnchorLink } from "../links.tsx";
import { LoadProblem } from "../notice.tsx";
import { Chat } from "./chat.tsx";
import classes from "./tutor-panel.module.css";

/**
 * A group's tutor beside something that is read: it fills what it is put into, and scrolls by itself. It begins a
 * conversation of its own; earlier ones are on the tutor's page. Its heading takes the focus when it opens; who opens
 * it takes the focus back.
 */
export function TutorPanel({
  cohortId,
  about,
  within,
  scope,
  opening,
  onOtherGroup,
  onClose,
}: {
  cohortId: string;
  /** The item that is asked about. */
  about?: Answer["about"];
  /** In which notes is looked; the learner may widen it. */
  within?: Answer["within"];
  /** What `within` says, in words. */
  scope?: string;
  /** A question that is in the field at first. */
  opening?: string;
  /** Where the learner may ask another group's tutor instead. */
  onOtherGroup?: (() => void) | undefined;
  onClose: () => void;
}) {
  const { data: cohort, error, refetch } = useQuery(cohortQuery(cohortId));
  const [conversationId, setConversationId] = useState(newConversation);
  const [isAsked, setIsAsked] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      className={classes.panel}
      aria-label="Tutor"
      onKeyDown={(event) => {
        // What is open within it closes first; while letters are composed, Escape belongs to them.
        if (event.key !== "Escape" || event.defaultPrevented || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={classes.head}>
        <Title order={2} ref={heading} tabIndex={-1} className={classes.title ?? ""}>
          Tutor
        </Title>
        {isAsked && (
          <Button
            variant="subtle"
            size="sm"
            onClick={() => {
              setConversationId(newConversation());
              setIsAsked(false);
              heading.current?.focus({ preventScroll: true });
            }}
          >
            Start anew
          </Button>
        )}
        <ActionIcon variant="subtle" size="var(--touch)" aria-label="Close the tutor" onClick={onClose}>
          <IconX size={20} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        {cohort ? (
          <>
            <Where
              cohort={cohort}
              conversationId={isAsked ? conversationId : undefined}
              onOtherGroup={onOtherGroup}
            />
            <Chat
              key={conversationId}
              cohort={cohort}
              conversationId={conversationId}
              isNew
              {...(about && { about })}
              {...(within && { within })}
              scope={scope}
              opening={opening}
              draftAt={`tutor-beside:${JSON.stringify({ about, within, opening })}`}
              onAsked={() => setIsAsked(true)}
            />
          </>
        ) : error ? (
          <LoadProblem what="The group" error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton height={120} />
        )}
      </div>
    </aside>
  );
}

const newConversation = (): string => `cnv_${ulid()}`;

/** Whose tutor it is, and where the conversation can be gone on with. */
const Where = ({
  cohort,
  conversationId,
  onOtherGroup,
}: {
  cohort: Cohort;
  conversationId: string | undefined;
  onOtherGroup: (() => void) | undefined;
}) => (
  <p className={classes.where}>
    <span>Of {cohort.name}.</span>
    {onOtherGroup && (
      <Button variant="subtle" size="compact-sm" className={classes.other ?? ""} onClick={onOtherGroup}>
        Another group
      </Button>
    )}
    {conversationId === undefined ? (
      <AnchorLink to="/groups/$cohortId/tutor" params={{ cohortId: cohort.id }}>
        Earlier conversations
      </AnchorLink>
    ) : (
      <AnchorLink
        to="/groups/$cohortId/tutor/$conversationId"
        params={{ cohortId: cohort.id, conversationId }}
      >
        Open on its own page
      </AnchorLink>
    )}
  </p>
);
