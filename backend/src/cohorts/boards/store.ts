import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../../aws/table.ts";
import { bucketOf, type Counts, type Head, placeInBucket, type Rank, ranked, rankOf } from "./ranks/rules.ts";
import { type BoardName, highestScore } from "./scores/rules.ts";
import { type Change, isNothing, type Standing, type Step } from "./standings/rules.ts";
import { expiryOf } from "./windows/rules.ts";

/** A cohort's board in one window, by the window's key. */
export interface Board {
  cohortId: string;
  board: BoardName;
  window: string;
}

const counts = z.record(z.string(), z.number().int());

export const StandingRecord = z.object({
  /** Another one after every write, and never again the same: a standing that was deleted and made anew is another. */
  revision: z.string(),
  pseudonym: z.string(),
  scores: counts,
  totals: counts,
  lastDay: z.string().optional(),
});

const Row = z.object({ userId: z.string(), pseudonym: z.string(), score: z.number().int() });
export type Row = z.infer<typeof Row>;
export type RankedRow = Row & { rank: number };

const Attributes = z.record(z.string(), z.unknown());

const HeadRecord = Attributes.transform((item): Head => {
  const { version, total } = z.object({ version: z.number(), total: z.number() }).parse(item);
  return { version, total, coarse: countsIn(item, "c") };
});

const FineRecord = Attributes.transform((item): Counts => countsIn(item, "f"));

const TotalsRecord = Attributes.transform(({ version: _, ...item }): Record<string, number> => {
  const totals: Record<string, number> = {};
  for (const [name, value] of Object.entries(item)) {
    if (typeof value === "number" && value !== 0) totals[name] = value;
  }
  return totals;
});

const levels = 100;
const empty: Counts = Array.from({ length: levels }, () => 0);
const emptyHead: Head = { version: 0, total: 0, coarse: empty };

export type BoardStore = ReturnType<typeof boardStore>;

/**
 * Boards, standings, a cohort's totals and its list of learners by last activity. Everything on a board is the sum of
 * what standings say: rows and counters change in the transaction that changes the standing they come from, and in no
 * other way.
 *
 * Who shows a board reads its head first and the rows after it. Rows may be newer than their head, never older, so the
 * head's version is a safe entity tag: a view of two versions is replaced by the next one that looks.
 */
