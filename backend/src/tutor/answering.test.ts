import { expect, test } from "@jest/globals";
import { Fault } from "@lyceum/shared/contract/fault";
import type { Help, TutorEvent } from "@lyceum/shared/tutor";
import type { Models, Screening, SpokenPart } from "../models/models.ts";
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
  input?: Screening | "unseen";
  question?: string;
  /** What a model makes of a follow-up, or `useless` where that is nothing; without it, there is no question before. */
  rewritten?: string | "useless";
  /** A fault's code, where no model is asked. */
  without?: "model_unavailable" | "budget_spent";
}

/** What a look of each guardrail costs, and what the models do. */
const costs = { screening: 0.0004, grounding: 0.0003, model: 0.01, rewriting: 0.002 };

const clean: Screening = { blocked: [], personalData: [], usd: costs.screening };

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
    rewritten,
    without,
  }: Case = {},
) {
  let tokensSpent = 0;
  let stored: AnswerRecord | undefined;
  const down = () => Promise.reject(new Fault("model_unavailable", "It is down."));
  let grounded = 0;
  const screen: Models["screen"] = (_, { source }) =>
    source === "input"
      ? input === "unseen"
        ? down()
        : Promise.resolve(input ?? clean)
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
    use: {
      begin: async () => {},
      spent: async (_, __, tokens) => {
        tokensSpent += tokens;
      },
    },
    models: {
      async ask(prompt, { paid }) {
        if (rewritten === undefined) return down();
        paid?.({ usd: costs.rewriting, tokens: { input: 700, output: 30 } });
        if (rewritten === "useless") return down();
        const output = prompt.output.parse({ question: rewritten, memory: "" });
        return { output, by: { model: "small-model", prompt: "rewrite-question@1" }, usd: costs.rewriting };
      },
      async *stream(): AsyncGenerator<SpokenPart> {
        if (without) throw new Fault(without, "No.");
        yield { text };
        const by = { model: "some-model", prompt: "answer-question@1" };
        yield { by, usd: costs.model, tokens: { input: 100, output: 10 }, ended };
      },
      screen,
      // It takes halves for what the first passage says, and knows nothing else.
      async ground(claim, { sources }) {
        grounded++;
        const isSaid = claim.includes("half") && sources.some((source) => source.includes("half"));
        return { grounding: isSaid ? 0.9 : 0.1, relevance: 1, usd: costs.grounding };
      },
    },
    gather: async () => ({
      passages: passages.map((each) => ({ passage: each, score: 1, similarity: 1 })),
      sentences: [
        { passage: 0, text: "A batch job costs half as much as one on demand.", score: 1, wanted: "item" },
      ],
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
  const before =
    rewritten === undefined ? [] : [{ question: "What is a batch job?", searched: "", answer: "A job." }];
  const context = { before, memory: "", item: undefined };
  const screened = await screening(screen)(question.question, {
    source: "input",
    spender: { cohortId: question.cohortId },
  });
  for await (const event of answer({ record: question, context, screened })) events.push(event);
  return { events, stored, grounded, tokensSpent };
}

const quotes = {
  state: "answered",
  text: "A batch job costs half as much as one on demand. [1]",
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
    usage: { inputTokens: 100, outputTokens: 10 },
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

test.each(["What does a batch job cost?", "useless"])(
  "what making one question of a follow-up has used counts, also where it was %s",
  async (rewritten) => {
    const { stored, tokensSpent } = await answered("It costs half the price [1].", { rewritten });
    expect(stored?.usage).toMatchObject({ inputTokens: 100 + 700, outputTokens: 10 + 30 });
    expect(tokensSpent).toBe(840);
  },
);

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

test.each([[{ ended: "refused" }], [{ output: { ...clean, blocked: ["It has insults."] } }]] satisfies [
  Case,
][])("what a filter stops is declined: %j", async (wish) => {
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
    output: { ...clean, personalData: [{ kind: "email", text: "ada@analytical.engine.io" }] },
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

test("an answer costs what its model, its screening and the checks of its claims cost", async () => {
  const { stored, events, grounded } = await answered(
    "It costs half the price [1]. It is free on Sundays [1].",
  );
  // The second claim is held against the passage that it cites, and against all.
  expect(grounded).toBe(3);
  const usd = costs.model + 2 * costs.screening + 3 * costs.grounding;
  expect(stored?.usage?.usd).toBeCloseTo(usd, 12);
  const [told] = events.filter((event) => event.event === "usage");
  expect(told?.usage.usd).toBeCloseTo(usd, 12);
});

test.each([
  ["a question that is declined", { input: { ...clean, blocked: ["It has insults."] } }, costs.screening],
  ["a question that is not answered", { score: 0.2 }, costs.screening],
  ["a question that no filter has seen", { input: "unseen" }, 0],
  [
    "an answer that is declined",
    { output: { ...clean, blocked: ["It has insults."] } },
    costs.model + 2 * costs.screening + costs.grounding,
  ],
  [
    "quotes in place of an answer that no filter has seen",
    { output: null },
    costs.model + costs.screening + costs.grounding,
  ],
] satisfies [string, Case, number][])("%s costs what was looked at", async (_, wish, usd) => {
  const { stored } = await answered("It costs half the price [1].", wish);
  expect(stored?.usage?.usd).toBeCloseTo(usd, 12);
});
