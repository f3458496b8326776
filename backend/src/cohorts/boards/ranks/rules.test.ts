import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { bucketOf, placeInBucket, ranked, rankOf } from "./rules.ts";

/** Few different scores, so that there are ties, at the ends of buckets too. */
const score = fc.oneof(
  fc.constantFrom(0, 1, 99, 100, 101, 5000, 9899, 9900, 9999),
  fc.integer({ min: 0, max: 9999 }),
);
const scores = fc.array(score, { maxLength: 60 });

/** The rank by its definition. */
const naive = (one: number, all: readonly number[]) => 1 + all.filter((other) => other > one).length;

const counted = (all: readonly number[]) =>
  Array.from({ length: 100 }, (_, place) => all.filter((one) => one === place).length);

test("a rank from two sets of counters is that of a naive sort, for scores on the board and others", () => {
  fc.assert(
    fc.property(scores, score, (all, one) => {
      const fine = counted(all.filter((other) => bucketOf(other) === bucketOf(one)).map(placeInBucket));
      expect(rankOf(one, { coarse: counted(all.map(bucketOf)) }, fine)).toEqual({
        rank: naive(one, all),
        ties: all.filter((other) => other === one).length,
      });
    }),
  );
});

test("ties share a rank, and the next one is as many places further down", () => {
  expect(ranked([9, 8, 8, 5].map((points) => ({ score: points }))).map(({ rank }) => rank)).toEqual([
    1, 2, 2, 4,
  ]);
});

test("rows from anywhere on a board have the ranks of a naive sort", () => {
  fc.assert(
    fc.property(scores, fc.nat(60), fc.nat(60), (all, start, length) => {
      const rows = all.toSorted((a, b) => b - a).map((points) => ({ score: points }));
      const some = rows.slice(start, start + length);
      const [first] = some;
      const rank = first && {
        rank: naive(first.score, all),
        ties: all.filter((other) => other === first.score).length,
      };
      expect(ranked(some, rank)).toEqual(some.map((row) => ({ ...row, rank: naive(row.score, all) })));
      if (start === 0) expect(ranked(some)).toEqual(ranked(some, rank));
    }),
  );
});
