import type { ItemType } from "@lyceum/shared/exams";
import type { ItemStatistics } from "@lyceum/shared/questions";

export const typeNames: Readonly<Record<ItemType, string>> = {
  multiple_choice: "Multiple choice",
  multiple_response: "Multiple response",
  ordering: "Ordering",
  matching: "Matching",
};

export const flagNames: Readonly<Record<ItemStatistics["flags"][number], string>> = {
  too_hard: "Too hard",
  too_easy: "Too easy",
  low_discrimination: "Low discrimination",
  distractor_over_key: "Distractor beats key",
};
