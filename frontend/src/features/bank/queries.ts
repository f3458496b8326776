import type { Received } from "@lyceum/shared/contract/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, noCursor } from "../../lib/api.ts";

/** A version of a question with what is known of it. */
export type Version = Received<"GET /questions/{questionId}/versions/{version}">;
export type State = "open" | "answered";

/** Which version of which question. */
export interface VersionId {
  questionId: string;
  version: number;
}

const params = ({ questionId, version }: VersionId) => ({ questionId, version: String(version) });

/** How an exam's items have been answered, page by page. */
export const statisticsQuery = (examId: string) =>
  infiniteQueryOptions({
    queryKey: ["exams", examId, "statistics"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /exams/{examId}/statistics",
        { params: { examId }, query: { limit: 100, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** Disputed items of an exam: the open ones, longest open first, or the answered ones, latest first. */
export const casesQuery = (examId: string, state: State) =>
  infiniteQueryOptions({
    queryKey: ["exams", examId, "cases", state],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /exams/{examId}/disputes",
        { params: { examId }, query: { limit: 25, cursor: pageParam, state } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** How often a version is asked for anew while the work that follows from an answer goes on, in ms. */
const pause = 2_000;

export const versionQuery = (id: VersionId) =>
  queryOptions({
    queryKey: ["version", id.questionId, id.version],
    queryFn: ({ signal }) =>
      client.call("GET /questions/{questionId}/versions/{version}", { params: params(id) }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.answers.some(({ rescoring }) => rescoring.state === "running") ? pause : false,
  });

/** What learners say about a version, page by page. */
export const sayingsQuery = (id: VersionId) =>
  infiniteQueryOptions({
    queryKey: ["version", id.questionId, id.version, "disputes"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /questions/{questionId}/versions/{version}/disputes",
        { params: params(id), query: { limit: 25, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });
