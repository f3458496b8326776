import type { Conversation } from "@lyceum/shared/tutor";
import { ActionIcon, Skeleton, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPencil, IconSearch, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AnchorLink } from "../../components/links.tsx";
import { LoadProblem } from "../../components/notice.tsx";
import { ShowMore } from "../../components/show-more.tsx";
import { loadedItems } from "../../lib/cohorts.ts";
import { counted, dateTime } from "../../lib/format.ts";
import { conversationsQuery } from "../../lib/tutor.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import classes from "./tutor.module.css";

/** How long after the last key is looked for what was typed, in ms. */
const typingPause = 300;

/** What one has talked about with the tutor, the latest first; by words of titles and questions where there are some. */
export function ConversationList({
  cohortId,
  opened,
  onOpen,
  onGone,
}: {
  cohortId: string;
  opened: string | undefined;
  onOpen: () => void;
  /** After one was deleted. */
  onGone: (conversationId: string) => void;
}) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), typingPause);
  const [renamed, setRenamed] = useState<Conversation>();
  const [deleted, setDeleted] = useState<Conversation>();
  const pages = useInfiniteQuery(conversationsQuery(cohortId, search));
  const conversations = loadedItems(pages.data);
  const isEmpty = conversations?.length === 0 && !pages.hasNextPage;
  return (
    <>
      {!(isEmpty && search === "") && (
        <TextInput
          type="search"
          size="sm"
          aria-label="Search your conversations"
          placeholder="Search"
          maxLength={100}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {search !== "" && (
        <Text size="sm" c="dimmed" role="status">
          {isEmpty
            ? `Nothing has all of these words: ${search}.`
            : conversations && `${counted(conversations.length, "conversation")} shown.`}
        </Text>
      )}
      {!conversations ? (
        pages.isError ? (
          <LoadProblem what="Your conversations" error={pages.error} onRetry={() => void pages.refetch()} />
        ) : (
          <div role="status" aria-label="Loading your conversations" className={classes.rows}>
            <Skeleton height={44} />
            <Skeleton height={44} />
          </div>
        )
      ) : isEmpty && search === "" ? (
        <Text size="sm" c="dimmed">
          What you ask is kept here, for you alone.
        </Text>
      ) : (
        <ul className={classes.rows}>
          {conversations.map((conversation) => (
            <li
              key={conversation.id}
              className={classes.row}
              data-open={conversation.id === opened || undefined}
            >
              <div className={classes.rowBody}>
                <AnchorLink
                  to="/groups/$cohortId/tutor/$conversationId"
                  params={{ cohortId, conversationId: conversation.id }}
                  underline="never"
                  className={classes.rowLink ?? ""}
                  onClick={onOpen}
                >
                  {conversation.title}
                </AnchorLink>
                <Text size="sm" c="dimmed">
                  <time dateTime={conversation.changedAt}>{dateTime(conversation.changedAt)}</time>
                </Text>
              </div>
              <ActionIcon
                variant="subtle"
                size="var(--touch)"
                aria-label={`Rename ${conversation.title}`}
                title="Rename"
                onClick={() => setRenamed(conversation)}
              >
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size="var(--touch)"
                aria-label={`Delete ${conversation.title}`}
                title="Delete"
                onClick={() => setDeleted(conversation)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <ShowMore pages={pages} what="More conversations" />
      {renamed && (
        <RenameDialog cohortId={cohortId} conversation={renamed} onClose={() => setRenamed(undefined)} />
      )}
      {deleted && (
        <DeleteDialog
          cohortId={cohortId}
          conversation={deleted}
          onGone={() => onGone(deleted.id)}
          onClose={() => setDeleted(undefined)}
        />
      )}
    </>
  );
}
