import type { Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import { Button, Skeleton, Title } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ulid } from "ulid";
import { GroupPage } from "../../components/group/group-page.tsx";
import { ButtonLink } from "../../components/links.tsx";
import { Notice } from "../../components/notice.tsx";
import { Chat } from "../../components/tutor/chat.tsx";
import { TutorPlaces } from "../../components/tutor-figures/tutor-places.tsx";
import { conversationQuery } from "../../lib/tutor.ts";
import { ConversationList } from "./conversation-list.tsx";
import classes from "./tutor.module.css";

const route = getRouteApi("/members/groups/$cohortId/tutor");

/** A group's tutor: what one has talked about, and the conversation that is open. */
export function TutorPage() {
  const { cohortId } = route.useParams();
  const { conversationId } = useParams({ strict: false });
  return (
    <GroupPage cohortId={cohortId} title="Tutor">
      {(cohort) => (
        <>
          <TutorPlaces cohort={cohort} here="ask" />
          <Tutor key={cohort.id} cohort={cohort} opened={conversationId} />
        </>
      )}
    </GroupPage>
  );
}

const newConversation = (): string => `cnv_${ulid()}`;

function Tutor({ cohort, opened }: { cohort: Cohort /** By the address. */; opened: string | undefined }) {
  // One that is begun here is there before its first question gives it an address, and stays the same one then. Whoever
  // comes back to it later finds what the server has kept of it.
  const [{ last, draft }, setDraft] = useState({ last: opened, draft: newConversation() });
  if (last !== opened) setDraft({ last: opened, draft: opened === draft ? draft : newConversation() });
  const [isListWanted, setIsListWanted] = useState(false);
  const navigate = useNavigate();
  const listHeading = useRef<HTMLHeadingElement>(null);
  const isOpening = useRef(false);
  const id = opened ?? draft;
  const isDraft = id === draft;
  const params = { cohortId: cohort.id };

  // biome-ignore lint/correctness/useExhaustiveDependencies: when another one is open, or comes in the list's place
  useEffect(() => {
    if (!isOpening.current) return;
    isOpening.current = false;
    document.getElementById("open")?.focus({ preventScroll: true });
  }, [id, isListWanted]);
  function toOpen(): void {
    isOpening.current = true;
    setIsListWanted(false);
  }
  function toList(): void {
    flushSync(() => setIsListWanted(true));
    listHeading.current?.focus({ preventScroll: true });
  }

  return (
    <div className={classes.columns} data-list={isListWanted || undefined}>
      <section className={classes.list} aria-labelledby="conversations">
        <div className={classes.listHead}>
          <Title order={2} id="conversations" ref={listHeading} tabIndex={-1} className={classes.title ?? ""}>
            Conversations
          </Title>
          <ButtonLink
            to="/groups/$cohortId/tutor"
            params={params}
            variant="default"
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={toOpen}
          >
            New
          </ButtonLink>
        </div>
        <ConversationList
          cohortId={cohort.id}
          opened={opened}
          onOpen={toOpen}
          onGone={(gone) => {
            listHeading.current?.focus({ preventScroll: true });
            if (gone === opened) void navigate({ to: "/groups/$cohortId/tutor", params, replace: true });
          }}
        />
      </section>
      <section className={classes.open} aria-labelledby="open">
        <OpenConversation
          key={id}
          cohort={cohort}
          id={id}
          isDraft={isDraft}
          isAsked={opened !== undefined}
          onList={toList}
          onAsked={() => {
            if (opened !== undefined) return;
            void navigate({
              to: "/groups/$cohortId/tutor/$conversationId",
              params: { ...params, conversationId: id },
              replace: true,
              resetScroll: false,
            });
          }}
        />
      </section>
    </div>
  );
}

function OpenConversation({
  cohort,
  id,
  isDraft,
  isAsked,
  onList,
  onAsked,
}: {
  cohort: Cohort;
  id: string;
  /** It was begun on this page. */
  isDraft: boolean;
  /** Something was asked in it. */
  isAsked: boolean;
  /** Shows the list in its place, where there is room for one of both. */
  onList: () => void;
  onAsked: () => void;
}) {
  const { data, error } = useQuery({ ...conversationQuery(cohort.id, id), enabled: isAsked });
  // One that was begun here is known to the server a moment later.
  if (!isDraft && error instanceof ClientError && ["not_found", "invalid_request"].includes(error.code)) {
    return (
      <Notice
        kind="notice"
        actions={
          <ButtonLink to="/groups/$cohortId/tutor" params={{ cohortId: cohort.id }}>
            New conversation
          </ButtonLink>
        }
      >
        There is no such conversation. It may have been deleted.
      </Notice>
    );
  }
  return (
    <>
      <div className={classes.openHead}>
        <Title order={2} id="open" tabIndex={-1} className={classes.title ?? ""}>
          {data?.title ?? (isDraft ? "New conversation" : <Skeleton height={24} width="60%" />)}
        </Title>
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          className={classes.toList ?? ""}
          onClick={onList}
        >
          All conversations
        </Button>
      </div>
      <Chat cohort={cohort} conversationId={id} isNew={isDraft} onAsked={onAsked} />
    </>
  );
}
