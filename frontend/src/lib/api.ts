import { type Client, ClientError, createClient } from "@lyceum/shared/contract/client";
import { infiniteQueryOptions, QueryClient, queryOptions } from "@tanstack/react-query";
import { watchedFetch } from "./connection.ts";
import { ownTimeZone } from "./days.ts";
import { idToken, renewedToken } from "./session.ts";

/** Where the API is, and how it is asked. A request whose token is refused is sent once more with a new one. */
export const connection = {
  baseUrl: "/api",
  token: idToken,
  async fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const response = await watchedFetch(input, init);
    if (response.status !== 401) return response;
    const token = await renewedToken();
    if (!token) return response;
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${token}`);
    return watchedFetch(input, { ...init, headers });
  },
};

/** The API. */
export const client: Client = createClient(connection);

const transient: readonly string[] = ["network", "unavailable", "internal", "too_many_requests"];

/** Whether the same request may succeed later without anybody doing anything. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ClientError && transient.includes(error.code);

/** What to tell people about a failure. */
export const messageOf = (error: unknown): string =>
  error instanceof ClientError ? error.message : "Something went wrong. Try again.";

const longestPause = 8_000;

/** One per page load. `always`, because the browser's idea of being offline says nothing about a local platform. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isTransient(error),
        retryDelay: (failures) => Math.min(1_000 * 2 ** failures, longestPause),
      },
      mutations: { networkMode: "always" },
    },
  });

/** Where pages of a list begin; a constant's type would be narrowed to `undefined`. */
export function noCursor(): string | undefined {
  return undefined;
}

const rarelyChanges = 10 * 60_000;

export const examsQuery = queryOptions({
  queryKey: ["exams"],
  queryFn: ({ signal }) => client.call("GET /exams", {}, { signal }),
  staleTime: rarelyChanges,
});

export const examQuery = (examId: string) =>
  queryOptions({
    queryKey: ["exams", examId],
    queryFn: ({ signal }) => client.call("GET /exams/{examId}", { params: { examId } }, { signal }),
    staleTime: rarelyChanges,
  });

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: ({ signal }) => client.call("GET /account", {}, { signal }),
});

/** The caller's attempts, newest first, page by page; each page with this device's time when it came, in ms. */
export const attemptsQuery = infiniteQueryOptions({
  queryKey: ["attempts"],
  queryFn: async ({ pageParam, signal }) => {
    const page = await client.call("GET /attempts", { query: { limit: 20, cursor: pageParam } }, { signal });
    return { ...page, receivedAt: Date.now() };
  },
  initialPageParam: noCursor(),
  getNextPageParam: (page) => page.cursor,
});

/** Where the caller stands with an exam. It follows a submission a moment later, so what is known is never fresh. */
export const progressQuery = (examId: string) =>
  queryOptions({
    queryKey: ["exams", examId, "progress"],
    queryFn: ({ signal }) =>
      client.call(
        "GET /exams/{examId}/progress",
        { params: { examId }, query: { timeZone: ownTimeZone() } },
        { signal },
      ),
    staleTime: 0,
  });

/**
 * One attempt. Never fetched anew by itself: while it runs, the responses given on this device are ahead of what the
 * server said when the page was opened.
 */
export const attemptQuery = (attemptId: string) =>
  queryOptions({
    queryKey: ["attempt", attemptId],
    queryFn: ({ signal }) => client.call("GET /attempts/{attemptId}", { params: { attemptId } }, { signal }),
    staleTime: 2_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
