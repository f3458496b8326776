import type { Board, BoardWindow, Cohort } from "@lyceum/shared/cohorts";
import { ClientError } from "@lyceum/shared/contract/client";
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useQuery,
} from "@tanstack/react-query";
import { client, examsQuery, noCursor } from "./api.ts";

// What the server says of cohorts. The interface calls them groups. All that is known of one cohort has a key that
// begins with the cohort's, so that it can be asked for anew, or forgotten, at once.

export const ofCohort = (cohortId: string) => ["cohort", cohortId] as const;

/** The cohorts that the caller is a member of, page by page. */
export const cohortsQuery = infiniteQueryOptions({
  queryKey: ["cohorts"],
  queryFn: ({ pageParam, signal }) =>
    client.call("GET /cohorts", { query: { limit: 25, cursor: pageParam } }, { signal }),
  initialPageParam: noCursor(),
  getNextPageParam: (page) => page.cursor,
});

export const cohortQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ofCohort(cohortId),
    queryFn: ({ signal }) => client.call("GET /cohorts/{cohortId}", { params: { cohortId } }, { signal }),
  });

/** Whether the caller is a member of a cohort; `false` also until that is known. */
export const useIsMember = (cohortId: string | undefined): boolean =>
  useQuery({ ...cohortQuery(cohortId ?? ""), enabled: cohortId !== undefined }).isSuccess;

/** The members, page by page. For instructors and owners. */
export const membersQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCohort(cohortId), "members"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/members",
        { params: { cohortId }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** The invites, newest first, page by page. For instructors and owners. */
export const invitesQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCohort(cohortId), "invites"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/invites",
        { params: { cohortId }, query: { limit: 25, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** Who did what, newest first, page by page. For instructors and owners. */
export const auditQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCohort(cohortId), "audit"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/audit",
        { params: { cohortId }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** What the learners do and know, together. For instructors and owners. */
export const dashboardQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...ofCohort(cohortId), "dashboard"],
    queryFn: ({ signal }) =>
      client.call("GET /cohorts/{cohortId}/dashboard", { params: { cohortId } }, { signal }),
  });

/** The learners, who was active the longest time ago first, page by page. For instructors and owners. */
export const learnersQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCohort(cohortId), "learners"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/learners",
        { params: { cohortId }, query: { limit: 25, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** How often a board that somebody looks at is asked for anew, in ms. */
const boardPause = 3_000;

/**
 * A board, asked for anew while it is on a visible page. The browser sends the tag of what it has, and the server
 * answers 304 where nothing has changed.
 */
export const boardQuery = (cohortId: string, board: Board, window: BoardWindow) =>
  queryOptions({
    queryKey: [...ofCohort(cohortId), "board", board, window],
    queryFn: ({ signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/boards/{board}/{window}",
        { params: { cohortId, board, window } },
        { signal },
      ),
    refetchInterval: boardPause,
    staleTime: 0,
  });

/** A whole board, best first, page by page. */
export const boardRowsQuery = (cohortId: string, board: Board, window: BoardWindow) =>
  infiniteQueryOptions({
    queryKey: [...ofCohort(cohortId), "rows", board, window],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/boards/{board}/{window}/rows",
        { params: { cohortId, board, window }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    staleTime: 0,
  });

/** What an invite's link invites to. Asked by POST, so that the secret is in no address. */
export const invitationQuery = (inviteId: string, secret: string) =>
  queryOptions({
    queryKey: ["invitation", inviteId, secret],
    queryFn: ({ signal }) =>
      client.call("POST /invites/{inviteId}", { params: { inviteId }, body: { secret } }, { signal }),
  });

/** The items of all pages that are loaded; `undefined` before the first. */
export const loadedItems = <Item>(
  data: InfiniteData<{ items: readonly Item[] }, unknown> | undefined,
): Item[] | undefined => data?.pages.flatMap((page) => page.items);

/** Keeps what the server said of a cohort after a change, and asks anew for all that may have changed with it. */
export function keepCohort(queryClient: QueryClient, cohort: Cohort): void {
  queryClient.setQueryData(cohortQuery(cohort.id).queryKey, cohort);
  void queryClient.invalidateQueries({ queryKey: cohortsQuery.queryKey });
  void queryClient.invalidateQueries({
    queryKey: ofCohort(cohort.id),
    predicate: ({ queryKey }) => queryKey.length > ofCohort(cohort.id).length,
  });
}

/** Asks anew for a cohort and all that is known of it. */
export const renewCohort = (queryClient: QueryClient, cohortId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ofCohort(cohortId) });

/** Forgets a cohort that the caller is no member of any more. */
export function forgetCohort(queryClient: QueryClient, cohortId: string): void {
  queryClient.removeQueries({ queryKey: ofCohort(cohortId) });
  void queryClient.invalidateQueries({ queryKey: cohortsQuery.queryKey });
}

/**
 * Leaves a cohort, or deletes it for everybody. A cohort that the caller can't find is left already: the answer to an
 * earlier request was lost.
 */
export async function partFrom(
  cohortId: string,
  how: "DELETE /cohorts/{cohortId}/me" | "DELETE /cohorts/{cohortId}",
): Promise<void> {
  try {
    await client.call(how, { params: { cohortId } });
  } catch (error) {
    if (!(error instanceof ClientError && error.code === "not_found")) throw error;
  }
}

/** An exam's code, as candidates say it; its id until the exams are loaded. */
export function useExamCode(examId: string): string {
  const { data } = useQuery(examsQuery);
  return data?.items.find(({ id }) => id === examId)?.code ?? examId;
}
