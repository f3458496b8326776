import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { emptyLedger, type Ledger, merge } from "../../attempts/ledger/rules.ts";
import { examWith } from "../../testing/items.ts";
import { recompute } from "./recompute.ts";
import { boardAt, boardsOf, repairActivity, repairBoard, repairTotals } from "./repair.ts";
import { boardStore, StandingRecord } from "./store.ts";
import { type Item, memoryTable } from "./testing/memory.ts";

jest.setTimeout(60_000);

const exam = examWith([50, 30, 20]);
const tasks = exam.domains.flatMap((domain) => domain.tasks.map(({ id }) => id));
const cohortId = "coh_1";
const now = "2026-10-01T12:00:00.000Z";

const ledger: fc.Arbitrary<Ledger> = fc
  .array(fc.record({ hoursAgo: fc.nat(720), count: fc.nat(40), rightOf10: fc.nat(10) }), { maxLength: 3 })
  .map((attempts) =>
    attempts.reduce<Ledger>(
      (sum, { hoursAgo, count, rightOf10 }, attempt) =>
        merge(sum, {
          attemptId: `att_${attempt}`,
          at: Date.parse(now) - hoursAgo * 3_600_000 - attempt,
          mock: false,
          exposures: Array.from({ length: count }, (_, place) => ({
            questionId: `q${attempt}_${place}`,
            taskId: tasks[place % tasks.length] ?? "",
            scored: true,
            outcome: (place * 7) % 10 < rightOf10 ? "right" : "wrong",
            fast: false,
            flagged: false,
          })),
        }),
      emptyLedger,
    ),
  );

/** How an item comes to be other than it should be. */
const damage = fc.record({ at: fc.nat(), how: fc.constantFrom("delete", "count", "move", "stray") });

async function boardsWith(ledgers: readonly Ledger[]) {
  const items = new Map<string, Item>();
  const table = memoryTable(items);
  for (const [index, own] of ledgers.entries()) {
    const member = { role: "learner" as const, listed: true, shares: false, pseudonym: `p${index}` };
    const sourceOf = async () => ({ member, timeZone: "UTC", exam, ledger: own });
    await recompute({ store: boardStore(table), sourceOf, now: () => now })(cohortId, `u${index}`);
  }
  return { items, table };
}

/** Without what says how it came there, and without counters that are 0. */
function contents(items: ReadonlyMap<string, Item>) {
  return Object.fromEntries(
    [...items].flatMap(([id, { version: _, revision: _revision, ...item }]) => {
      const told = Object.entries(item).filter(([name, value]) => value !== 0 || name === "score");
      const isEmpty = !told.some(([name, value]) => typeof value === "number" && name !== "expiresAt");
      const isCounters = ["boardHead", "boardCounts", "cohortTotals"].includes(String(item.entity));
      return isCounters && isEmpty ? [] : [[id, Object.fromEntries(told)]];
    }),
  );
}

async function repair({ items, table }: Awaited<ReturnType<typeof boardsWith>>): Promise<number> {
  const standings = [...items.values()].filter(({ entity }) => entity === "standing");
  const boards = [
    ...standings.flatMap((item) => boardsOf(cohortId, StandingRecord.parse(item))),
    ...[...items.values()].flatMap(({ pk }) =>
      String(pk).startsWith("BOARD#") ? [boardAt(String(pk))] : [],
    ),
  ];
  const named = new Map(boards.map((board) => [`${board.board}#${board.window}`, board]));
  let wrong = 0;
  for (const board of named.values()) wrong += await repairBoard(table, board);
  return wrong + (await repairTotals(table, cohortId)) + (await repairActivity(table, cohortId));
}

test("what is right is left alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ledger, { maxLength: 5 }), async (ledgers) => {
      const boards = await boardsWith(ledgers);
      const before = structuredClone([...boards.items]);
      expect(await repair(boards)).toBe(0);
      expect([...boards.items]).toEqual(before);
    }),
    { numRuns: 50 },
  );
});

test("whatever has become of rows, counters, totals and lines, they are those of the standings again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(ledger, { minLength: 1, maxLength: 5 }),
      fc.array(damage, { minLength: 1, maxLength: 8 }),
      async (ledgers, damages) => {
        const boards = await boardsWith(ledgers);
        const before = contents(boards.items);
        for (const one of damages) spoil(boards.items, one);
        await repair(boards);
        expect(contents(boards.items)).toEqual(before);
        expect(await repair(boards)).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});

function spoil(items: Map<string, Item>, { at, how }: { at: number; how: string }): void {
  const derived = [...items].filter(([, { entity }]) => entity !== "standing");
  const [id, item] = derived[at % derived.length] ?? [];
  if (!id || !item) return;
  const { version, ...rest } = item;
  const isCounters = typeof version === "number";
  if (how === "delete" && !isCounters) items.delete(id);
  if (how === "count") {
    const counter = Object.entries(rest).find(
      ([name, value]) => typeof value === "number" && name !== "expiresAt",
    );
    if (counter) items.set(id, { ...item, [counter[0]]: Number(counter[1]) + 1 });
  }
  if (how === "move" && item.entity === "boardRow") items.set(id, { ...item, pseudonym: "somebody else" });
  if (how === "stray" && (item.entity === "boardRow" || item.entity === "activity")) {
    const sk = `${item.sk}stray`;
    items.set(`${item.pk} ${sk}`, { ...item, sk, userId: "nobody" });
  }
}

test("a board that nobody is on has no rows and counts nobody", async () => {
  const { items, table } = await boardsWith([]);
  const board = boardAt("BOARD#coh_1#mastery#2026-W40");
  const pk = "BOARD#coh_1#mastery#2026-W40";
  items.set(`${pk} HIST`, { pk, sk: "HIST", entity: "boardHead", total: 1, c10: 1, version: 3 });
  items.set(`${pk} ROW#0000#stray`, { pk, sk: "ROW#0000#stray", entity: "boardRow", score: 1, userId: "u" });
  expect(await repairBoard(table, board)).toBe(2);
  expect([...items.values()]).toMatchObject([{ sk: "HIST", total: 0, version: 4 }]);
  expect([...items.values()][0]).not.toHaveProperty("c10");
  expect(await repairBoard(table, board)).toBe(0);
});

test("where the boards keep changing, it says so in the end", async () => {
  const { items, table } = await boardsWith(fc.sample(ledger, { numRuns: 5, seed: 3 }));
  for (const [id, item] of items) {
    if (item.entity === "boardRow") items.set(id, { ...item, pseudonym: "somebody else" });
  }
  const [row] = [...items.values()].filter(({ entity }) => entity === "boardRow");
  const board = boardAt(String(row?.pk));
  const busy: typeof table = {
    ...table,
    async queryAll(schema, query) {
      const head = [...items].find(([, item]) => item.pk === row?.pk && item.sk === "HIST");
      if (head) items.set(head[0], { ...head[1], version: Number(head[1].version) + 1 });
      return table.queryAll(schema, query);
    },
  };
  await expect(repairBoard(busy, board)).rejects.toMatchObject({ code: "unavailable" });
});