export function boardStore(table: Pick<Table, "get" | "query" | "transact">) {
  const rows = (board: Board) => ({ pk: boardPartition(board), prefix: "ROW#" });

  async function rank(board: Board, head: Head, score: number): Promise<Rank> {
    const fine = await table.get(FineRecord, fineKey(board, bucketOf(score)));
    return rankOf(score, head, fine ?? empty);
  }

  return {
    /** A board's version and coarse counters: one item, which is all that it costs to see that nothing has changed. */
    head: async (board: Board, consistency?: "strong" | "eventual"): Promise<Head> =>
      (await table.get(HeadRecord, headKey(board), consistency)) ?? emptyHead,

    /** The first `limit` rows. */
    async top(board: Board, limit: number): Promise<RankedRow[]> {
      const { items } = await table.query(Row, { ...rows(board), limit });
      return ranked(items);
    },

    /** The rank that a score has or would have. */
    rank,

    /**
     * A member's row, with as many rows as `limit` on each side of it; `undefined` for who is not on the board.
     * The place of the own row in the list is the number of rows above it.
     */
    async around(
      board: Board,
      head: Head,
      userId: string,
      limit: number,
    ): Promise<{ rows: RankedRow[]; own: number } | undefined> {
      const standing = await table.get(StandingRecord, standingKey(board.cohortId, userId));
      const score = standing?.scores[`${board.board}#${board.window}`];
      if (!standing || score === undefined) return undefined;
      const after = rowKey(board, score, await placeOf(board.cohortId, userId)).sk;
      const [above, below] = await Promise.all(
        [true, false].map((descending) => table.query(Row, { ...rows(board), after, descending, limit })),
      );
      const before = above?.items.toReversed() ?? [];
      const own = { userId, pseudonym: standing.pseudonym, score };
      const found = [...before, own, ...(below?.items ?? [])];
      // Fewer rows above than asked for: they begin with the board's first.
      const first = before.length < limit ? undefined : await rank(board, head, found[0]?.score ?? score);
      return { rows: ranked(found, first), own: before.length };
    },

    /** One page of the whole board. The cursor says nothing of who is on it. */
    async page(
      board: Board,
      head: Head,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<{ items: RankedRow[]; cursor?: string }> {
      const { items, ...rest } = await table.query(Row, { ...rows(board), ...page });
      const [start] = items;
      const first = page.cursor && start ? await rank(board, head, start.score) : undefined;
      return { ...rest, items: ranked(items, first) };
    },

    /** What the cohort's members have done together; see `Standing.totals` for the names. */
    totals: async (cohortId: string): Promise<Record<string, number>> =>
      (await table.get(TotalsRecord, totalsKey(cohortId))) ?? {},

    /** @returns the stored standing and the revision that a change of it must be based on, if there is one */
    async standing(
      cohortId: string,
      userId: string,
    ): Promise<{ standing: Standing; revision: string } | undefined> {
      const stored = await table.get(StandingRecord, standingKey(cohortId, userId));
      if (!stored) return undefined;
      const { revision, ...standing } = stored;
      return { standing, revision };
    },

    /**
     * Makes one step of a member's standing, with the rows and counters that follow from it: at most 100 writes.
     * @param revision of the standing that the step was made from; `undefined` where there was none
     * @throws Fault conflict where the stored revision is another, unavailable where too many change the board now
     */
    async change(
      cohortId: string,
      userId: string,
      revision: string | undefined,
      { next, pseudonym, changes, counters, activity }: Step,
    ): Promise<void> {
      const place = await placeOf(cohortId, userId);
      const condition = revision
        ? {
            ConditionExpression: "revision = :revision",
            ExpressionAttributeValues: { ":revision": revision },
          }
        : ifAbsent;
      const Key = standingKey(cohortId, userId);
      const Item = { ...Key, entity: "standing", revision: crypto.randomUUID(), ...next };
      await table.transact([
        isNothing(next) ? { Delete: { Key, ...condition } } : { Put: { Item, ...condition } },
        ...(Object.keys(counters).length > 0
          ? [add(totalsKey(cohortId), "cohortTotals", { ...counters, version: 1 })]
          : []),
        ...(activity ? activityWrites(cohortId, activity, place, userId) : []),
        ...changes.flatMap((change) =>
          rowWrites({ cohortId, board: change.board, window: change.window }, change, place, {
            userId,
            pseudonym,
          }),
        ),
      ]);
    },
  };
}

/** A learner's line in the list by last activity, as it is stored. */
export const activityItem = (cohortId: string, userId: string, place: string, lastDay: string) => ({
  ...activityKey(cohortId, lastDay, place),
  entity: "activity",
  userId,
  lastDay,
});

/** Takes a learner from one place in the list by last activity to another. */
const activityWrites = (
  cohortId: string,
  { from, to }: NonNullable<Step["activity"]>,
  place: string,
  userId: string,
): TransactWrite[] => [
  ...(from === undefined ? [] : [{ Delete: { Key: activityKey(cohortId, from, place) } }]),
  ...(to === undefined ? [] : [{ Put: { Item: activityItem(cohortId, userId, place, to) } }]),
];

/** The row's own writes, and what it changes of the board's counters. */
function rowWrites(
  board: Board,
  { from, to }: Pick<Change, "from" | "to">,
  place: string,
  who: Pick<Row, "userId" | "pseudonym">,
): TransactWrite[] {
  const coarse = new Map<string, number>();
  const fine = new Map<number, Map<string, number>>();
  const count = (score: number, by: number) => {
    const bucket = bucketOf(score);
    const counters = fine.get(bucket) ?? new Map<string, number>();
    fine.set(bucket, counters);
    bump(coarse, counterName("c", bucket), by);
    bump(counters, counterName("f", placeInBucket(score)), by);
  };
  if (from !== undefined) count(from, -1);
  if (to !== undefined) count(to, 1);
  const total = Number(to !== undefined) - Number(from !== undefined);
  const expiresAt = expiryOf(board.window);
  return [
    ...(from !== undefined && from !== to ? [{ Delete: { Key: rowKey(board, from, place) } }] : []),
    ...(to === undefined ? [] : [{ Put: { Item: rowItem(board, place, { ...who, score: to }) } }]),
    add(headKey(board), "boardHead", { ...changed(coarse), total, version: 1 }, expiresAt),
    ...[...fine].flatMap(([bucket, counters]) => {
      const counted = changed(counters);
      if (Object.keys(counted).length === 0) return [];
      return [add(fineKey(board, bucket), "boardCounts", counted, expiresAt)];
    }),
  ];
}

function bump(counters: Map<string, number>, name: string, by: number): void {
  counters.set(name, (counters.get(name) ?? 0) + by);
}

const changed = (counters: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counters].filter(([, by]) => by !== 0));

