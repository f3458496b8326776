import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Help, TutorEvent } from "@lyceum/shared/tutor";
import type { Screening, SpokenPart } from "../models/models.ts";
import { answering } from "./answering.ts";
import type { AnswerRecord } from "./record.ts";
import { screening } from "./screening.ts";

// What becomes of what a model says. The way through the platform is in answering.cloud.test.ts.

const passage = (text: string, ordinal: number) => ({
  noteId: "not_01M7ZPCZ6248PGVCVVCGXT463B",
  version: 1,
  ordinal,
  noteTitle: "Batches",
  cohortId: null,
  headings: ["Cost"],
  page: null,
  text,
});
const passages = [
  passage("A batch job costs half as much as one on demand. It may take a day.", 0),
  passage("Provisioned throughput is paid by the hour.", 1),
];

const record = (help: Help): AnswerRecord => ({
  id: "ans_01M7ZPCZ6248PGVCVVCGXT463B",
  conversationId: "cnv_01M7ZPCZ6248PGVCVVCGXT463B",
  cohortId: "coh_01M7ZPCZ6248PGVCVVCGXT463B",
  examId: "aip-c01",
  userId: "learner",
  askedAt: new Date().toISOString(),
  question: "",
  help,
  state: "answering",
  searched: "",
  passages: [],
  tools: [],
  text: "",
  claims: [],
  citations: [],
  reported: false,
  beatAt: new Date().toISOString(),
  stopWanted: false,
  trace: { blocked: [] },
});

interface Case {
  ended?: "end" | "too_long" | "refused";
  help?: Help;
  score?: number;
  /** What a filter says of an answer; `null` where it does not answer. */
  output?: Screening | null;
  input?: "unseen";
  question?: string;
  /** A fault's code, where no model is asked. */
  without?: "model_unavailable" | "budget_spent";
}

const clean: Screening = { blocked: [], personalData: [] };

/** What is stored of an answer, and told of it, where a model says this. */
async function answered(
  text: string,
  {
    ended = "end",
    help = "full",
    score = 0.7,
    output = clean,
    input,
    question: wanted = "What does a batch job cost?",
    without,
  }: Case = {},
) {
  let stored: AnswerRecord | undefined;
  const down = () => Promise.reject(new Fault("model_unavailable", "It is down."));
  const screen = (_: string, source: "input" | "output") =>
    source === "input"
      ? input
        ? down()
        : Promise.resolve(clean)
      : output
        ? Promise.resolve(output)
        : down();
  const answer = answering({
    answers: {
      begin: async () => {},
      get: async () => undefined,
      latest: async () => [],
      memory: async () => "",
      beat: async () => ({ stop: false }),
      finish: async (final) => {
        stored = final;
      },
    },
    use: { begin: async () => {}, spent: async () => {} },
    models: {
      ask: down,
      async *stream(): AsyncGenerator<SpokenPart> {
        if (without) throw new Fault(without, "No.");
        yield { text };
        const by = { model: "some-model", prompt: "answer-question@1" };
        yield { by, usd: 0.01, tokens: { input: 100, output: 10 }, ended };
      },
      screen,
      // It takes halves for what the first passage says, and knows nothing else.
      ground: async (claim, { sources }) => ({
        grounding: claim.includes("half") && sources.some((source) => source.includes("half")) ? 0.9 : 0.1,
        relevance: 1,
      }),
    },
    gather: async () => ({
      passages: passages.map((each) => ({ passage: each, score: 1, similarity: 1 })),
      sentences: [{ passage: 0, text: "A batch job costs half as much as one on demand.", score: 1 }],
      answerable: { score, threshold: 0.5 },
    }),
    isArchived: async () => false,
    attemptsOf: async () => [],
    itemOf: down,
    progressOf: down,
    told: () => {},
    warn: () => {},
    now: Date.now,
  });
  const events: TutorEvent[] = [];
  const question = { ...record(help), question: wanted };
  const context = { before: [], memory: "", item: undefined };
  const screened = await screening(screen)(question.question, "input");
  for await (const event of answer({ record: question, context, screened })) events.push(event);
  return { events, stored };
}

