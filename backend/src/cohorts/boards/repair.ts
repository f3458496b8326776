import { isDeepStrictEqual } from "node:util";
import { Fault } from "@lyceum/shared/contract/fault";
import * as z from "zod";
import { ifAbsent, type Key, type Table, type TransactWrite } from "../../aws/table.ts";
import { type BoardName, boardNames } from "./scores/rules.ts";
import { sumOfTotals } from "./standings/rules.ts";
import {
  activities,
  activityItem,
  type Board,
  boardPartition,
  counterItems,
  headKey,
  placeOf,
  rowItem,
  StandingRecord,
  standingKey,
  standingsOf,
  totalsKey,
  userOf,
} from "./store.ts";
import { expiryOf } from "./windows/rules.ts";

const Item = z.looseObject({ pk: z.string(), sk: z.string() });
type Item = z.infer<typeof Item>;

/** What says whether something has changed: a number that every change adds to. */
const Version = z.object({ version: z.number() });

type Tables = Pick<Table, "get" | "queryAll" | "transact">;

const passes = 10;

/** One transaction takes 100 writes; one is the board's head. */
const writesAtOnce = 99;

/**
 * Puts a board right: its rows and counters follow from the cohort's standings, which are taken as they are. May run
 * beside the consumers, and be interrupted and run again, because every write is made on condition that the board has not
 * changed since the standings were read.
 *
 * @returns how many items were not as they should be
 * @throws Fault unavailable where the board keeps changing meanwhile
 */
export const repairBoard = (table: Tables, board: Board): Promise<number> =>
  untilRight(async () => {
    const head = await table.get(Item, headKey(board));
    const { cohortId } = board;
    const standings = await table.queryAll(StandingRecord.extend({ sk: z.string() }), standingsOf(cohortId));
    const wanted = await boardItems(
      board,
      standings.map(({ sk, ...standing }) => ({ ...standing, userId: userOf(sk) })),
    );
    const stored = await table.queryAll(Item, { pk: boardPartition(board), prefix: "" });
    const writes = differences(stored, wanted);
    for (let at = 0, version = versionOf(head); at < writes.length; at += writesAtOnce, version++) {
      const chunk = writes.slice(at, at + writesAtOnce).filter((write) => !isOf(headKey(board), write));
      const right = wanted.find(({ sk }) => sk === headKey(board).sk) ?? emptyHead(board);
      await table.transact([...chunk, putVersion(right, version)]);
    }
    return writes.length;
  });

/**
 * Puts a cohort's totals right, in the same way.
 * @returns 1 where they were not as they should be
 * @throws Fault unavailable where the cohort keeps changing meanwhile
 */
export const repairTotals = (table: Tables, cohortId: string): Promise<number> =>
  untilRight(async () => {
    const key = totalsKey(cohortId);
    const stored = await table.get(Item, key);
    const standings = await table.queryAll(StandingRecord, standingsOf(cohortId));
    const wanted = { ...key, entity: "cohortTotals", ...sumOfTotals(standings) };
    if (isDeepStrictEqual(comparable(stored ?? { ...key, entity: "cohortTotals" }), comparable(wanted)))
      return 0;
    await table.transact([putVersion(wanted, versionOf(stored))]);
    return 1;
  });

const Activity = Item.extend({ userId: z.string() });

/**
 * Puts a cohort's list by last activity right, line by line, each on condition that the learner's standing is the one that
 * was read.
 * @returns how many lines were not as they should be
 * @throws Fault unavailable where the cohort keeps changing meanwhile
 */
export const repairActivity = (table: Tables, cohortId: string): Promise<number> =>
  untilRight(async () => {
    const standings = await table.queryAll(StandingRecord.extend({ sk: z.string() }), standingsOf(cohortId));
    const lines = await table.queryAll(Activity, activities(cohortId));
    const ofUser = Map.groupBy(lines, ({ userId }) => userId);
    const standing = new Map(standings.map((one) => [userOf(one.sk), one]));
    let wrong = 0;
    for (const userId of new Set([...standing.keys(), ...ofUser.keys()])) {
      const { lastDay, revision } = standing.get(userId) ?? {};
      const place = await placeOf(cohortId, userId);
      const right = lastDay === undefined ? [] : [activityItem(cohortId, userId, place, lastDay)];
      const writes = differences(ofUser.get(userId) ?? [], right);
      if (writes.length === 0) continue;
      wrong += writes.length;
      const isAsRead = revision
        ? {
            ConditionExpression: "revision = :revision",
            ExpressionAttributeValues: { ":revision": revision },
          }
        : ifAbsent;
      await table.transact([
        { ConditionCheck: { Key: standingKey(cohortId, userId), ...isAsRead } },
        ...writes,
      ]);
    }
    return wrong;
  });