/** Adds to counters of an item, which is made if need be. */
function add(
  Key: Key,
  entity: string,
  counters: Readonly<Record<string, number>>,
  expiresAt?: number,
): TransactWrite {
  const names = Object.keys(counters);
  return {
    Update: {
      Key,
      UpdateExpression: `SET entity = :entity${expiresAt ? ", expiresAt = :expiresAt" : ""} ADD ${names
        .map((_, place) => `#${place} :${place}`)
        .join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, place) => [`#${place}`, name])),
      ExpressionAttributeValues: {
        ":entity": entity,
        ...(expiresAt && { ":expiresAt": expiresAt }),
        ...Object.fromEntries(names.map((name, place) => [`:${place}`, counters[name]])),
      },
    },
  };
}

/** A row as it is stored. `place` is from `placeOf`. */
export const rowItem = (board: Board, place: string, row: Row) => ({
  ...rowKey(board, row.score, place),
  entity: "boardRow",
  ...row,
  expiresAt: expiryOf(board.window),
});

/** A board's counters as they are stored, from the scores on it. */
export function counterItems(board: Board, scores: readonly number[]) {
  const expiresAt = expiryOf(board.window);
  const buckets = Map.groupBy(scores, bucketOf);
  const tally = (prefix: string, places: readonly number[]) =>
    Object.fromEntries(
      [...Map.groupBy(places, (place) => counterName(prefix, place))].map(([name, all]) => [
        name,
        all.length,
      ]),
    );
  return [
    {
      ...headKey(board),
      entity: "boardHead",
      version: 1,
      total: scores.length,
      ...tally("c", scores.map(bucketOf)),
      expiresAt,
    },
    ...[...buckets].map(([bucket, own]) => ({
      ...fineKey(board, bucket),
      entity: "boardCounts",
      ...tally("f", own.map(placeInBucket)),
      expiresAt,
    })),
  ];
}

/**
 * Where a member's row stands among those with the same score: always the same, and without the member's id, because a
 * page's cursor is made of it.
 */
export async function placeOf(cohortId: string, userId: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${cohortId}#${userId}`);
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Buffer.from(hash).toString("hex", 0, 8);
}

const twoDigits = (count: number) => String(count).padStart(2, "0");
const counterName = (prefix: string, place: number) => `${prefix}${twoDigits(place)}`;

function countsIn(item: Readonly<Record<string, unknown>>, prefix: string): Counts {
  return empty.map((none, place) => {
    const count = item[counterName(prefix, place)];
    return typeof count === "number" ? count : none;
  });
}

const cohort = (cohortId: string) => `COHORT#${cohortId}`;
const standingPrefix = "STANDING#";
export const standingKey = (cohortId: string, userId: string): Key => ({
  pk: cohort(cohortId),
  sk: `${standingPrefix}${userId}`,
});
/** Where a cohort's standings are. */
export const standingsOf = (cohortId: string) => ({ pk: cohort(cohortId), prefix: standingPrefix });
/** Whose standing has this sort key. */
export const userOf = (sk: string): string => sk.slice(standingPrefix.length);
/** Where a cohort's list by last activity is. */
export const activities = (cohortId: string) => ({ pk: cohort(cohortId), prefix: "ACTIVE#" });
const activityKey = (cohortId: string, lastDay: string, place: string): Key => ({
  pk: cohort(cohortId),
  sk: `ACTIVE#${lastDay}#${place}`,
});
export const totalsKey = (cohortId: string): Key => ({ pk: cohort(cohortId), sk: "TOTALS" });

export const boardPartition = ({ cohortId, board, window }: Board) => `BOARD#${cohortId}#${board}#${window}`;
export const headKey = (board: Board): Key => ({ pk: boardPartition(board), sk: "HIST" });
const fineKey = (board: Board, bucket: number): Key => ({
  pk: boardPartition(board),
  sk: `FINE#${twoDigits(bucket)}`,
});
/** The highest score sorts first. */
const rowKey = (board: Board, score: number, place: string): Key => ({
  pk: boardPartition(board),
  sk: `ROW#${String(highestScore - score).padStart(4, "0")}#${place}`,
});
