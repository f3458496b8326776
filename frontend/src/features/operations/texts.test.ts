import { expect, test } from "@jest/globals";
import type { BreakerState, TutorFigures } from "@lyceum/shared/tutor";
import { byModel, gapsText, troubled } from "./texts.ts";

const figures = (cohortId: string, model: string, answers: number): TutorFigures => ({
  cohortId,
  model,
  answers,
  states: { answered: answers },
  claims: 0,
  unsupported: 0,
  thumbsUp: 0,
  thumbsDown: 0,
  inputTokens: 0,
  outputTokens: 0,
  usd: 0,
  firstTextMs: null,
  ms: null,
});

test("figures are summed by model over the groups, the most asked first", () => {
  const all = [figures("a", "small", 1), figures("a", "large", 2), figures("b", "large", 3)];
  expect(byModel(all).map(({ model, groups, sum }) => [model, groups, sum.answers])).toEqual([
    ["large", 2, 5],
    ["small", 1, 1],
  ]);
});

test("models that answer as usual are not told, the longest let alone comes first", () => {
  const breaker = (model: string, state: BreakerState["state"], since: string) => ({ model, state, since });
  const all = [
    breaker("c", "open", "2026-11-21T11:00:00Z"),
    breaker("a", "closed", "2026-11-21T09:00:00Z"),
    breaker("b", "half_open", "2026-11-21T10:00:00Z"),
  ];
  expect(troubled(all).map(({ model }) => model)).toEqual(["b", "c"]);
});

test("gaps are counted in words", () => {
  expect(gapsText(0)).toMatch(/^No group/);
  expect(gapsText(1)).toMatch(/^1 gap in the notes of all groups is open/);
  expect(gapsText(3)).toMatch(/^3 gaps in the notes of all groups are open/);
});
