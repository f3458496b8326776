import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AttributeValue, DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { createTable, type Table } from "@lyceum/backend/aws/table";
import { boardHandlers } from "@lyceum/backend/cohorts/boards/handlers";
import { boardNames } from "@lyceum/backend/cohorts/boards/scores/rules";
import { nothing, type Standing, stepTowards } from "@lyceum/backend/cohorts/boards/standings/rules";
import {
  type Board,
  type BoardStore,
  boardStore,
  counterItems,
  placeOf,
  rowItem,
} from "@lyceum/backend/cohorts/boards/store";
import { windowKeys } from "@lyceum/backend/cohorts/boards/windows/rules";
import { type CohortStore, cohortStore } from "@lyceum/backend/cohorts/store";
import { startDynamoDb } from "@lyceum/infra/local/dynamodb/server";
import { indexStreamRecords } from "@lyceum/infra/local/dynamodb/stream-records";
import { provideTable, tablesOf } from "@lyceum/infra/local/dynamodb/tables";
import { createChildren } from "@lyceum/infra/local/process/children";
import { readTemplate } from "@lyceum/infra/local/template/template";
import { assemblyDirectory } from "@lyceum/infra/synth";
import { quantile, rounded } from "./statistics.ts";

export interface BoardRow {
  bench: "boards";
  operation: string;
  /** How many rows the board has. */
  members: number;
  /** DynamoDB request units: the most that one call took. */
  readUnits: number;
  writeUnits: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** The way that it is not done, to compare with. */
  naive: boolean;
}

/** All that an answer of 304 reads: the asker's role, the group, and the board's version. */
export const unchanged = "answer that nothing has changed";

const sizes = [100, 10_000, 100_000];
const rounds = 100;
const warmUp = 10;
/** A count of all rows above takes as long as a hundred of the others. */
const naiveRounds = 10;

/** What reading and changing a board costs, by the number of its members. */
export async function* boardRows(): AsyncGenerator<BoardRow> {
  const server = await startServer();
  const meter = meteredClient(server.endpoint);
  try {
    const [definition] = tablesOf(await readTemplate(assemblyDirectory));
    if (!definition) throw new TypeError("the template describes no table");
    await provideTable(meter.client, definition);
    // As the local cloud does, so that a write to a large table takes as long as there.
    if (server.file) indexStreamRecords(server.file);
    const table = createTable(definition.name, meter.client);
    const store = boardStore(table);
    const cohorts = cohortStore(table);
    const handlers = boardHandlers({ boards: store, now: () => now });
    for (const members of sizes) {
      const board: Board = {
        cohortId: `coh_${String(members).padStart(26, "0")}`,
        board: "mastery",
        window: windows.week,
      };
      const rows = Array.from({ length: members }, (_, place) => ({
        userId: `user-${String(place).padStart(31, "0")}`,
        pseudonym: `Learner ${String(place).padStart(6, "0")}`,
        score: someScore(place),
      }));
      await fill(table, board, rows);
      const sample = Array.from({ length: rounds + warmUp }, (_, place) =>
        rowAt(rows, Math.floor((place * members) / (rounds + warmUp))),
      );
      for (const { userId, pseudonym, score } of new Set(sample)) {
        await enter(store, board, userId, standing(board, pseudonym, score));
      }
      const asker = rowAt(sample, rounds / 2).userId;
      await found(cohorts, board.cohortId, asker);
      const asked = async () => {
        const member = await cohorts.membership(board.cohortId, asker);
        if (!member) throw new TypeError("the cohort has just been made with its member");
        const caller = { userId: asker, email: "", groups: [] };
        const params = { cohortId: board.cohortId, board: board.board, window: "week" as const };
        return { caller, member, params, query: undefined, body: undefined };
      };
      const head = await store.head(board);
      const bottom = await lastPageStart(store, board, head.total);

      const operations: Record<string, (round: number) => Promise<unknown>> = {
        [unchanged]: async () => handlers.tag(await asked()),
        "answer with what has changed": async () => {
          const request = await asked();
          return [await handlers.tag(request), await handlers.board(request)];
        },
        "head and top 3": async () => [await store.head(board), await store.top(board, 3)],
        "head, own rank and 2 neighbours on each side": async (round) =>
          store.around(board, await store.head(board), rowAt(sample, round).userId, 2),
        "head and the last page of 25": async () =>
          store.page(board, await store.head(board), { limit: 25, cursor: bottom }),
        "change one score": (round) => change(store, board, rowAt(sample, round).userId, [board]),
        "change all nine scores, as a mock does": (round) =>
          change(store, board, rowAt(sample, round).userId, allBoards(board)),
      };
      for (const [operation, run] of Object.entries(operations)) {
        yield {
          ...(await meter.measured(run, rounds, warmUp)),
          bench: "boards",
          operation,
          members,
          naive: false,
        };
      }
      const count = (round: number) =>
        countAbove(
          meter.client,
          definition.name,
          board,
          rowAt(sample, round * Math.floor(rounds / naiveRounds)),
        );
      yield {
        ...(await meter.measured(count, naiveRounds, 1)),
        bench: "boards",
        operation: "naive: own rank by a count",
        members,
        naive: true,
      };
    }
  } finally {
    meter.client.destroy();
    await server.stop();
  }
}

