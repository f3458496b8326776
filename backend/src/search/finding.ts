import { Fault } from "@lyceum/shared/contract/fault";
import type { Models } from "../models/models.ts";
import { fuse, nameOf } from "./rules.ts";
import type { Library, Search, SearchIndex } from "./search.ts";

interface Deps {
  current(library: Library): Promise<SearchIndex | undefined>;
  embed: Models["embed"];
  /** An index is of another model than queries are: until it is made anew, it is searched by words alone. */
  stale(library: Library, index: { model: string; version: string }, queries: string): void;
  /** No model makes vectors of queries just now. */
  withoutVectors(error: Fault): void;
}

/** Characters of a question that are made a vector of: models cut off what is longer, some of them much earlier. */
const mostOfQuery = 2_000;

/** Finds passages in libraries. */
export const finding = ({ current, embed, stale, withoutVectors }: Deps): Search => ({
  async find(libraries, { text, limit, noteIds = [], taskIds = [], spender, deadline }) {
    const distinct = new Map(libraries.map((library) => [nameOf(library), library]));
    const found = await Promise.all(
      [...distinct.values()].map(async (library) => ({ library, index: await current(library) })),
    );
    const indexes = found.flatMap(({ library, index }) =>
      index && index.chunks > 0 ? [{ library, index }] : [],
    );
    const question = text.trim().slice(0, mostOfQuery);
    if (indexes.length === 0 || question === "") return [];

    const made = await embed([question], { kind: "query", spender, deadline }).catch((error: unknown) => {
      // Words alone find most of it.
      const isExpected =
        error instanceof Fault && (error.code === "model_unavailable" || error.code === "budget_spent");
      if (!isExpected) throw error;
      withoutVectors(error);
      return undefined;
    });
    const vector = made?.vectors[0];
    const candidates = indexes.flatMap(({ library, index }) => {
      const fits = vector && made.model === index.model && vector.length === index.dimensions;
      if (vector && !fits) stale(library, index, made.model);
      const query = { text, noteIds, taskIds, ...(fits && { vector }) };
      return index.candidates(query).map((candidate) => ({ ...candidate, index }));
    });
    return fuse(candidates, limit).map(({ candidate: { index, row, similarity = 0 }, score }) => ({
      passage: index.passage(row),
      score,
      similarity,
    }));
  },
});
