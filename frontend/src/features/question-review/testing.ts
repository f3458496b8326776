import type { DraftItem } from "@lyceum/shared/questions";

/** An item for tests, new each time. */
export const someDraft = (): Extract<DraftItem, { type: "multiple_choice" }> => ({
  type: "multiple_choice",
  stem: "Which service finds personal data?",
  options: ["a", "b", "c", "d"].map((id) => ({
    id,
    text: `Service ${id}`,
    rationale: `What ${id} does.`,
  })),
  key: { type: "multiple_choice", choice: "a" },
  decidedBy: "It has to find, not to mask.",
  references: [{ title: "Docs", url: "https://docs.example", checked: "2026-03-01" }],
  difficulty: "medium",
  constraints: ["privacy"],
});
