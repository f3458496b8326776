import type { ExamProfile } from "@lyceum/shared/exams";
import type { AuthorItem } from "@lyceum/shared/questions";
import fc from "fast-check";

/** Generated exams and items for property tests. */

const letters = [..."abcdefghij"];

const options = (count: number) =>
  letters.slice(0, count).map((id) => ({ id, text: `option ${id}`, rationale: `rationale ${id}` }));

/** What items have in common, whatever their type. */
export const common = {
  stem: "A stem",
  decidedBy: "A constraint",
  references: [{ title: "A page", url: "https://example.com/", checked: "2026-01-01" }],
  difficulty: "medium" as const,
  angoff: { rating: 0.7, reason: "A reason" },
  constraints: [],
  provenance: { origin: "written" as const, by: "A writer", on: "2026-01-01" },
};

const permutation = (count: number) =>
  fc.shuffledSubarray(letters.slice(0, count), { minLength: count, maxLength: count });

export const anyItem: fc.Arbitrary<AuthorItem> = fc.oneof(
  fc.constantFrom("a", "b", "c", "d").map(
    (choice): AuthorItem => ({
      ...common,
      type: "multiple_choice",
      options: options(4),
      key: { type: "multiple_choice", choice },
    }),
  ),
  fc.shuffledSubarray(letters.slice(0, 6), { minLength: 2, maxLength: 5 }).map(
    (choices): AuthorItem => ({
      ...common,
      type: "multiple_response",
      options: options(6),
      key: { type: "multiple_response", choices },
    }),
  ),
  fc.integer({ min: 3, max: 5 }).chain((count) =>
    permutation(count).map(
      (order): AuthorItem => ({
        ...common,
        type: "ordering",
        options: options(count),
        key: { type: "ordering", order },
      }),
    ),
  ),
  fc.array(fc.constantFrom(..."abcd"), { minLength: 3, maxLength: 7 }).map((chosen): AuthorItem => {
    const prompts = chosen.map((_, place) => ({ id: letters[place] ?? "", text: `prompt ${place}` }));
    return {
      ...common,
      type: "matching",
      prompts,
      options: options(4),
      key: {
        type: "matching",
        pairs: Object.fromEntries(prompts.map(({ id }, place) => [id, chosen[place] ?? "a"])),
      },
    };
  }),
);

/** An exam with the given weights, and two tasks in each domain. */
export function examWith(weights: readonly number[]): ExamProfile {
  return {
    id: "an-exam",
    code: "AN-1",
    title: "An exam",
    vendor: "A vendor",
    description: "For tests",
    durationMinutes: 60,
    scoredItems: 10,
    unscoredItems: 0,
    scale: { min: 100, max: 1000, pass: 750 },
    itemTypes: { multiple_choice: 80, multiple_response: 20 },
    pacing: { reviewMinutes: 10, drillSeconds: 60 },
    url: "https://example.com/",
    domains: weights.map((weight, place) => ({
      id: String(place + 1),
      title: `Domain ${place + 1}`,
      weight,
      tasks: [1, 2].map((task) => ({
        id: `${place + 1}.${task}`,
        title: "A task",
        summary: "What it covers",
      })),
    })),
  };
}
