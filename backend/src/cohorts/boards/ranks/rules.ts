/** How many scores share a coarse bucket: two levels of 100 counters hold the scores from 0 to 9999. */
const bucketSize = 100;

/** How many rows have each score of a bucket, by the last two digits of the score; or are in each bucket. */
export type Counts = readonly number[];

/** What a board holds, by coarse buckets. */
export interface Head {
  /** Grows with every change of the board. */
  version: number;
  /** How many rows there are. */
  total: number;
  coarse: Counts;
}

export interface Rank {
  /** 1 plus the number of rows with a higher score: ties share it (1, 2, 2, 4). */
  rank: number;
  /** How many rows have this score. */
  ties: number;
}

export const bucketOf = (score: number): number => Math.floor(score / bucketSize);

export const placeInBucket = (score: number): number => score % bucketSize;

/**
 * The exact rank of a score, or the one that it would have, from two sets of counters.
 * @param fine those of the score's own bucket
 */
export function rankOf(score: number, { coarse }: Pick<Head, "coarse">, fine: Counts): Rank {
  const place = placeInBucket(score);
  const above = sum(coarse.slice(bucketOf(score) + 1)) + sum(fine.slice(place + 1));
  return { rank: 1 + above, ties: fine[place] ?? 0 };
}

/**
 * The ranks of rows that follow one another on a board, highest score first.
 * @param first of the first row; without it the first row is the board's first
 */
export function ranked<Row extends { score: number }>(
  rows: readonly Row[],
  first?: Rank,
): (Row & { rank: number })[] {
  const groups = [...Map.groupBy(rows, ({ score }) => score).values()];
  let next = first?.rank ?? 1;
  return groups.flatMap((group, place) => {
    const rank = next;
    // Of the first group, some may stand before these rows. Of the last one some may stand after them.
    next += place === 0 && first ? first.ties : group.length;
    return group.map((row) => ({ ...row, rank }));
  });
}

const sum = (counts: Counts) => counts.reduce((a, b) => a + b, 0);
