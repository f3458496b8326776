import type { Candidate, CandidateState, CheckName, ReviewSettings } from "@lyceum/shared/review";
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, noCursor } from "./api.ts";
import { ofCohort } from "./cohorts.ts";

// What the server says of a group's questions on their way to the bank, and in it.

/** What of the queue is looked at; what is absent is not asked for. */
export interface QueueFilter {
  /** Absent for those in review. */
  state?: Exclude<CandidateState, "in_review">;
  task?: string;
  type?: "multiple_choice" | "multiple_response" | "ordering" | "matching";
  /** Only those where this check failed or warns. */
  check?: CheckName;
  /** Only those that are longer in this state, in days. */
  older?: number;
  /** `todo`: the caller has not voted on, and nobody else works on. */
  mine?: "todo" | "leased";
}

const ofReview = (cohortId: string) => [...ofCohort(cohortId), "review"] as const;

/** Candidates in one state, those longest in it first, page by page. */
export const queueQuery = (cohortId: string, { state, task, type, check, older, mine }: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: [...ofReview(cohortId), "queue", { state, task, type, check, older, mine }],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/candidates",
        {
          params: { cohortId },
          query: {
            limit: 25,
            cursor: pageParam,
            state,
            taskId: task,
            type,
            check,
            olderThanDays: older,
            mine,
          },
        },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** How often a candidate that may change without the caller is asked for anew, in ms. */
const pause = 20_000;
/** The same while the platform itself works on it. */
const shortPause = 3_000;

/** All that reviewers know of a candidate. */
export const candidateQuery = (cohortId: string, questionId: string) =>
  queryOptions({
    queryKey: [...ofReview(cohortId), "candidate", questionId],
    queryFn: ({ signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/candidates/{questionId}",
        { params: { cohortId, questionId } },
        { signal },
      ),
    refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? shortPause : pause),
  });

/** Whether the platform does something with a candidate now: writes it, or takes it into the bank. */
const isMoving = ({ state, question }: Candidate): boolean =>
  state === "draft" || state === "changes_requested" || (state === "approved" && !question);

/** All versions of a candidate, the first first, page by page. */
export const versionsQuery = (cohortId: string, questionId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofReview(cohortId), "candidate", questionId, "versions"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/candidates/{questionId}/versions",
        { params: { cohortId, questionId }, query: { limit: 25, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** What has happened to a question, the first first, page by page. */
export const lifeQuery = (cohortId: string, questionId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofReview(cohortId), "candidate", questionId, "life"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/candidates/{questionId}/life",
        { params: { cohortId, questionId }, query: { limit: 25, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** The group's own questions in the bank, page by page. */
export const groupQuestionsQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: [...ofReview(cohortId), "questions"],
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/questions",
        { params: { cohortId }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

export const qualityQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...ofReview(cohortId), "quality"],
    queryFn: ({ signal }) =>
      client.call("GET /cohorts/{cohortId}/review-quality", { params: { cohortId } }, { signal }),
  });

export const reviewSettingsQuery = (cohortId: string) =>
  queryOptions({
    queryKey: [...ofReview(cohortId), "settings"],
    queryFn: ({ signal }) =>
      client.call("GET /cohorts/{cohortId}/review-settings", { params: { cohortId } }, { signal }),
  });

/** Keeps what the server said of a group's quorum, and asks anew for what it decides. */
export function keepReviewSettings(queryClient: QueryClient, cohortId: string, saved: ReviewSettings): void {
  void queryClient.invalidateQueries({ queryKey: ofReview(cohortId) });
  queryClient.setQueryData(reviewSettingsQuery(cohortId).queryKey, saved);
}

/** Keeps what the server said of a candidate after an act, and asks anew for what may have changed with it. */
export function keepCandidate(queryClient: QueryClient, candidate: Candidate): void {
  const { queryKey } = candidateQuery(candidate.cohortId, candidate.id);
  queryClient.setQueryData(queryKey, candidate);
  void queryClient.invalidateQueries({
    queryKey: ofReview(candidate.cohortId),
    predicate: (query) => query.queryKey.join() !== queryKey.join(),
  });
}

/** Asks anew for all that is known of a group's review. */
export const renewReview = (queryClient: QueryClient, cohortId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ofReview(cohortId) });