const quotes = {
  state: "answered",
  text: "- A batch job costs half as much as one on demand. [1]",
  by: { how: "quotes", model: "" },
};

test("a wrong number is put right, what nothing says is marked, and a number of no passage goes", async () => {
  const { stored, events } = await answered(
    "It costs half the price [2]. It is also free on Sundays [1]. It costs only half [9].",
  );
  expect(stored).toMatchObject({
    state: "answered",
    text: "It costs half the price [1]. It is also free on Sundays [?]. It costs only half [1].",
    claims: [
      { support: "notes", numbers: [1], score: 0.9 },
      { support: "none", numbers: [] },
      { support: "notes", numbers: [1] },
    ],
    citations: [{ number: 1, quote: "A batch job costs half as much as one on demand." }],
    usage: { inputTokens: 100, outputTokens: 10, usd: 0.01 },
  });
  const names = events.map(({ event }) => event).filter((name, at, all) => name !== all[at - 1]);
  expect(names).toEqual(["passages", "text", "citations", "usage", "end"]);
});

test.each([
  ["nothing that the notes say", "It is free on Sundays and holidays [1].", {}],
  ["nothing", " ", {}],
  ["the same again and again", "It costs half of the price of everything else there is. ".repeat(20), {}],
  ["what no filter has seen", "It costs half the price [1].", { output: null }],
  ["that the notes are silent, though they surely are not", "NOT_IN_NOTES", { score: 0.95 }],
] satisfies [string, string, Case][])("where a model says %s, the notes speak", async (_, text, wish) => {
  expect((await answered(text, wish)).stored).toMatchObject(quotes);
});

test("a question that no filter has seen goes to no model", async () => {
  const { stored } = await answered("It costs half the price [1].", { input: "unseen" });
  expect(stored).toMatchObject({ ...quotes, trace: { withoutModel: "model_unavailable" } });
});

test.each([
  ["NOT_IN_NOTES", {}],
  ["**NOT_IN_NOTES**.", {}],
  ["The notes do not say what it costs.", {}],
  ["whatever", { score: 0.2 }],
  // It may be a sum, so a model is asked; it has nothing to rest on.
  ["Model 4 costs 30 USD a month.", { score: 0.2, question: "What does model 4 cost in 2027?" }],
] satisfies [string, Case][])("%j with %j: the notes don't answer", async (text, wish) => {
  const { stored, events } = await answered(text, wish);
  expect(stored).toMatchObject({ state: "not_in_notes", text: "", notice: expect.any(String) });
  expect(JSON.stringify(events)).not.toContain("NOT_IN");
});

test.each([
  [{ ended: "refused" }],
  [{ output: { blocked: ["It has insults."], personalData: [] } }],
] satisfies [Case][])("what a filter stops is declined: %j", async (wish) => {
  const { stored } = await answered("It costs half the price [1].", wish);
  expect(stored).toMatchObject({ state: "declined", text: "", claims: [], citations: [] });
});

test.each([
  ["budget_spent", /budget .* is spent/],
  ["model_unavailable", /try again in a moment/i],
] as const)("a sum without a model, because of %s, says what to do", async (without, notice) => {
  const { stored } = await answered("", { without, score: 0.2, question: "What is 1500 * 0.003 / 1000?" });
  expect(stored).toMatchObject({ state: "failed", notice: expect.stringMatching(notice) });
});

test("personal data is masked, and an answer that is too long says so", async () => {
  const { stored } = await answered("It costs half, says ada@analytical.engine.io [1].", {
    ended: "too_long",
    output: { blocked: [], personalData: [{ kind: "email", text: "ada@analytical.engine.io" }] },
  });
  expect(stored).toMatchObject({
    text: "It costs half, says [email] [1].",
    claims: [{ text: "It costs half, says [email]." }],
    notice: expect.stringContaining("cut off"),
  });
});

test("a hint need not claim anything, and cites where to look", async () => {
  const { stored } = await answered(
    "Look at how batches are billed [1]. What do they share with a discount?",
    {
      help: "hint",
    },
  );
  expect(stored).toMatchObject({
    by: { how: "model" },
    claims: [],
    citations: [{ number: 1, quote: expect.stringContaining("batch job") }],
  });
});
