import { expect, test } from "@jest/globals";
import { figures, page } from "./report.ts";

const about = {
  date: "2027-01-31",
  questions: { all: 120, absent: 20 },
  notes: 20,
  chunks: 174,
  corpus: "0123456789ab",
  embeddings: "an-embedding",
  answeredBy: ["a-model, prompt answer-question@1"],
};
const estimate = (value: number) => ({ value, low: value / 2, high: value, n: 100 });
const retrieval = (system: string, of: string) => ({
  eval: "tutor" as const,
  table: "retrieval" as const,
  system,
  of,
  recall5: estimate(0.9),
  ndcg10: estimate(0.8),
  mrr: estimate(1),
});
const answers = (measure: string, of: string, value: number) => ({
  eval: "tutor" as const,
  table: "answers" as const,
  measure,
  of,
  estimate: estimate(value),
});

test("a report says what was measured, by which versions, with intervals and what each figure means", () => {
  const rows = [
    retrieval("BM25", "all"),
    retrieval("BM25", "why"),
    retrieval("hybrid", "all"),
    answers("refusal recall", "all", 0.5),
    answers("first text, ms, p50", "all", 80),
    answers("first text, ms, p50", "two notes", 90),
    answers("US dollars", "all", 0.01),
  ];
  const text = page(about, rows);
  expect(text).toMatch(/^# Evaluation of the tutor\n/);
  expect(text).toContain("| answered by | a-model, prompt answer-question@1 |");
  expect(text).toMatch(
    /\| all \| 100 \| BM25 \| \.900 \(\.450-\.900\) .*\n\| all \| 100 \| hybrid \|.*\n\| why \|/,
  );
  expect(text).toContain("| measure | all | two notes |");
  expect(text).toContain("| refusal recall | .500 (.250-.500) |  |");
  expect(text).toContain("| first text, ms, p50 | 80 (40-80) | 90 (45-90) |");
  expect(text).toContain("| US dollars | 0.0100 (0.0050-0.0100) |  |");
  expect(text).toContain("- **refusal recall**: of what the notes don't answer, what was refused.");
  expect(text).not.toContain("see the source");
});

test("without a platform there are no answers to tell of", () => {
  expect(figures({ ...about, answeredBy: [] }, [retrieval("BM25", "all")])).not.toContain("## Answers");
});
