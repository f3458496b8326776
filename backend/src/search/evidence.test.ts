import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import fc from "fast-check";
import { ulid } from "ulid";
import { gathering, quotesOf, sentenceFor } from "./evidence.ts";
import type { Entry } from "./search.ts";
import { openIndex, writeIndex } from "./sqlite.ts";
import { entry, testModel, testModels } from "./testing/port.ts";

const directory = mkdtempSync(join(tmpdir(), "lyceum-evidence-"));
afterAll(() => rmSync(directory, { recursive: true }));

const cohort = { cohortId: "coh_1" };
const exam = { examId: "exam-1" };

/** @param libraries the entries of the group's, and of the exam's */
function gatherIn(libraries: readonly Entry[][], embed = testModels().embed) {
  const [ours, shared] = libraries.map((entries) => {
    const path = join(directory, ulid());
    writeIndex(path, testModel, entries);
    return openIndex(path, "1");
  });
  const told: string[] = [];
  const gather = gathering({
    current: async (library) => ("cohortId" in library ? ours : shared),
    embed,
    stale: (_library, { model }) => told.push(model),
    withoutVectors: ({ code }) => told.push(code),
  });
  return {
    told,
    gather: (question: string, more: { limit?: number; noteIds?: string[]; taskIds?: string[] } = {}) =>
      gather(question, {
        libraries: [cohort, exam],
        spender: cohort,
        deadline: Date.now() + 60_000,
        ...more,
      }),
  };
}

const says = ({ answerable: { score, threshold } }: { answerable: { score: number; threshold: number } }) =>
  score >= threshold;

const crowd = Array.from({ length: 30 }, (_, at) =>
  entry(`Prompts have parts, of which this is number ${at}.`),
);
const chunks = entry(
  "A chunk is a part of a note.\n\n- Chunks overlap so that sentences stay whole.\n- Each has 180 words.",
  { noteTitle: "Retrieval" },
);
const vectors = entry("A vector is a list of numbers. Alike texts have alike vectors.");

test("the passages and sentences that fit best come first, of all libraries as one", async () => {
  const { gather } = gatherIn([[...crowd, chunks], [vectors]]);
  const evidence = await gather("Why do chunks overlap?");
  expect(evidence.passages[0]?.passage.text).toBe(chunks.passage.text);
  expect(evidence.passages.length).toBeLessThanOrEqual(6);
  expect(evidence.sentences[0]).toMatchObject({
    passage: 0,
    text: "Chunks overlap so that sentences stay whole.",
  });
  expect(says(evidence)).toBe(true);
  expect((await gather("What is a vector?")).passages[0]?.passage.text).toBe(vectors.passage.text);
  expect((await gather("Why do chunks overlap?", { limit: 1 })).passages).toHaveLength(1);
});

test("what the notes don't say is told, with the nearest passages", async () => {
  const evidence = await gatherIn([[...crowd, chunks], [vectors]]).gather("How long does a pizza bake?");
  expect(evidence.passages.length).toBeGreaterThan(0);
  expect(says(evidence)).toBe(false);
});

test("typing errors don't hide what is asked, and names are let be", async () => {
  const { embed, asked } = testModels();
  const names = entry("The Marin model is small.");
  const { gather } = gatherIn([[...crowd, chunks, names], [vectors]], embed);
  const evidence = await gather("why do chunsk ovrelap");
  expect(evidence.sentences[0]?.text).toBe("Chunks overlap so that sentences stay whole.");
  expect(says(evidence)).toBe(true);
  asked.length = 0;
  await gather("Who is Mairn?");
  expect(asked[0]).toBe("Who is Mairn?");
});

test("sentences stand in their passages, best first, each once", async () => {
  const repeated = entry("Each has 180 words.\n\nA chunk may be shorter.", { ordinal: 1 });
  const { gather } = gatherIn([[...crowd, chunks, repeated], [vectors]]);
  const { passages, sentences } = await gather("How many words has a chunk?");
  for (const { passage, text } of sentences) expect(passages[passage]?.passage.text).toContain(text);
  const scores = sentences.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(sentences.length).toBeLessThanOrEqual(8);
  expect(sentences.filter(({ text }) => text === "Each has 180 words.")).toHaveLength(1);
});

test("filters hold for passages and sentences", async () => {
  const noteId = `not_${ulid()}`;
  const own = entry("A chunk of this note.", { noteId, taskIds: ["2.1"] });
  const { gather } = gatherIn([[...crowd, chunks, own], []]);
  for (const filter of [{ noteIds: [noteId] }, { taskIds: ["2.1"] }]) {
    const { passages, sentences } = await gather("Why do chunks overlap?", filter);
    expect(passages.map(({ passage }) => passage.noteId)).toEqual([noteId]);
    expect(sentences.map(({ text }) => text)).toEqual(["A chunk of this note."]);
  }
});

