import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { startTable } from "@lyceum/scripts/testing/table";
import { emptyLedger, type Ledger, merge } from "../../attempts/ledger/rules.ts";
import { examWith } from "../../testing/items.ts";
import { dashboardStore } from "../dashboards/store.ts";
import { recompute } from "./recompute.ts";
import { type BoardName, boardNames } from "./scores/rules.ts";
import { never } from "./standings/rules.ts";
import { type Board, type BoardStore, boardStore } from "./store.ts";
import { memoryTable } from "./testing/memory.ts";
import { windowKeys } from "./windows/rules.ts";

// What the properties find in memory, once on a real table: its transactions, conditions, cursors and counters.

jest.setTimeout(60_000);

const exam = examWith([50, 30, 20]);
const tasks = exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
const cohortId = "coh_1";
const now = "2026-11-18T12:00:00Z";
const timeZone = "Europe/Berlin";
const members = Array.from({ length: 30 }, (_, place) => `user-${place}`);

let server: Awaited<ReturnType<typeof startTable>>;

beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server?.stop());

/** Three attempts on three days. Members know more or less of it, some as much as others. */
const ledgers = new Map(
  members.map((userId, member) => {
    const attempts = [20, 6, 1].map((daysAgo, attempt) => ({
      attemptId: `att_${attempt}`,
      at: Date.parse(now) - daysAgo * 86_400_000,
      mock: false,
      exposures: Array.from({ length: 25 }, (_, place) => ({
        questionId: `q${attempt * 25 + place}`,
        taskId: tasks[place % tasks.length] ?? "",
        scored: true,
        outcome: (place * 7) % 10 < (member % 6) + attempt ? ("right" as const) : ("wrong" as const),
        fast: false,
        flagged: false,
      })),
    }));
    return [userId, attempts.reduce<Ledger>(merge, emptyLedger)] as const;
  }),
);

function recomputing(store: BoardStore, changes: { hidden?: string; gone?: string } = {}) {
  return recompute({
    store,
    sourceOf: async (_, userId) =>
      changes.gone === userId
        ? undefined
        : {
            member: {
              role: "learner",
              listed: userId !== changes.hidden,
              shares: false,
              pseudonym: `name of ${userId}`,
            },
            timeZone,
            exam,
            ledger: ledgers.get(userId) ?? emptyLedger,
          },
    now: () => now,
  });
}

async function contents(store: BoardStore) {
  const all: Record<string, unknown> = { totals: await store.totals(cohortId) };
  for (const window of Object.values(windowKeys(timeZone, now))) {
    for (const name of boardNames) {
      const board: Board = { cohortId, board: name, window };
      const { version: _, ...head } = await store.head(board);
      const rows = [];
      let cursor: string | undefined;
      do {
        const page = await store.page(board, { version: 0, ...head }, { limit: 7, cursor });
        rows.push(...page.items);
        cursor = page.cursor;
      } while (cursor);
      all[`${name} ${window}`] = { head, rows };
    }
  }
  return all;
}

test("triggers side by side, twice and in any order make the boards that one after the other makes", async () => {
  const real = boardStore(server.table);
  const memory = boardStore(memoryTable());
  await Promise.all(
    members.flatMap((userId) => [userId, userId]).map((userId) => recomputing(real)(cohortId, userId)),
  );
  for (const userId of members.toReversed()) await recomputing(memory)(cohortId, userId);
  expect(await contents(real)).toEqual(await contents(memory));

  const board = (name: BoardName): Board => ({ cohortId, board: name, window: "2026-W47" });
  for (const name of boardNames) {
    const head = await real.head(board(name));
    expect(head.total).toBe(members.length);
    const page = await real.page(board(name), head, { limit: 100 });
    expect(await real.top(board(name), 3)).toEqual(page.items.slice(0, 3));
    for (const [place, { userId }] of page.items.entries()) {
      const start = Math.max(0, place - 2);
      expect(await real.around(board(name), head, userId, 2)).toEqual({
        rows: page.items.slice(start, place + 3),
        own: place - start,
      });
    }
  }

  const changes = { hidden: "user-3", gone: "user-4" };
  for (const store of [real, memory]) {
    for (const userId of Object.values(changes)) await recomputing(store, changes)(cohortId, userId);
  }
  expect(await contents(real)).toEqual(await contents(memory));
  expect(await real.standing(cohortId, "user-4")).toBeUndefined();
  expect((await real.head(board("effort"))).total).toBe(members.length - 2);
});

test("learners are listed by their last day in pages, and go to the end when they come back", async () => {
  const cohortId = "coh_2";
  const boards = boardStore(server.table);
  const dashboards = dashboardStore(server.table);
  const active = new Map(members.map((userId, place) => [userId, place % 6]));
  const standUp = (userId: string) =>
    recompute({
      store: boards,
      sourceOf: async () => ({
        member: { role: "learner", listed: false, shares: false, pseudonym: userId },
        timeZone,
        exam,
        ledger: answeredOn(active.get(userId) ?? 0),
      }),
      now: () => now,
    })(cohortId, userId);
  const listed = async () => {
    const all: { userId: string; lastDay: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await dashboards.leastActive(cohortId, { limit: 7, cursor });
      if (page.cursor) expect(Buffer.from(page.cursor, "base64url").toString()).not.toContain("user-");
      all.push(...page.items);
      cursor = page.cursor;
    } while (cursor);
    return all;
  };
  const byDay = (all: { userId: string; lastDay: string }[]) =>
    all.map(({ userId, lastDay }) => `${lastDay} ${userId}`).sort();

  for (const userId of members) await standUp(userId);
  const before = await listed();
  expect(before.map(({ lastDay }) => lastDay)).toEqual(before.map(({ lastDay }) => lastDay).toSorted());
  expect(byDay(before)).toEqual(
    members.map((userId) => `${dayOf(active.get(userId) ?? 0)} ${userId}`).sort(),
  );
  expect(before.filter(({ lastDay }) => lastDay === never)).toHaveLength(members.length / 6);

  const [first] = before;
  if (!first) throw new TypeError("thirty are listed");
  active.set(first.userId, 17);
  await standUp(first.userId);
  const after = await listed();
  expect(after.at(-1)).toEqual({ userId: first.userId, lastDay: dayOf(17) });
  expect(byDay(after.slice(0, -1))).toEqual(byDay(before.slice(1)));
});

/** On the so-manieth day of a month; on day 0, never. */
const dayOf = (day: number) => (day === 0 ? never : `2026-11-${String(day).padStart(2, "0")}`);

function answeredOn(day: number): Ledger {
  if (day === 0) return emptyLedger;
  const exposure = { taskId: tasks[0] ?? "", scored: true, outcome: "right" as const, fast: false };
  return merge(emptyLedger, {
    attemptId: "att_1",
    at: Date.parse(`${dayOf(day)}T09:00:00Z`),
    mock: false,
    exposures: [{ ...exposure, questionId: "q1", flagged: false }],
  });
}

test("a page's cursor does not say who is on the board, and a made-up one is refused", async () => {
  const board: Board = { cohortId, board: "effort", window: "all" };
  const store = boardStore(server.table);
  const head = await store.head(board);
  const { cursor = "", items } = await store.page(board, head, { limit: 5 });
  expect(items).toHaveLength(5);
  expect(Buffer.from(cursor, "base64url").toString()).not.toContain("user-");
  const other = Buffer.from(JSON.stringify({ sk: "HIST" })).toString("base64url");
  await expect(store.page(board, head, { limit: 5, cursor: other })).rejects.toMatchObject({
    code: "invalid_request",
  });
});
