import { expect, test } from "@jest/globals";
import type { BoardRow } from "@lyceum/shared/cohorts";
import fc from "fast-check";
import { onceEach, ownRow, rankNews, runsOf, sharedRanks } from "./lines.ts";

/** A board of these scores, best first, and what the server would send of it to the one at a place. */
function boardOf(scores: readonly number[], me: number) {
  const rows: BoardRow[] = scores.map((score, place) => ({
    pseudonym: `p${place}`,
    score,
    rank: scores.indexOf(score) + 1,
    me: place === me,
  }));
  return { rows, top: rows.slice(0, 3), around: me < 0 ? [] : rows.slice(Math.max(0, me - 2), me + 3) };
}

const names = (runs: readonly BoardRow[][]) => runs.map((run) => run.map((row) => row.pseudonym).join(" "));

test("the top and the neighbours, in one run where they meet", () => {
  const scores = [90, 80, 70, 60, 50, 40, 30, 20, 10];
  expect(names(runsOf(boardOf(scores, 0)))).toEqual(["p0 p1 p2"]);
  expect(names(runsOf(boardOf(scores, 3)))).toEqual(["p0 p1 p2 p3 p4 p5"]);
  expect(names(runsOf(boardOf(scores, 5)))).toEqual(["p0 p1 p2 p3 p4 p5 p6 p7"]);
  expect(names(runsOf(boardOf(scores, 6)))).toEqual(["p0 p1 p2", "p4 p5 p6 p7 p8"]);
  expect(names(runsOf(boardOf(scores, -1)))).toEqual(["p0 p1 p2"]);
  const tied = [90, 80, 70, 60, 60, 60, 60, 10];
  expect(names(runsOf(boardOf(tied, 5)))).toEqual(["p0 p1 p2 p3 p4 p5 p6 p7"]);
  expect(names(runsOf(boardOf(tied, 6)))).toEqual(["p0 p1 p2", "p4 p5 p6 p7"]);
});

test("nobody is shown twice, the order is the board's, and a run has no hole", () => {
  const scores = fc
    .array(fc.nat(12), { minLength: 1, maxLength: 30 })
    .map((list) => list.toSorted((a, b) => b - a));
  fc.assert(
    fc.property(scores, fc.nat(29), (list, place) => {
      const board = boardOf(list, place % list.length);
      const runs = runsOf(board);
      const places = runs.map((run) => run.map((row) => board.rows.indexOf(row)));
      const all = places.flat();
      expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b));
      for (const run of places) expect((run.at(-1) ?? 0) - (run[0] ?? 0)).toBe(run.length - 1);
      expect(ownRow(board)?.pseudonym).toBe(`p${place % list.length}`);
    }),
  );
});

test("ties share a rank", () => {
  expect(sharedRanks(boardOf([90, 80, 80, 70, 70, 70, 10], 0).rows)).toEqual(new Set([2, 4]));
});

test("who is on two pages counts where last seen", () => {
  const { rows } = boardOf([90, 80, 70], 0);
  const [first, second, third] = rows;
  if (!first || !second || !third) throw new TypeError("there are three");
  const moved = { ...first, rank: 3, score: 60 };
  expect(onceEach([first, second, third, moved])).toEqual([second, third, moved]);
});

test("only a change of one's own rank is news", () => {
  expect(rankNews(4, 4, 9)).toBeUndefined();
  expect(rankNews(4, undefined, 9)).toBeUndefined();
  expect(rankNews(undefined, 4, 9)).toBe("You are on this board now, with rank 4 of 9.");
  expect(rankNews(4, 2, 9)).toBe("You have moved up to rank 2 of 9.");
  expect(rankNews(2, 4, 9)).toBe("You have moved down to rank 4 of 9.");
});
