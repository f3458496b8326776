import type { Passage } from "@lyceum/shared/notes";
import type { Candidate, Owner } from "./rules.ts";

// The port that search stands behind. An adapter passes the tests in testing/port.ts.

/** A passage with its vector, as it goes into an index. */
export interface Entry {
  passage: Passage;
  /** The tasks of the note that it is from. */
  taskIds: readonly string[];
  vector: Float32Array;
}

/** Whose notes are searched together in one index: a cohort's own, or those that all of an exam share. */
export type Library = Owner;

/** In which passages is looked. */
export interface Filter {
  /** Empty for all. */
  noteIds?: readonly string[];
  /** Passages of notes about one of these tasks; empty for all. */
  taskIds?: readonly string[];
}

export interface Query extends Filter {
  text: string;
  /** Of the text, of length 1, by the model of the index; without one, it is looked for by words alone. */
  vector?: Float32Array;
}

export interface Hit {
  passage: Passage;
  /** Fused, from 0 to 1; comparable within one query alone. */
  score: number;
  /** Cosine of query and passage; 0 where their vectors can't be compared. */
  similarity: number;
}

/** One complete version of a library's index. */
export interface SearchIndex {
  /** Which model made the vectors. */
  model: string;
  dimensions: number;
  version: string;
  chunks: number;
  /**
   * The best hundred by words and the best hundred by vector, in the order of their rows. How they come together is the
   * same for all adapters, and for several indexes at once.
   */
  candidates(query: Query): Candidate[];
  /** How many of all its passages have each of some words, in any of its forms; in the order of the words. */
  chunksWith(words: readonly string[]): number[];
  /** The stems of its texts' words that begin so, and how many of all its passages have each. */
  stemsFrom(start: string): { stem: string; chunks: number }[];
  passage(row: number): Passage;
  close(): void;
}

export interface Search {
  /** The best passages of several libraries, fused as one; a library without an index has none. */
  find(
    libraries: readonly Library[],
    query: {
      text: string;
      limit: number;
      noteIds?: readonly string[];
      taskIds?: readonly string[];
      spender: { cohortId: string };
      deadline: number;
    },
  ): Promise<Hit[]>;
}

export interface IndexWriter {
  /**
   * Makes a new version of a library's index from all its entries, and switches readers to it. Where another writer was
   * faster, the entries are asked for again.
   * @param entries asked for after the pointer was read
   */
  publish(library: Library, model: string, entries: () => Promise<readonly Entry[]>): Promise<void>;
  /** Deletes a library's index with all its files. */
  remove(library: Library): Promise<void>;
}
