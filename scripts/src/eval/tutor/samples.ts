import type { Answer } from "@lyceum/shared/tutor";
import type { GoldenQuestion } from "./golden.ts";

// What the tests of the evaluation are made of.

const noteId = "not_01M7ZPCZ6248PGVCVVCGXT463B";

export const someQuestion: GoldenQuestion = {
  id: "g001",
  expects: "one_note",
  split: "test",
  kind: "fact",
  style: "plain",
  question: "What keeps vectors?",
  answer: "A store, and fast.",
  needs: [[{ noteId, quote: "A store keeps vectors." }], [{ noteId, quote: "It is fast." }]],
};

const passage = (number: number, text: string) => ({
  number,
  noteId,
  version: 1,
  ordinal: number,
  cohortId: null,
  noteTitle: "Stores",
  headings: [],
  page: null,
  text,
});

/** With one of the two sentences, and a claim that nothing supports. */
export const someAnswer: Answer = {
  id: "ans_01M7ZPCZ6248PGVCVVCGXT463B",
  conversationId: "cnv_01M7ZPCZ6248PGVCVVCGXT463B",
  askedAt: "2027-01-01T00:00:00Z",
  question: someQuestion.question,
  help: "full",
  state: "answered",
  searched: someQuestion.question,
  passages: [passage(1, "A store keeps vectors. Another sentence."), passage(2, "Something else.")],
  tools: [],
  text: "A store keeps vectors [1]. The sky is green [2].",
  claims: [
    { text: "A store keeps vectors.", numbers: [1], support: "notes", score: 1 },
    { text: "The sky is green.", numbers: [2], support: "none", score: 0 },
  ],
  citations: [],
  by: { how: "model", model: "a-model", prompt: "answer-question@1" },
  usage: { inputTokens: 100, outputTokens: 10, usd: 0.5, firstTextMs: 30, ms: 90 },
  reported: false,
};
