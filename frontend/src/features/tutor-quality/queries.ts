import type { Received } from "@lyceum/shared/contract/client";
import type { Feedback, Gap } from "@lyceum/shared/tutor";
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, noCursor } from "../../lib/api.ts";
import { ofCohort } from "../../lib/cohorts.ts";

// What the server says of how a group's tutor does.

/** A gap as the list has it. */
export type ListedGap = Received<"GET /cohorts/{cohortId}/tutor/gaps">["items"][number];
/** A rated answer as the list has it. */
export type Rated = Received<"GET /cohorts/{cohortId}/tutor/feedback">["items"][number];

const ofQuality = (cohortId: string) => [...ofCohort(cohortId), "tutor-quality"] as const;
const ofGaps = (cohortId: string) => [...ofQuality(cohortId), "gaps"] as const;

/**
 * Gaps in the notes, asked by most first, page by page. Not fetched anew by itself: what has just been dealt with stays
 * where it was, so that it can be undone.
 */
export const gapsQuery = (cohortId: string, state: Gap["state"]) =>
  infiniteQueryOptions({
    queryKey: [...ofGaps(cohortId), state],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/tutor/gaps",
        { params: { cohortId }, query: { limit: 25, cursor: pageParam, state } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Asks anew for the gaps of each state when they are next looked at. */
export const renewGaps = (queryClient: QueryClient, cohortId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ofGaps(cohortId), refetchType: "none" });

/** What learners thought of answers, newest first, page by page. */
export const ratedQuery = (cohortId: string, thumb: Feedback["thumb"]) =>
  infiniteQueryOptions({
    queryKey: [...ofQuality(cohortId), "rated", thumb],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/tutor/feedback",
        { params: { cohortId }, query: { limit: 10, cursor: pageParam, thumb } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** How the tutor did in a month, by model. It follows an answer a moment later, so what is known is never fresh. */
export const figuresQuery = (cohortId: string, month: string) =>
  queryOptions({
    queryKey: [...ofQuality(cohortId), "figures", month],
    queryFn: ({ signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/tutor/figures",
        { params: { cohortId }, query: { month } },
        { signal },
      ),
    staleTime: 0,
  });