const now = "2026-11-18T12:00:00Z";
const windows = windowKeys("UTC", now);

/** Scattered over the scale, with ties. */
const someScore = (place: number) => (place * 7919) % 10_000;

function rowAt<Row>(rows: readonly Row[], place: number): Row {
  const row = rows[place % rows.length];
  if (!row) throw new TypeError("there are no rows");
  return row;
}

const allBoards = (board: Board): Board[] =>
  Object.values(windows).flatMap((window) => boardNames.map((name) => ({ ...board, board: name, window })));

const keyOf = ({ board, window }: Board) => `${board}#${window}`;

/** Of a member who is on all boards, and has answered in 20 tasks and six weeks. */
const standing = (board: Board, pseudonym: string, score: number): Standing => ({
  pseudonym,
  scores: Object.fromEntries(allBoards(board).map((one) => [keyOf(one), score])),
  totals: Object.fromEntries([
    ...Array.from({ length: 20 }, (_, task) => [`answered#${1 + (task % 5)}.${1 + (task % 4)}`, 10]),
    ...Array.from({ length: 20 }, (_, task) => [`right#${1 + (task % 5)}.${1 + (task % 4)}`, 7]),
    ...Array.from({ length: 6 }, (_, week) => [`answers#2026-W4${week}`, 40]),
    ...Array.from({ length: 6 }, (_, week) => [`active#2026-W4${week}`, 1]),
    ["readiness#7", 1],
  ]),
});

/** Makes the cohort itself, with one member. */
function found(cohorts: CohortStore, id: string, userId: string): Promise<void> {
  const owner = { cohortId: id, userId, role: "owner" as const, joinedAt: now };
  const choices = { name: "Ada Lovelace", pseudonym: "Adder", listed: true, shares: false };
  const settings = { name: "Tuesday group", examId: "aip-c01", examDate: "2027-02-28", timeZone: "UTC" };
  const made = { createdAt: now, createdBy: userId, demo: false, members: 1, owners: new Set([userId]) };
  return cohorts.create(
    { id, ...settings, ...made, state: "active" },
    { ...owner, ...choices },
    { id, at: now, action: "cohort_created", actor: choices.name, actorId: userId },
  );
}

/** Puts a member who has a row on the board already on the other boards, with a standing that says so. */
async function enter(store: BoardStore, board: Board, userId: string, target: Standing): Promise<void> {
  const step = stepTowards(nothing, target, now);
  if (!step) throw new TypeError("something is not nothing");
  const changes = step.changes.filter((one) => keyOf({ ...board, ...one }) !== keyOf(board));
  await store.change(board.cohortId, userId, undefined, { ...step, changes });
}

