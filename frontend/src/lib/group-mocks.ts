import type { GroupMock } from "@lyceum/shared/attempts";
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, noCursor } from "./api.ts";
import { ofCohort } from "./cohorts.ts";
import { secondsLeft } from "./durations.ts";
import { pauseUntil } from "./pauses.ts";

/** A group's mock, with this device's time when the server told of it, in ms. */
export type KnownMock = GroupMock & { receivedAt: number };

const mocksOf = (cohortId: string) => [...ofCohort(cohortId), "mocks"] as const;

const known = (mock: GroupMock): KnownMock => ({ ...mock, receivedAt: Date.now() });

/** A group's mocks, the latest first, page by page. Asked for anew when one of them opens or closes. */
export const groupMocksQuery = (cohortId: string) =>
  infiniteQueryOptions({
    queryKey: mocksOf(cohortId),
    queryFn: async ({ pageParam, signal }) => {
      const page = await client.call(
        "GET /cohorts/{cohortId}/mocks",
        { params: { cohortId }, query: { limit: 25, cursor: pageParam } },
        { signal },
      );
      return { ...page, items: page.items.map(known) };
    },
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
    refetchInterval: ({ state }) =>
      untilChange(state.data?.pages.flatMap(({ items }) => items) ?? [], Date.now()),
  });

/** One of a group's mocks. Asked for anew when it opens or closes. */
export const groupMockQuery = (cohortId: string, mockId: string) =>
  queryOptions({
    queryKey: [...mocksOf(cohortId), mockId],
    queryFn: async ({ signal }) =>
      known(
        await client.call(
          "GET /cohorts/{cohortId}/mocks/{mockId}",
          { params: { cohortId, mockId } },
          { signal },
        ),
      ),
    refetchInterval: ({ state: { data } }) => untilChange(data ? [data] : [], Date.now()),
  });

/** For so long after a mock has closed, in seconds, results still come in: of those whom the clock stopped. */
const settling = 60;
/** How often they are asked for meanwhile, in ms. */
const settlingPause = 5_000;

/**
 * Whether results may still come in.
 * @param at ms by this device's clock
 */
export const isSettling = (mock: KnownMock, at: number): boolean =>
  mock.begun > 0 && secondsUntil(mock, "closesAt", at) > -settling;

/** The results of a mock that is closed, side by side, page by page, in no order. */
export const groupMockResultsQuery = (cohortId: string, mock: KnownMock) =>
  infiniteQueryOptions({
    queryKey: [...mocksOf(cohortId), mock.id, "results"],
    refetchInterval: () => isSettling(mock, Date.now()) && settlingPause,
    queryFn: ({ pageParam, signal }) =>
      client.call(
        "GET /cohorts/{cohortId}/mocks/{mockId}/results",
        { params: { cohortId, mockId: mock.id }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.cursor,
  });

/** Asks anew for all that is known of a group's mocks. */
export const renewGroupMocks = (queryClient: QueryClient, cohortId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: mocksOf(cohortId) });

/**
 * How many seconds there are until a mock opens, or closes, whatever this device's clock says.
 * @param at ms by this device's clock
 */
export const secondsUntil = (
  { now, receivedAt, ...mock }: Pick<KnownMock, "now" | "receivedAt" | "opensAt" | "closesAt">,
  which: "opensAt" | "closesAt",
  at: number,
): number => secondsLeft({ deadline: mock[which], now }, receivedAt, at);

/** In how many ms one of these mocks opens or closes; `false` where all are closed. */
export const untilChange = (mocks: readonly KnownMock[], at: number): number | false =>
  pauseUntil(
    mocks.flatMap((mock) =>
      mock.state === "closed"
        ? []
        : [secondsUntil(mock, mock.state === "scheduled" ? "opensAt" : "closesAt", at) * 1000],
    ),
  );

/** What to point a member to: an open mock that is still to be begun, else any that is open, else the next to come. */
export function nextMock<Mock extends GroupMock>(mocks: readonly Mock[]): Mock | undefined {
  const { open, upcoming } = currentMocks(mocks);
  return open.find(({ attemptId }) => attemptId === undefined) ?? open[0] ?? upcoming[0];
}

/** The mocks that can be begun, the one that closes first at the head; then those to come, the soonest first. */
export function currentMocks<Mock extends GroupMock>(
  mocks: readonly Mock[],
): { open: Mock[]; upcoming: Mock[] } {
  const inState = (state: GroupMock["state"]) => mocks.filter((mock) => mock.state === state);
  return {
    open: inState("open").toSorted((a, b) => Date.parse(a.closesAt) - Date.parse(b.closesAt)),
    upcoming: inState("scheduled").toSorted((a, b) => Date.parse(a.opensAt) - Date.parse(b.opensAt)),
  };
}