/** The boards that a standing is on. */
export const boardsOf = (cohortId: string, { scores }: z.infer<typeof StandingRecord>): Board[] =>
  Object.keys(scores).map((key) => {
    const [name, window = ""] = key.split("#");
    return { cohortId, board: boardNamed(name), window };
  });

/** @throws TypeError where that is no board's partition key */
export function boardAt(partition: string): Board {
  const [, cohortId = "", name, window = ""] = partition.split("#");
  return { cohortId, board: boardNamed(name), window };
}

function boardNamed(name: string | undefined): BoardName {
  const board = boardNames.find((one) => one === name);
  if (!board) throw new TypeError(`${name} is no board`);
  return board;
}

async function untilRight(pass: () => Promise<number>): Promise<number> {
  let repaired = 0;
  for (let left = passes; left > 0; left--) {
    try {
      const wrong = await pass();
      if (wrong === 0) return repaired;
      repaired += wrong;
    } catch (error) {
      if (!(error instanceof Fault && error.code === "conflict")) throw error;
    }
  }
  throw new Fault("unavailable", "The group keeps changing. Try again at a quieter time.");
}

async function boardItems(
  board: Board,
  standings: readonly (z.infer<typeof StandingRecord> & { userId: string })[],
): Promise<Item[]> {
  const rows = await Promise.all(
    standings.flatMap(({ userId, pseudonym, scores }) => {
      const score = scores[`${board.board}#${board.window}`];
      if (score === undefined) return [];
      return [
        placeOf(board.cohortId, userId).then((place) => rowItem(board, place, { userId, pseudonym, score })),
      ];
    }),
  );
  return rows.length === 0
    ? []
    : [
        ...rows,
        ...counterItems(
          board,
          rows.map(({ score }) => score),
        ),
      ];
}

/** What has to be written for the wanted items to be the ones that are stored. */
function differences(stored: readonly Item[], wanted: readonly Item[]): TransactWrite[] {
  const right = new Map(wanted.map((item) => [item.sk, item]));
  const known = new Map(stored.map((item) => [item.sk, item]));
  return [
    // Counters that are all 0 are as good as none.
    ...stored
      .filter((item) => !right.has(item.sk) && (!isCounters(item) || hasCounts(item)))
      .map(({ pk, sk }) => ({ Delete: { Key: { pk, sk } } })),
    ...wanted
      .filter(
        (item) =>
          !isDeepStrictEqual(comparable(known.get(item.sk) ?? { ...item, score: "none" }), comparable(item)),
      )
      .map((item) => ({ Put: { Item: item } })),
  ];
}

const isOf = ({ sk }: Key, write: TransactWrite): boolean =>
  ("Put" in write && write.Put.Item?.sk === sk) || ("Delete" in write && write.Delete.Key?.sk === sk);

const isCounters = ({ entity }: Item): boolean => entity === "boardHead" || entity === "boardCounts";

const hasCounts = (item: Item): boolean =>
  Object.entries(comparable(item)).some(([name, value]) => typeof value === "number" && name !== "expiresAt");

/** Without the version, and without counters that are 0. */
const comparable = ({ version: _, ...item }: Item): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(item).filter(([name, value]) => value !== undefined && (value !== 0 || name === "score")),
  );

/** Of a board that nobody is on any more. */
const emptyHead = (board: Board): Item => {
  const expiresAt = expiryOf(board.window);
  return { ...headKey(board), entity: "boardHead", total: 0, ...(expiresAt && { expiresAt }) };
};

const versionOf = (item: Item | undefined): number => (item ? Version.parse(item).version : 0);

/** Replaces an item that has a version, on condition that it is the one that was read. */
const putVersion = (item: Key & Record<string, unknown>, version: number): TransactWrite => ({
  Put: {
    Item: { ...item, version: version + 1 },
    ConditionExpression: version === 0 ? "attribute_not_exists(pk)" : "version = :version",
    ...(version > 0 && { ExpressionAttributeValues: { ":version": version } }),
  },
});
