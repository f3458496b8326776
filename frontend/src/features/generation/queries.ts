import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, noCursor } from "../../lib/api.ts";
import { loadedItems, ofCohort } from "../../lib/cohorts.ts";

// What the server says of the questions that a group has had written.

const ofGeneration = (cohortId: string) => [...ofCohort(cohortId), "generation"] as const;

/** How often a wish is asked for anew while it is fulfilled, in ms; a list of them and its questions less often. */
const pause = 2_500;
const longPause = 5_000;

/** Wishes for questions, the latest first, page by page. */
export const generationsQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofGeneration(cohortId), "list"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/generations",
        { params: { cohortId }, query: { limit: 10, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    refetchInterval: ({ state: { data } }) =>
      loadedItems(data)?.some(({ state }) => state === "running") ? longPause : false,
  });

export const generationQuery = (cohortId: string, generationId: string) =>
  queryOptions({
    queryKey: [...ofGeneration(cohortId), "one", generationId],
    queryFn: ({ signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/generations/{generationId}",
        { params: { cohortId, generationId } },
        { signal },
      ),
    refetchInterval: ({ state: { data } }) => (data?.state === "running" ? pause : false),
  });

/** The questions of a wish in their order, page by page. */
export const candidatesQuery = (cohortId: string, generationId: string, isRunning: boolean) =>
  infiniteQueryOptions({
    queryKey: [...ofGeneration(cohortId), "one", generationId, "candidates"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/generations/{generationId}/candidates",
        { params: { cohortId, generationId }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    refetchInterval: isRunning && longPause,
  });
