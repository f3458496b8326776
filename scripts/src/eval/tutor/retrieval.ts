import { gathering } from "@lyceum/backend/search/evidence";
import { type FindingDeps, finding } from "@lyceum/backend/search/finding";
import { fuse } from "@lyceum/backend/search/rules";
import type { Query, SearchIndex } from "@lyceum/backend/search/search";
import type { Embed } from "@lyceum/infra/local/bedrock/embedding/embed";
import { embeddingModel } from "@lyceum/infra/local/bedrock/embedding/embed";
import type { Passage } from "@lyceum/shared/notes";
import { type GoldenQuestion, needsMetBy } from "./golden.ts";
import { type Estimate, estimate, ndcgAt, recallAt, reciprocalRank } from "./measures.ts";

/** How many places of a ranking are looked at. */
const depth = 10;

/** Ways to search, by their names. */
export type Systems = Readonly<Record<string, (question: string) => Promise<Passage[]>>>;

const spender = { cohortId: "coh_00000000000000000000000000" };

/** Each side of the search by itself, and both as the platform puts them together. */
export function searches(index: SearchIndex, embed: Embed): Systems {
  const vectorOf = async (text: string) => (await embed([text]))[0] ?? new Float32Array();
  const best = (query: Query, side: "words" | "vectors") => {
    const candidates = index.candidates(query);
    const alone = side === "words" ? candidates : candidates.map(({ words: _, ...candidate }) => candidate);
    return fuse(alone, depth).map(({ candidate }) => index.passage(candidate.row));
  };
  const { find } = finding(readingOf(index, embed));
  return {
    BM25: async (text) => best({ text }, "words"),
    vectors: async (text) => best({ text, vector: await vectorOf(text) }, "vectors"),
    hybrid: async (text) => {
      const hits = await find([{ examId: "evaluation" }], { ...request(), text, limit: depth });
      return hits.map(({ passage }) => passage);
    },
  };
}

/** As the tutor ranks passages: by the best of their sentences, too. Sentences are embedded, which takes a while. */
export function evidenceOf(index: SearchIndex, embed: Embed): Systems {
  const gather = gathering(readingOf(index, embed));
  return {
    "hybrid, then sentences": async (text) => {
      const libraries = [{ examId: "evaluation" }];
      const { passages } = await gather(text, { ...request(), libraries, limit: depth });
      return passages.map(({ passage }) => passage);
    },
  };
}

const readingOf = (index: SearchIndex, embed: Embed): FindingDeps => ({
  current: async () => index,
  embed: async (texts) => ({
    model: embeddingModel,
    vectors: (await embed(texts)).map((vector) => Float32Array.from(vector)),
  }),
  stale: (_, { model }) => {
    throw new TypeError(`the index is of the model ${model}`);
  },
  withoutVectors: (fault) => {
    throw fault;
  },
});

const request = () => ({ spender, deadline: Date.now() + 600_000 });

export interface RetrievalRow {
  eval: "tutor";
  table: "retrieval";
  system: string;
  /** Which questions. */
  of: string;
  recall5: Estimate;
  ndcg10: Estimate;
  mrr: Estimate;
}

/** What each system finds for the questions that the notes answer: all of them, and by what is asked for. */
export async function measureRetrieval(
  systems: Systems,
  golden: readonly GoldenQuestion[],
): Promise<RetrievalRow[]> {
  const answerable = golden.filter(({ needs }) => needs.length > 0);
  const groups = new Map<string, readonly GoldenQuestion[]>([
    ["all", answerable],
    ...Map.groupBy(answerable, ({ expects }) => (expects === "one_note" ? "one note" : "two notes")),
    ...Map.groupBy(answerable, ({ kind }) => kind),
    ...[...Map.groupBy(answerable, ({ style }) => style)].filter(([style]) => style !== "plain"),
  ]);
  const rows: RetrievalRow[] = [];
  for (const [system, search] of Object.entries(systems)) {
    const found = new Map<GoldenQuestion, number[][]>();
    for (const question of answerable) {
      const passages = await search(question.question);
      found.set(
        question,
        passages.map((passage) => needsMetBy(question, passage)),
      );
    }
    for (const [of, questions] of groups) {
      const by = (measure: (needs: number, places: number[][]) => number) =>
        estimate(questions.map((question) => measure(question.needs.length, found.get(question) ?? [])));
      const [recall5, ndcg10, mrr] = [
        by((needs, places) => recallAt(5, needs, places)),
        by((needs, places) => ndcgAt(depth, needs, places)),
        by((_, places) => reciprocalRank(places)),
      ];
      if (recall5 && ndcg10 && mrr)
        rows.push({ eval: "tutor", table: "retrieval", system, of, recall5, ndcg10, mrr });
    }
  }
  return rows;
}
