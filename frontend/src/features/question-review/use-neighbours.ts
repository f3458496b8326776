import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { loadedItems } from "../../lib/cohorts.ts";
import { type QueueFilter, queueQuery } from "../../lib/review.ts";
import { type Neighbours, neighboursOf } from "./neighbours.ts";

/** What comes before and after a candidate in the queue that it was opened from; loads more of the queue at its end. */
export function useNeighbours(cohortId: string, filter: QueueFilter, questionId: string): Neighbours {
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = useInfiniteQuery(
    queueQuery(cohortId, filter),
  );
  const ids = (loadedItems(data) ?? []).map(({ id }) => id);
  const place = ids.indexOf(questionId);
  const lastPlace = useRef<number>(undefined);
  useEffect(() => {
    if (place >= 0) lastPlace.current = place;
  }, [place]);
  const neighbours = neighboursOf(ids, questionId, lastPlace.current);
  const isLast = place >= 0 && neighbours.next === undefined;
  useEffect(() => {
    if (isLast && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [isLast, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  return neighbours;
}
