import { Fault } from "@lyceum/shared/contract/fault";
import type { Models } from "../models/models.ts";
import { comparable } from "./comparing/rules.ts";
import { type Candidate, fuse, nameOf } from "./rules.ts";
import type { Filter, Hit, Library, Search, SearchIndex } from "./search.ts";

export interface FindingDeps {
  current(library: Library): Promise<SearchIndex | undefined>;
  embed: Models["embed"];
  /** An index is of another model than queries are: until it is made anew, it is searched by words alone. */
  stale(library: Library, index: { model: string; version: string }, queries: string): void;
  /** No model makes vectors of queries just now. */
  withoutVectors(error: Fault): void;
}

/** Characters of a question that are made a vector of: models cut off what is longer, some of them much earlier. */
const mostOfQuery = 2_000;

type Found = Candidate & { index: SearchIndex };

/** What was found, and by what. */
interface Looked {
  /** What was looked for. */
  text: string;
  hits: Hit[];
  /** Of the libraries that have something in them. */
  indexes: SearchIndex[];
  /** Of the text; `undefined` where no model made it. */
  vector: Float32Array | undefined;
}

/**
 * Looks for passages in libraries.
 * @param meant what a text is taken to say, by what the libraries have
 */
export const looking =
  (
    { current, embed, stale, withoutVectors }: FindingDeps,
    meant: (text: string, indexes: readonly SearchIndex[]) => string = (text) => text,
  ) =>
  async (
    asked: string,
    request: Filter & {
      libraries: readonly Library[];
      limit: number;
      spender: { cohortId: string };
      deadline: number;
    },
  ): Promise<Looked> => {
    const { libraries, limit, noteIds = [], taskIds = [], spender, deadline } = request;
    const distinct = new Map(libraries.map((library) => [nameOf(library), library]));
    const found = await Promise.all(
      [...distinct.values()].map(async (library) => ({ library, index: await current(library) })),
    );
    const filled = found.flatMap(({ library, index }) =>
      index && index.chunks > 0 ? [{ library, index }] : [],
    );
    const indexes = filled.map(({ index }) => index);
    const text = meant(asked, indexes);
    const question = text.trim().slice(0, mostOfQuery).toWellFormed();
    if (filled.length === 0 || question === "") return { text, hits: [], indexes, vector: undefined };

    // Words alone find most of it.
    const made = await embed([question], { kind: "query", spender, deadline }).catch(
      unlessWithoutModel(withoutVectors),
    );
    const vector = made?.vectors[0];
    const candidates = filled.flatMap(({ library, index }) => {
      const fits = vector && made.model === index.model && vector.length === index.dimensions;
      if (vector && !fits) stale(library, index, made.model);
      const query = { text, noteIds, taskIds, ...(fits && { vector }) };
      return index.candidates(query).map((candidate) => ({ ...candidate, index }));
    });
    const hits = fuse(asOneLibrary(question, indexes, candidates), limit).map(
      ({ candidate: { index, row, similarity = 0 }, score }) => ({
        passage: index.passage(row),
        score,
        similarity,
      }),
    );
    return { text, hits, indexes, vector };
  };

/** Candidates with scores by words that can be compared, wherever they come from. */
function asOneLibrary(
  question: string,
  indexes: readonly SearchIndex[],
  candidates: readonly Found[],
): readonly Found[] {
  if (indexes.length < 2) return candidates;
  const byWords = candidates.filter(({ words }) => words !== undefined);
  const texts = byWords.map(({ index, row }) => {
    const { noteTitle, headings, text } = index.passage(row);
    return [noteTitle, ...headings, text].join("\n");
  });
  const scores = new Map(comparable(question, indexes, texts).map((score, at) => [byWords[at], score]));
  return candidates.map((candidate) => {
    const words = scores.get(candidate);
    return words === undefined ? candidate : { ...candidate, words };
  });
}

/** Nothing instead of vectors, where it is to be expected that there are none. Other errors stay errors. */
export const unlessWithoutModel =
  (tell: FindingDeps["withoutVectors"]) =>
  (error: unknown): undefined => {
    const isExpected =
      error instanceof Fault && (error.code === "model_unavailable" || error.code === "budget_spent");
    if (!isExpected) throw error;
    tell(error);
  };

/** Finds passages in libraries. */
export const finding = (deps: FindingDeps): Search => {
  const look = looking(deps);
  return {
    find: async (libraries, { text, ...request }) => (await look(text, { libraries, ...request })).hits,
  };
};
