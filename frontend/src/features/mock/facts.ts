import type { ExamProfile, ItemType } from "@lyceum/shared/exams";

export const itemCount = ({ scoredItems, unscoredItems }: ExamProfile): number => scoredItems + unscoredItems;

/** The time of a mock without extra time, in seconds. */
export const usualSeconds = ({ durationMinutes }: ExamProfile): number => durationMinutes * 60;

/**
 * Seconds for each item, if the time is shared out evenly and the last minutes are kept for what was flagged.
 * @param seconds the time of the mock, with any extra time
 */
export const evenPace = (exam: ExamProfile, seconds: number): number =>
  (seconds - exam.pacing.reviewMinutes * 60) / itemCount(exam);

export interface TypeFact {
  type: ItemType;
  name: string;
  /** What an item of the type asks for, and when it is right. */
  asks: string;
  /** In a form, in per cent. */
  share: number;
}

const types: Readonly<Record<ItemType, { name: string; asks: string }>> = {
  multiple_choice: { name: "Multiple choice", asks: "Choose one option: one is right." },
  multiple_response: {
    name: "Multiple response",
    asks: "“Choose two” means exactly two, “choose three” exactly three. All of them have to be right.",
  },
  ordering: { name: "Ordering", asks: "Put the steps in order. Every step has to be in its place." },
  matching: {
    name: "Matching",
    asks: "Choose an option for each prompt. Every pair has to be right; an option may serve several prompts, or none.",
  },
};

/** The types of items that the exam uses, the most frequent first. */
export const typeFacts = ({ itemTypes }: Pick<ExamProfile, "itemTypes">): TypeFact[] =>
  typeNames
    .flatMap((type) => {
      const share = itemTypes[type];
      return share === undefined ? [] : [{ type, ...types[type], share }];
    })
    .sort((a, b) => b.share - a.share);

const typeNames = ["multiple_choice", "multiple_response", "ordering", "matching"] as const;
