import { expect, test } from "@jest/globals";
import type { AuthorItem } from "@lyceum/shared/questions";
import { correctionProblem } from "./keys.ts";

const options = ["a", "b", "c", "d", "e"].map((id) => ({ id, text: `option ${id}`, rationale: "." }));
const authored = {
  stem: "?",
  options,
  decidedBy: ".",
  references: [{ title: "Docs", url: "https://docs.example", checked: "2026-03-01" }],
  difficulty: "easy",
  angoff: { rating: 0.7, reason: "." },
  constraints: [],
  provenance: { origin: "written", by: "Ada", on: "2026-03-01" },
} as const;
const item = (
  rest: Pick<Extract<AuthorItem, { type: "multiple_response" }>, "type" | "key">,
): AuthorItem => ({
  ...authored,
  references: [...authored.references],
  constraints: [],
  ...rest,
});

test("a corrected key differs, and has as many options as learners were told to choose", () => {
  const multiple = item({
    type: "multiple_response",
    key: { type: "multiple_response", choices: ["a", "b"] },
  });
  const problem = (...choices: string[]) =>
    correctionProblem(multiple, { type: "multiple_response", choices });
  expect(problem("a", "c")).toBeUndefined();
  expect(problem("b", "a")).toMatch(/as it is/);
  expect(problem("c")).toMatch(/Choose two/);
  expect(correctionProblem(multiple, null)).toMatch(/Choose two/);
  expect(problem("a", "b", "c")).toMatch(/Choose two/);
});
