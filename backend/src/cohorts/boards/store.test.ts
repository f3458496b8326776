import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nothing, type Standing, stepTowards } from "./standings/rules.ts";
import { type Board, type BoardStore, boardStore } from "./store.ts";
import { memoryTable } from "./testing/memory.ts";

const now = "2026-11-18T12:00:00Z";
const board: Board = { cohortId: "coh_1", board: "effort", window: "2026-W47" };

/** Many ties, and scores at the ends of buckets. */
const score = fc.oneof(fc.constantFrom(0, 99, 100, 199, 9999), fc.integer({ min: 0, max: 9999 }));
const scores = fc.array(score, { maxLength: 40 });

async function stand(store: BoardStore, userId: string, target: Standing): Promise<void> {
  const stored = await store.standing(board.cohortId, userId);
  const step = stepTowards(stored?.standing ?? nothing, target, now);
  if (step) await store.change(board.cohortId, userId, stored?.revision, step);
}

const on = (points: number, pseudonym: string): Standing => ({
  pseudonym,
  scores: { [`${board.board}#${board.window}`]: points },
  totals: {},
});

/** A board on which members 0, 1, 2, ... have these scores. */
async function boardWith(all: readonly number[]): Promise<BoardStore> {
  const store = boardStore(memoryTable());
  for (const [member, points] of all.entries())
    await stand(store, `u${member}`, on(points, `name ${member}`));
  return store;
}

/** Rank and score of all members, by a naive sort. */
const naive = (all: readonly number[]) =>
  all
    .map((points, member) => ({
      userId: `u${member}`,
      pseudonym: `name ${member}`,
      score: points,
      rank: 1 + all.filter((other) => other > points).length,
    }))
    .sort((a, b) => a.rank - b.rank);

const byMember = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1);

async function allPages(store: BoardStore, limit: number) {
  const head = await store.head(board);
  const rows: Awaited<ReturnType<BoardStore["page"]>>["items"] = [];
  let cursor: string | undefined;
  do {
    const page = await store.page(board, head, { limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    rows.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return rows;
}

test("pages have every row once, in order and with its rank", async () => {
  await fc.assert(
    fc.asyncProperty(scores, fc.integer({ min: 1, max: 12 }), async (all, limit) => {
      const rows = await allPages(await boardWith(all), limit);
      expect(rows.toSorted(byMember)).toEqual(naive(all).toSorted(byMember));
      expect(rows.map(({ rank }) => rank)).toEqual(naive(all).map(({ rank }) => rank));
    }),
  );
});

test("the top and the neighbours of oneself are cut out of the whole board", async () => {
  await fc.assert(
    fc.asyncProperty(scores, fc.nat(39), fc.integer({ min: 1, max: 5 }), async (all, member, limit) => {
      const store = await boardWith(all);
      const rows = await allPages(store, 100);
      expect(await store.top(board, limit)).toEqual(rows.slice(0, limit));
      const found = await store.around(board, await store.head(board), `u${member}`, limit);
      const place = rows.findIndex(({ userId }) => userId === `u${member}`);
      const start = Math.max(0, place - limit);
      expect(found).toEqual(
        place === -1 ? undefined : { rows: rows.slice(start, place + limit + 1), own: place - start },
      );
    }),
  );
});

test("a score has the rank that a naive count gives, on the board or not", async () => {
  await fc.assert(
    fc.asyncProperty(scores, score, async (all, points) => {
      const store = await boardWith(all);
      expect(await store.rank(board, await store.head(board), points)).toEqual({
        rank: 1 + all.filter((other) => other > points).length,
        ties: all.filter((other) => other === points).length,
      });
    }),
  );
});

test("every change raises the version, and only changes do", async () => {
  const store = await boardWith([10, 20]);
  const version = async () => (await store.head(board)).version;
  const before = await version();
  await stand(store, "u0", on(10, "name 0"));
  expect(await version()).toBe(before);
  await stand(store, "u0", on(11, "name 0"));
  expect(await version()).toBe(before + 1);
  await stand(store, "u0", on(11, "another name"));
  expect(await version()).toBe(before + 2);
  expect((await store.top(board, 2)).map(({ pseudonym }) => pseudonym)).toEqual(["name 1", "another name"]);
  await stand(store, "u0", nothing);
  expect(await version()).toBe(before + 3);
  expect((await store.head(board)).total).toBe(1);
});

test("a change that is based on another revision changes nothing", async () => {
  const store = await boardWith([10]);
  const step = stepTowards(on(10, "name 0"), on(20, "name 0"), now);
  if (!step) throw new TypeError("20 is not 10");
  for (const revision of [undefined, "another"]) {
    await expect(store.change(board.cohortId, "u0", revision, step)).rejects.toMatchObject({
      code: "conflict",
    });
  }
  expect(await store.top(board, 5)).toEqual([{ userId: "u0", pseudonym: "name 0", score: 10, rank: 1 }]);
});

test("a standing that is deleted and made anew is another one", async () => {
  const store = await boardWith([10]);
  const before = await store.standing(board.cohortId, "u0");
  await stand(store, "u0", nothing);
  expect(await store.standing(board.cohortId, "u0")).toBeUndefined();
  await stand(store, "u0", on(10, "name 0"));
  const after = await store.standing(board.cohortId, "u0");
  expect(after?.standing).toEqual(before?.standing);
  expect(after?.revision).not.toBe(before?.revision);
});

test("totals are what the members add up to", async () => {
  const store = boardStore(memoryTable());
  await stand(store, "u1", { pseudonym: "", scores: {}, totals: { "right#1.1": 2, "readiness#7": 1 } });
  await stand(store, "u2", { pseudonym: "", scores: {}, totals: { "right#1.1": 3, "readiness#unknown": 1 } });
  expect(await store.totals(board.cohortId)).toEqual({
    "right#1.1": 5,
    "readiness#7": 1,
    "readiness#unknown": 1,
  });
  await stand(store, "u1", nothing);
  expect(await store.totals(board.cohortId)).toEqual({ "right#1.1": 3, "readiness#unknown": 1 });
  expect(await store.totals("coh_2")).toEqual({});
});
