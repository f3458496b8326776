import { tellingOf, wordsIn } from "./words/rules.ts";

/** Whose notes a library has. */
export type Owner = { cohortId: string } | { examId: string };

/** A passage that one side of a search has found, before the sides are put together. */
export interface Candidate {
  /** In its index. */
  row: number;
  /** BM25, the higher the better; absent where it is not among the best by words. */
  words?: number;
  /** Cosine of query and passage; absent where the query has no vector of the index's kind. */
  similarity?: number;
  /** Whether it is among the best by vector. */
  near: boolean;
}

/** How many of each side are put together. */
export const mostOfSide = 100;

/**
 * What each side counts. Measured on SQuAD, Cranfield and AWS documentation with all-MiniLM-L6-v2 (docs/decisions/0012):
 * with another embedding model they may be other ones.
 */
const weight = { words: 0.6, vectors: 0.4 };

interface Fused<C> {
  candidate: C;
  /** From 0 to 1. */
  score: number;
}

/**
 * Puts both sides of a search together: of each side the best hundred, from wherever they come, are stretched to 0 to 1,
 * and the weighted sum is the score. What a side has not found counts nothing on it. What has the same score stays in
 * its order.
 */
export function fuse<C extends Omit<Candidate, "row">>(candidates: readonly C[], limit: number): Fused<C>[] {
  const words = stretched(best(candidates, ({ words }) => words));
  const vectors = stretched(best(candidates, ({ near, similarity }) => (near ? similarity : undefined)));
  return candidates
    .map((candidate) => ({
      candidate,
      score: weight.words * (words.get(candidate) ?? 0) + weight.vectors * (vectors.get(candidate) ?? 0),
      isFound: words.has(candidate) || vectors.has(candidate),
    }))
    .filter(({ isFound }) => isFound)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ candidate, score }) => ({ candidate, score }));
}

function best<C>(candidates: readonly C[], scoreOf: (candidate: C) => number | undefined): [C, number][] {
  return candidates
    .flatMap((candidate): [C, number][] => {
      const score = scoreOf(candidate);
      return score === undefined ? [] : [[candidate, score]];
    })
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostOfSide);
}

/** The lowest becomes 0 and the highest 1; where all are the same, all are the highest. */
function stretched<C>(scores: readonly [C, number][]): Map<C, number> {
  const values = scores.map(([, score]) => score);
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return new Map(scores.map(([candidate, score]) => [candidate, span > 0 ? (score - low) / span : 1]));
}

/** More words than these say nothing more about what is looked for. */
const mostWords = 64;

/**
 * The words of any text as a query of FTS5 that finds what has one of them: each in quotes, so that nothing is syntax.
 * @returns `undefined` where there are none
 */
export function anyWordOf(text: string): string | undefined {
  const distinct = [...new Set(wordsIn(text).map((word) => word.slice(0, 100)))];
  // A question of common words alone is looked for as it is.
  const chosen = tellingOf(distinct).slice(0, mostWords);
  return chosen.length > 0 ? chosen.map((word) => `"${word}"`).join(" OR ") : undefined;
}

/** The name of a library in keys. */
export const nameOf = (library: Owner): string =>
  "cohortId" in library ? `cohort-${library.cohortId}` : `exam-${library.examId}`;

/** Where the files of a library's index are. */
export const folderOf = (library: Owner): string => `indexes/${nameOf(library)}/`;

export const fileOf = (library: Owner, version: string): string => `${folderOf(library)}${version}.sqlite`;

/**
 * The name of the version after another. The number orders them; what follows tells those apart that were made at the
 * same time.
 */
export const versionAfter = (previous: string | undefined, unique: string): string =>
  `${String(previous === undefined ? 1 : numberOf(previous) + 1).padStart(8, "0")}-${unique}`;

export const numberOf = (version: string): number => Number.parseInt(version, 10);
