import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { AnswerRecord } from "./record.ts";

// They are read from the environment when the module is loaded.
process.env.LYCEUM_STAGE = "unit";
// Metrics are written to the console then, and not left out.
process.env.POWERTOOLS_DEV = "true";
process.env.POWERTOOLS_METRICS_DISABLED = "false";
const { told } = await import("./metrics.ts");

const written: unknown[] = [];
beforeEach(() => {
  written.length = 0;
  jest.spyOn(console, "log").mockImplementation((line) => void written.push(JSON.parse(String(line))));
});
afterEach(() => void jest.restoreAllMocks());

const record: AnswerRecord = {
  id: "ans_01M7ZPCZ6248PGVCVVCGXT463B",
  conversationId: "cnv_01M7ZPCZ6248PGVCVVCGXT463B",
  cohortId: "coh_01M7ZPCZ6248PGVCVVCGXT463B",
  examId: "aip-c01",
  userId: "learner",
  askedAt: "2027-03-01T12:00:00.000Z",
  question: "What does a batch job cost?",
  help: "full",
  state: "answered",
  searched: "",
  passages: [],
  tools: [],
  text: "",
  claims: [],
  citations: [],
  by: { how: "quotes", model: "", prompt: "answer-question@1" },
  reported: false,
  beatAt: "2027-03-01T12:00:00.000Z",
  stopWanted: false,
  trace: { blocked: [] },
};

test.each([
  ["model_unavailable", 1],
  ["unusable", 1],
  ["budget_spent", 0],
])("quotes and failures because of %s are %d for the alarm", (withoutModel, count) => {
  const trace = { blocked: [], withoutModel };
  told({ ...record, trace });
  told({ ...record, trace, state: "failed", by: undefined });
  expect(written).toMatchObject([
    { stage: "unit", service: "tutor", Answers: 1, AnsweredByQuotes: count, AnswerFailed: 0 },
    { Answers: 1, AnsweredByQuotes: 0, AnswerFailed: count },
  ]);
});
