import type { DraftItem, ItemReview, LearnerItem } from "@lyceum/shared/questions";

/** An item as a learner is given it, but for the order of its options, which is another for each learner. */
export function learnerItem(item: DraftItem): LearnerItem {
  const options = item.options.map(({ id, text }) => ({ id, text }));
  switch (item.type) {
    case "multiple_choice":
    case "ordering":
      return { type: item.type, stem: item.stem, options };
    case "multiple_response":
      return { type: item.type, stem: item.stem, options, select: item.key.choices.length };
    case "matching":
      return { type: item.type, stem: item.stem, options, prompts: item.prompts };
  }
}

/** What a learner reads of an item that was answered rightly. */
export const learnerReview = ({
  key,
  options,
  decidedBy,
  difficulty,
  references,
  citations,
}: DraftItem): ItemReview => ({
  correct: true,
  key,
  rationales: Object.fromEntries(options.map(({ id, rationale }) => [id, rationale])),
  decidedBy,
  difficulty,
  references,
  ...(citations && { citations }),
});
