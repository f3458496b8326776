import type { Answer, Conversation } from "@lyceum/shared/tutor";
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { client, noCursor } from "./api.ts";
import { ofCohort } from "./cohorts.ts";
import { drafts } from "./drafts.ts";
import { getSession } from "./session.ts";

// What the server says of somebody's conversations with the tutor of a group.

const ofTutor = (cohortId: string) => [...ofCohort(cohortId), "tutor"] as const;
const ofConversations = (cohortId: string) => [...ofTutor(cohortId), "conversations"] as const;

/** The caller's conversations, the latest changed first, page by page; those with all of some words, where there are. */
export const conversationsQuery = (cohortId: string, search: string) =>
  infiniteQueryOptions({
    queryKey: [...ofConversations(cohortId), search],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/tutor/conversations",
        { params: { cohortId }, query: { limit: 20, cursor: pageParam, ...(search !== "" && { search }) } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });

export const conversationQuery = (cohortId: string, conversationId: string) =>
  queryOptions({
    queryKey: [...ofTutor(cohortId), "conversation", conversationId],
    queryFn: ({ signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}",
        { params: { cohortId, conversationId } },
        { signal },
      ),
  });

/** A conversation's questions with their answers, newest first, page by page. */
export const answersQuery = (cohortId: string, conversationId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofTutor(cohortId), "answers", conversationId],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/tutor/conversations/{conversationId}/answers",
        { params: { cohortId, conversationId }, query: { limit: 10, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** Where a question is kept that is being typed: in a conversation that the server knows, or for the next new one. */
export const draftPlace = (cohortId: string, conversationId: string | undefined): string =>
  `tutor:${cohortId}:${conversationId ?? "new"}`;

/** Asks anew for what has changed with a question that was asked. */
export async function renewConversation(
  queryClient: QueryClient,
  { conversationId }: Pick<Answer, "conversationId">,
  cohortId: string,
): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ofConversations(cohortId) }),
    queryClient.invalidateQueries({ queryKey: conversationQuery(cohortId, conversationId).queryKey }),
    queryClient.invalidateQueries({
      queryKey: answersQuery(cohortId, conversationId).queryKey,
      refetchType: "none",
    }),
  ]);
}

/** Keeps what the server said of a conversation after a change, and asks anew for the list that it is in. */
export function keepConversation(
  queryClient: QueryClient,
  cohortId: string,
  conversation: Conversation,
): Promise<void> {
  queryClient.setQueryData(conversationQuery(cohortId, conversation.id).queryKey, conversation);
  return queryClient.invalidateQueries({ queryKey: ofConversations(cohortId) });
}

/** Forgets a conversation that is deleted. */
export async function forgetConversation(
  queryClient: QueryClient,
  cohortId: string,
  conversationId: string,
): Promise<void> {
  const { userId } = getSession() ?? {};
  if (userId) drafts.keep(userId, draftPlace(cohortId, conversationId), "");
  await queryClient.invalidateQueries({ queryKey: ofConversations(cohortId) });
  queryClient.removeQueries({ queryKey: conversationQuery(cohortId, conversationId).queryKey });
  queryClient.removeQueries({ queryKey: answersQuery(cohortId, conversationId).queryKey });
}