test("without vectors, words alone do it; other errors are errors", async () => {
  const failing = (error: Error) =>
    gatherIn([[...crowd, chunks], [vectors]], async () => {
      throw error;
    });
  const spent = failing(new Fault("budget_spent", "no"));
  const evidence = await spent.gather("Why do chunks overlap?");
  expect(evidence.sentences[0]?.text).toBe("Chunks overlap so that sentences stay whole.");
  expect(says(evidence)).toBe(true);
  expect(says(await spent.gather("How long does a pizza bake?"))).toBe(false);
  expect(spent.told).toEqual(["budget_spent", "budget_spent"]);
  await expect(failing(new TypeError("a defect")).gather("Why do chunks overlap?")).rejects.toThrow(
    "a defect",
  );

  // The model fails after it has made the question's vector.
  const { embed } = testModels();
  const half = gatherIn([[...crowd, chunks], [vectors]], async (texts, request) => {
    if (request.kind === "passage") throw new Fault("model_unavailable", "no");
    return embed(texts, request);
  });
  expect((await half.gather("Why do chunks overlap?")).sentences[0]?.text).toMatch(/^Chunks overlap/);
  expect(half.told).toEqual(["model_unavailable"]);
});

test("an index of another model is searched by words, and its sentences are compared all the same", async () => {
  const { gather, told } = gatherIn([[...crowd, chunks], [vectors]], testModels("another").embed);
  expect((await gather("Why do chunks overlap?")).sentences[0]?.text).toMatch(/^Chunks overlap/);
  expect(told).toEqual([testModel, testModel]);
});

test("with nothing to look in there is nothing, and no model is asked", async () => {
  const { embed, asked } = testModels();
  for (const libraries of [[], [[], []]]) {
    const evidence = await gatherIn(libraries, embed).gather("Why do chunks overlap?");
    expect(evidence).toMatchObject({ passages: [], sentences: [] });
    expect(says(evidence)).toBe(false);
    expect(quotesOf(evidence)).toEqual([]);
  }
  expect(asked).toEqual([]);
});

test("only the likeliest sentences are compared by meaning, in one call", async () => {
  const long = Array.from({ length: 6 }, (_, at) =>
    entry(Array.from({ length: 20 }, (_, n) => `Chunk ${at} has part ${n}.`).join(" ")),
  );
  const { embed, asked } = testModels();
  let calls = 0;
  const counting: typeof embed = (texts, request) => {
    calls++;
    return embed(texts, request);
  };
  await gatherIn([long, []], counting).gather("Which parts has a chunk?");
  expect(calls).toBe(2);
  expect(asked.length).toBeLessThan(24);
});

test("whatever is asked, nothing throws", async () => {
  const code = entry("```ts\nawait retrieve(chunk);\n```");
  const table = entry("| a | b |\n| --- | --- |\n| chunk | 180 |");
  const { gather } = gatherIn([[...crowd, chunks, code, table], [vectors]]);
  const odd = [
    ...[
      "what is it",
      "?!",
      " ",
      "\u0000",
      "\ud800",
      "検索とは何ですか",
      "Warum überlappen sich Chunks?",
      "😀",
    ],
    ...["```\nfor (;;) {}\n```", 'text:"x" OR NEAR(a b)', "chunk ".repeat(5_000), "x".repeat(20_000)],
  ];
  for (const question of odd) {
    const { passages, sentences, answerable } = await gather(question);
    for (const { passage } of sentences) expect(passages[passage]).toBeDefined();
    expect(answerable.score).toBeGreaterThanOrEqual(0);
  }
  expect((await gatherIn([[code], []]).gather("await retrieve")).sentences).toEqual([]);
});

test("three sentences at most are the answer without a model, and none that has little to do with it", () => {
  const sentence = (score: number) => ({
    passage: 0,
    text: `With ${score}.`,
    score,
    wanted: "item" as const,
  });
  const texts = (...scores: number[]) =>
    quotesOf({ passages: [], sentences: scores.map(sentence) }).map(({ text }) => text);
  expect(texts(2, 1.9, 1.8, 1.7)).toEqual(["With 2.", "With 1.9.", "With 1.8."]);
  expect(texts(2, 0.9)).toEqual(["With 2."]);
});

test("the sentence that says a claim best is found in its passage", () => {
  const passage =
    "Guardrails filter text. Guardrails also mask names, addresses and other personal data of everybody.\n\n- They cost a fee.";
  expect(sentenceFor("Personal data such as names is masked by guardrails.", passage)).toBe(
    "Guardrails also mask names, addresses and other personal data of everybody.",
  );
  expect(sentenceFor("A guardrail filters texts.", passage)).toBe("Guardrails filter text.");
  expect(sentenceFor("They have fees.", passage)).toBe("They cost a fee.");
  // Where a link leads says nothing.
  const links = "- Key functions\n- [Public key](https://a.example/docs/functions/keys/read/public.md)";
  expect(sentenceFor("Public key", links)).toBe(links.split("- ").at(-1));
  expect(sentenceFor("Pizza bakes.", passage)).toBeUndefined();
  expect(sentenceFor("", passage)).toBeUndefined();
  expect(sentenceFor("anything", "")).toBeUndefined();
  fc.assert(
    fc.property(fc.lorem({ mode: "sentences" }), fc.lorem(), (text, claim) => {
      const found = sentenceFor(claim, text);
      if (found !== undefined) expect(text).toContain(found);
    }),
  );
});
