import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, noCursor } from "../../lib/api.ts";

/** How all tutors do in a month, by group and model, page by page. Models fail and recover: what is known is never fresh. */
export const operationsQuery = (month: string) =>
  infiniteQueryOptions({
    queryKey: ["operations", "tutor", month],
    queryFn: ({ pageParam, signal }) =>
      client.call("GET /operations/tutor", { query: { limit: 100, cursor: pageParam, month } }, { signal }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    staleTime: 0,
  });
