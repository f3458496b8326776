import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Passage } from "@lyceum/shared/notes";
import { ulid } from "ulid";
import type { Models } from "../../models/models.ts";
import { fuse } from "../rules.ts";
import type { Entry, Hit, IndexWriter, Query, Search, SearchIndex } from "../search.ts";

// What every adapter of search must do.

/** Subjects, each of which is a dimension of the vectors below. */
const subjects = ["chunk", "vector", "prompt", "guardrail", "token", "agent", "größe", "検索"];
export const testModel = "test-embeddings";

/** A vector of the subjects that a text is about, of length 1. */
export function vectorOf(text: string): Float32Array<ArrayBuffer> {
  const lower = text.toLowerCase();
  const values = subjects.map((subject) => lower.split(subject).length - 1 + 0.01);
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

export function entry(
  text: string,
  { noteId = `not_${ulid()}`, taskIds = ["1.1"], ordinal = 0, ...more }: Partial<Passage & Entry> = {},
): Entry {
  const passage: Passage = {
    noteId,
    ordinal,
    text,
    version: 1,
    noteTitle: "Notes",
    cohortId: null,
    headings: [],
    page: null,
    ...more,
  };
  return { passage, taskIds, vector: vectorOf(text) };
}

const textsOf = (hits: readonly Pick<Hit, "passage">[]) => hits.map(({ passage }) => passage.text);

/** @param make an index of these entries */
export function testIndex(make: (model: string, entries: readonly Entry[]) => Promise<SearchIndex>): void {
  const found = (index: SearchIndex, text: string, more: Partial<Query> = {}, limit = 10) =>
    fuse(index.candidates({ text, vector: vectorOf(text), ...more }), limit).map(({ candidate, score }) => ({
      passage: index.passage(candidate.row),
      score,
      similarity: candidate.similarity,
    }));

  test("what has the words, or is about the same, comes first", async () => {
    const index = await make(testModel, [
      entry("Guardrails filter what models say."),
      entry("A chunk that overlaps the next chunk keeps sentences whole."),
      entry("Retrieval splits notes into pieces.", { headings: ["How to chunk"] }),
    ]);
    expect([index.model, index.dimensions, index.chunks]).toEqual([testModel, subjects.length, 3]);
    const [first, second] = found(index, "Why do chunks overlap?");
    expect(first?.passage.text).toContain("overlaps");
    expect(first?.score).toBeCloseTo(1);
    expect(first?.similarity).toBeCloseTo(1, 2);
    expect(second?.passage).toMatchObject({ headings: ["How to chunk"], noteTitle: "Notes", page: null });
    index.close();
  });

  test("filters by note and task hold while it searches, however few are left of many", async () => {
    const noteId = `not_${ulid()}`;
    const crowd = Array.from({ length: 400 }, (_, at) => entry(`token token token ${at}`));
    const index = await make(testModel, [
      ...crowd,
      entry("One token costs money.", { noteId, taskIds: ["2.1", "2.2"] }),
      entry("Something else.", { noteId, taskIds: ["2.2"], ordinal: 1 }),
    ]);
    const texts = (more: Partial<Query>) => textsOf(found(index, "token", more));
    expect(texts({ noteIds: [noteId] })).toEqual(["One token costs money.", "Something else."]);
    expect(texts({ taskIds: ["2.1"] })).toEqual(["One token costs money."]);
    expect(texts({ taskIds: ["2.2", "9.9"], noteIds: [noteId, `not_${ulid()}`] })).toHaveLength(2);
    expect(texts({ taskIds: ["1.1"], noteIds: [noteId] })).toEqual([]);
    expect(texts({ noteIds: [`not_${ulid()}`] })).toEqual([]);
    expect(texts({ taskIds: ["9.9"] })).toEqual([]);
    expect(texts({})).not.toContain("Something else.");
    // A filter's words are not looked for in texts, and change no score.
    const [filtered] = index.candidates({ text: "token", noteIds: [noteId] });
    const all = index.candidates({ text: "money", noteIds: [noteId] });
    expect(all).toHaveLength(1);
    expect(filtered?.words).toBeGreaterThan(0);
    index.close();
  });

  test("it is told how many passages have a word, in any of its forms", async () => {
    const index = await make(testModel, [
      entry("Chunks overlap."),
      entry("Overlapping is one way of chunking, and a chunk is a part.", { noteTitle: "S0 and s1" }),
      entry("Größe", { headings: ["Guardrails"], taskIds: ["9.9"] }),
    ]);
    const words = ["chunked", "overlap", "größe", "gros", "guardrail", "note", "s0", "task", 'a"b', "?", ""];
    expect(index.chunksWith(words)).toEqual([2, 2, 1, 0, 1, 2, 1, 0, 0, 0, 0]);
    expect(index.chunksWith([])).toEqual([]);
    const stems = (start: string) => index.stemsFrom(start).toSorted((a, b) => (a.stem < b.stem ? -1 : 1));
    expect(stems("o")).toEqual([
      { stem: "of", chunks: 1 },
      { stem: "on", chunks: 1 },
      { stem: "overlap", chunks: 2 },
    ]);
    expect(stems("overlapp")).toEqual([]);
    index.close();
  });

  test("an index of nothing finds nothing", async () => {
    const index = await make(testModel, []);
    expect(index.chunksWith(["token"])).toEqual([0]);
    expect(index.chunks).toBe(0);
    expect(index.candidates({ text: "token", vector: vectorOf("token") })).toEqual([]);
    index.close();
  });

  test("without a vector it is looked for by words alone, and with no words by vector alone", async () => {
    const index = await make(testModel, [entry("token"), entry("prompt")]);
    expect(index.candidates({ text: "prompts" })).toEqual([
      { row: 1, words: expect.any(Number), near: false },
    ]);
    expect(textsOf(found(index, "?!", { vector: vectorOf("prompt") }))).toEqual(["prompt", "token"]);
    expect(index.candidates({ text: "?!" })).toEqual([]);
    index.close();
  });

  test("equals stay in their order, and there are no more than are asked for", async () => {
    const index = await make(
      testModel,
      Array.from({ length: 300 }, (_, ordinal) => entry("agent", { ordinal })),
    );
    const ordinals = found(index, "agents", {}, 7).map(({ passage }) => passage.ordinal);
    expect(ordinals).toEqual([0, 1, 2, 3, 4, 5, 6]);
    index.close();
  });

  test("words of all languages are found as people write them", async () => {
    const texts = ["Die Größe eines Fensters", "Café: naïve façade", "検索 拡張 生成", "Ελληνικά ΣΊΣΥΦΟΣ"];
    const index = await make(
      testModel,
      texts.map((text) => entry(text)),
    );
    const first = (text: string) => found(index, text, { vector: vectorOf("") })[0]?.passage.text;
    expect(first("GRÖSSE größe")).toBe(texts[0]);
    expect(first("cafe")).toBe(texts[1]);
    expect(first("検索")).toBe(texts[2]);
    expect(first("σίσυφος")).toBe(texts[3]);
    for (const odd of ["\0", "\ud800", '"', "NEAR(", "text:x"]) expect(() => found(index, odd)).not.toThrow();
    index.close();
  });
}

/** Models that make the vectors of these tests, and count how often they are asked for one. */
export function testModels(model = testModel) {
  const asked: string[] = [];
  const embed: Models["embed"] = async (texts) => {
    asked.push(...texts);
    return { model, vectors: texts.map(vectorOf) };
  };
  return { embed, asked };
}

interface Service extends Search, IndexWriter {
  /** Which indexes it has told to be of another model. */
  stale: string[];
}

/**
 * @param start a service with functions' own memory, on a store that all of them share
 * @param filesOf how many files a library has
 */
export function testSearch(
  start: (embed: Models["embed"]) => Service,
  filesOf: (cohortId: string) => Promise<number>,
): void {
  const cohort = () => ({ cohortId: `coh_${ulid()}` });
  const exam = () => ({ examId: `exam-${ulid().toLowerCase()}` });
  const request = { limit: 10, spender: cohort(), deadline: Date.now() + 600_000 };
  const { embed } = testModels();
  const publishing = (...texts: string[]) =>
    [testModel, async () => texts.map((text) => entry(text))] as const;

  test("libraries are apart, and those that are searched together are ranked together", async () => {
    const service = start(embed);
    const [ours, theirs, shared] = [cohort(), cohort(), exam()];
    await service.publish(ours, ...publishing("Our token is a word.", "Nothing here."));
    await service.publish(theirs, ...publishing("Their token is secret."));
    await service.publish(shared, ...publishing("A token of the exam, token by token.", "Agents."));
    const find = async (...libraries: Parameters<Search["find"]>[0]) =>
      textsOf(await service.find(libraries, { ...request, text: "token" }));
    expect(await find(ours)).not.toContain("Their token is secret.");
    const together = await find(ours, shared, ours);
    expect(together.slice(0, 2).sort()).toEqual([
      "A token of the exam, token by token.",
      "Our token is a word.",
    ]);
    expect(together).toHaveLength(4);
    expect(await find(cohort())).toEqual([]);
    expect(await find()).toEqual([]);
    expect(await service.find([ours], { ...request, text: " " })).toEqual([]);
  });

  test("readers see each new version as a whole at once, also those that hold the old one", async () => {
    const [writer, reader] = [start(embed), start(embed)];
    const library = cohort();
    const seen = async () => textsOf(await reader.find([library], { ...request, text: "token" }));
    expect(await seen()).toEqual([]);
    await writer.publish(library, ...publishing("First token."));
    expect(await seen()).toEqual(["First token."]);
    await writer.publish(library, ...publishing("Second token.", "Third token."));
    expect((await seen()).sort()).toEqual(["Second token.", "Third token."]);
    expect(await filesOf(library.cohortId)).toBe(1);
    await writer.publish(library, testModel, async () => []);
    expect(await seen()).toEqual([]);
  });

  test("of writers at once none is lost: who was slower makes it anew from what there is then", async () => {
    const library = cohort();
    const notes: Entry[] = [];
    const add = (text: string) => {
      notes.push(entry(text));
      return start(embed).publish(library, testModel, async () => [...notes]);
    };
    await Promise.all(Array.from({ length: 6 }, (_, at) => add(`token ${at}`)));
    const hits = await start(embed).find([library], { ...request, text: "token" });
    expect(hits).toHaveLength(6);
    expect(await filesOf(library.cohortId)).toBe(1);
  });

  test("readers who meet a switch find the version before it or after it, and never none", async () => {
    const library = cohort();
    const writer = start(embed);
    await writer.publish(library, ...publishing("token 0"));
    let isDone = false;
    const reading = Array.from({ length: 3 }, async () => {
      while (!isDone) {
        // Without a memory each time: it has to fetch the file that the writer is about to delete.
        const hits = await start(embed).find([library], { ...request, text: "token" });
        expect(hits).toHaveLength(1);
      }
    });
    for (let version = 1; version <= 8; version++) {
      await writer.publish(library, ...publishing(`token ${version}`));
    }
    isDone = true;
    await Promise.all(reading);
  });

  test("what is removed is gone, with its files, and can be made again", async () => {
    const [writer, reader] = [start(embed), start(embed)];
    const library = cohort();
    const find = () => reader.find([library], { ...request, text: "token" });
    await writer.publish(library, ...publishing("token"));
    expect(await find()).toHaveLength(1);
    await writer.remove(library);
    expect(await find()).toEqual([]);
    expect(await filesOf(library.cohortId)).toBe(0);
    await writer.remove(library);
    await writer.publish(library, ...publishing("token again"));
    expect(textsOf(await find())).toEqual(["token again"]);
  });

  test("an index of another model is searched by words, and told to be made anew", async () => {
    const library = cohort();
    await start(embed).publish(library, ...publishing("token", "prompt"));
    const service = start(testModels("another-model").embed);
    const hits = await service.find([library], { ...request, text: "tokens" });
    expect(hits).toMatchObject([{ passage: { text: "token" }, similarity: 0 }]);
    expect(service.stale).toEqual([library.cohortId]);
  });

  test("when no model makes vectors, words alone are searched; other faults are faults", async () => {
    const library = cohort();
    await start(embed).publish(library, ...publishing("token", "prompt"));
    const failing = (fault: Error) =>
      start(async () => {
        throw fault;
      }).find([library], { ...request, text: "tokens" });
    expect(textsOf(await failing(new Fault("model_unavailable", "no")))).toEqual(["token"]);
    expect(textsOf(await failing(new Fault("budget_spent", "no")))).toEqual(["token"]);
    await expect(failing(new TypeError("a defect"))).rejects.toThrow("a defect");
  });
}
