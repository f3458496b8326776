import { countingOn } from "@lyceum/backend/attempts/composition";
import { recounting } from "@lyceum/backend/attempts/recounting";
import type { Table } from "@lyceum/backend/aws/table";
import {
  boardAt,
  boardsOf,
  repairActivity,
  repairBoard,
  repairTotals,
} from "@lyceum/backend/cohorts/boards/repair";
import {
  type Board,
  boardPartition,
  StandingRecord,
  standingsOf,
  userOf,
} from "@lyceum/backend/cohorts/boards/store";
import { isKept } from "@lyceum/backend/cohorts/boards/windows/rules";
import { standingsOn } from "@lyceum/backend/cohorts/composition";
import { statisticsStore } from "@lyceum/backend/questions/statistics/store";
import * as z from "zod";

const Attempt = z.object({ userId: z.string(), examId: z.string() });
const Cohort = z.object({ id: z.string(), state: z.string() });
const BoardItem = z.object({ pk: z.string() });
const Standing = StandingRecord.extend({ sk: z.string() });

/**
 * Counts anew all that the stream's consumers count, from what they count it from, and puts right what is not as it
 * should be.
 *
 * @param now ISO time
 * @param say is told how far it has come
 * @throws Fault unavailable where something keeps changing meanwhile
 */
export async function rebuildStandings(
  table: Table,
  now: () => string,
  say: (line: string) => void,
): Promise<void> {
  await rebuildLedgers(table, now, say);
  const strays = await boardsInTable(table, now);
  let cohorts = 0;
  for await (const { id, state } of table.scan(Cohort, ["cohort"])) {
    if (state === "deleting") continue;
    cohorts++;
    const wrong = await rebuildCohort(table, id, strays.get(id) ?? [], now);
    if (wrong > 0) say(`${id}: ${wrong} items of boards and totals put right`);
  }
  say(`${cohorts} cohorts looked through`);
}

async function rebuildLedgers(table: Table, now: () => string, say: (line: string) => void): Promise<void> {
  const { store, ledgers } = countingOn(table, now);
  const again = recounting({ store, ledgers, statistics: statisticsStore(table) });
  const learners = new Map<string, z.infer<typeof Attempt>>();
  for await (const { userId, examId } of table.scan(Attempt, ["attempt"])) {
    learners.set(`${examId} ${userId}`, { userId, examId });
  }
  let wrong = 0;
  for (const { userId, examId } of learners.values()) wrong += Number(await again.ledger(userId, examId));
  say(`${learners.size} learners' ledgers looked through, ${wrong} put right`);
  for (const examId of new Set([...learners.values()].map((learner) => learner.examId))) {
    say(`${examId}: item statistics of ${await again.statistics(examId)} versions put right`);
  }
}

/** The boards that there are items of, by their cohorts: with those that no standing tells of. */
async function boardsInTable(table: Table, now: () => string): Promise<Map<string, Board[]>> {
  const boards = new Map<string, Board>();
  for await (const { pk } of table.scan(BoardItem, ["boardRow", "boardHead", "boardCounts"])) {
    if (!boards.has(pk)) boards.set(pk, boardAt(pk));
  }
  const kept = [...boards.values()].filter(({ window }) => isKept(window, now()));
  return Map.groupBy(kept, ({ cohortId }) => cohortId);
}

async function rebuildCohort(
  table: Table,
  cohortId: string,
  strays: readonly Board[],
  now: () => string,
): Promise<number> {
  const { store, recompute } = standingsOn(table, now);
  const users = new Set((await table.queryAll(Standing, standingsOf(cohortId))).map(({ sk }) => userOf(sk)));
  let cursor: string | undefined;
  do {
    const page = await store.members(cohortId, { limit: 100, cursor });
    for (const { userId } of page.items) users.add(userId);
    cursor = page.cursor;
  } while (cursor);
  for (const userId of users) await recompute(cohortId, userId);

  const boards = new Map(strays.map((board) => [boardPartition(board), board]));
  for (const standing of await table.queryAll(Standing, standingsOf(cohortId))) {
    for (const board of boardsOf(cohortId, standing)) {
      if (isKept(board.window, now())) boards.set(boardPartition(board), board);
    }
  }
  let wrong = 0;
  for (const board of boards.values()) wrong += await repairBoard(table, board);
  return wrong + (await repairTotals(table, cohortId)) + (await repairActivity(table, cohortId));
}