/** Moves a member's scores on some boards far enough for other coarse buckets, as one more right answer of a task does. */
async function change(
  store: BoardStore,
  board: Board,
  userId: string,
  boards: readonly Board[],
): Promise<void> {
  const stored = await store.standing(board.cohortId, userId);
  if (!stored) throw new TypeError("a member of the sample has a standing");
  const { scores, totals } = stored.standing;
  const changed = boards.map((one) => [keyOf(one), ((scores[keyOf(one)] ?? 0) + 137) % 10_000]);
  const more = {
    "answered#1.1": (totals["answered#1.1"] ?? 0) + 1,
    "right#1.1": (totals["right#1.1"] ?? 0) + 1,
  };
  const target = {
    ...stored.standing,
    scores: { ...scores, ...Object.fromEntries(changed) },
    totals: { ...totals, ...more },
  };
  const step = stepTowards(stored.standing, target, now);
  if (!step) throw new TypeError("a score has changed");
  await store.change(board.cohortId, userId, stored.revision, step);
}

/** The cursor of the last page of 25. */
async function lastPageStart(store: BoardStore, board: Board, total: number): Promise<string> {
  let cursor: string | undefined;
  for (let left = total - 25; left > 0; ) {
    const page = await store.page(board, await store.head(board), { limit: Math.min(1000, left), cursor });
    left -= page.items.length;
    cursor = page.cursor;
  }
  if (!cursor) throw new TypeError("there is more than one page");
  return cursor;
}

/** How a board's rank is found without counters. */
async function countAbove(
  client: DynamoDBClient,
  TableName: string,
  board: Board,
  row: Parameters<typeof rowItem>[2],
): Promise<number> {
  const { pk, sk } = rowItem(board, await placeOf(board.cohortId, row.userId), row);
  let above = 0;
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        Select: "COUNT",
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :own",
        ExpressionAttributeValues: { ":pk": { S: pk }, ":first": { S: "ROW#" }, ":own": { S: sk } },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    above += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return above;
}

/** Writes rows and counters as they would be, a hundred at a time. */
async function fill(
  table: Table,
  board: Board,
  rows: readonly Parameters<typeof rowItem>[2][],
): Promise<void> {
  const items = [
    ...(await Promise.all(
      rows.map(async (row) => rowItem(board, await placeOf(board.cohortId, row.userId), row)),
    )),
    ...counterItems(
      board,
      rows.map(({ score }) => score),
    ),
  ];
  for (let start = 0; start < items.length; start += 100) {
    await table.transact(items.slice(start, start + 100).map((Item) => ({ Put: { Item } })));
  }
}

async function startServer() {
  const data = await mkdtemp(join(tmpdir(), "lyceum-bench-"));
  const children = createChildren();
  const server = await startDynamoDb({
    dataDirectory: data,
    logDirectory: data,
    children,
    warn: console.error,
  });
  return {
    ...server,
    async stop() {
      await server.stop();
      await children.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** A client whose calls are counted in DynamoDB's units. */
function meteredClient(endpoint: string) {
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  let used = { readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
      const units = unitsOf(result.output);
      if (/Get|Query/.test(context.commandName ?? "")) used.readUnits += units;
      else used.writeUnits += units;
      return result;
    },
    { step: "initialize" },
  );
  return {
    client,
    async measured(run: (round: number) => Promise<unknown>, count: number, before: number) {
      const times: number[] = [];
      let [readUnits, writeUnits] = [0, 0];
      for (let round = -before; round < count; round++) {
        used = { readUnits: 0, writeUnits: 0 };
        const start = performance.now();
        await run(round + before);
        if (round < 0) continue;
        times.push(performance.now() - start);
        readUnits = Math.max(readUnits, used.readUnits);
        writeUnits = Math.max(writeUnits, used.writeUnits);
      }
      return {
        readUnits: rounded(readUnits, 1),
        writeUnits: rounded(writeUnits, 1),
        p50: rounded(quantile(times, 0.5)),
        p95: rounded(quantile(times, 0.95)),
      };
    },
  };
}

function unitsOf(output: object): number {
  const consumed: unknown = "ConsumedCapacity" in output ? output.ConsumedCapacity : [];
  const each: { CapacityUnits?: number }[] = Array.isArray(consumed) ? consumed : [consumed ?? {}];
  return each.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
