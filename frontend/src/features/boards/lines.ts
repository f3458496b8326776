import type { BoardRow, BoardView } from "@lyceum/shared/cohorts";

type Ranked = Extract<BoardView, { state: "ranked" }>;

/** What a board shows: runs of rows that follow each other. Between two runs there may be others. */
export function runsOf({ top, around }: Pick<Ranked, "top" | "around">): BoardRow[][] {
  const shown = new Set(top.map((row) => row.pseudonym));
  const below = around.filter((row) => !shown.has(row.pseudonym));
  if (below.length === 0) return [top];
  const follows = below.length < around.length || placeOf(below) === top.length;
  return follows ? [[...top, ...below]] : [top, below];
}

/**
 * How many rows of the board are above a run of its rows. Its first rank doesn't tell, because those who share it may
 * be above; the next rank tells where the run has come to. `undefined` where the run has one rank only.
 */
function placeOf(run: readonly BoardRow[]): number | undefined {
  const next = run.findIndex((row) => row.rank !== run[0]?.rank);
  const rank = run[next]?.rank;
  return rank === undefined ? undefined : rank - 1 - next;
}

/** The ranks that more than one of these rows has. */
export function sharedRanks(rows: readonly BoardRow[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const { rank } of rows) (seen.has(rank) ? shared : seen).add(rank);
  return shared;
}

/** The caller's own row, where the caller is on the board. */
export const ownRow = ({ top, around }: Pick<Ranked, "top" | "around">): BoardRow | undefined =>
  [...around, ...top].find((row) => row.me);

/** What to tell somebody whose rank has changed while they looked on; `undefined` where there is nothing to tell. */
export function rankNews(
  before: number | undefined,
  now: number | undefined,
  members: number,
): string | undefined {
  if (before === now || now === undefined) return undefined;
  const rank = `rank ${now} of ${members}`;
  if (before === undefined) return `You are on this board now, with ${rank}.`;
  return now < before ? `You have moved up to ${rank}.` : `You have moved down to ${rank}.`;
}

/** Rows of several pages: who has moved down between two of them is on both, and counts where last seen. */
export function onceEach(rows: readonly BoardRow[]): BoardRow[] {
  const last = new Map(rows.map((row) => [row.pseudonym, row]));
  return rows.filter((row) => last.get(row.pseudonym) === row);
}
