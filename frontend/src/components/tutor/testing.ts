import type { RetrievedPassage } from "@lyceum/shared/tutor";
import type { Question } from "./applied.ts";

// For tests of what is shown of answers.

export const question: Question = {
  id: "ans_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  conversationId: "cnv_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  question: "What is a cache?",
  help: "full",
};

export const passage = (number: number, wish: Partial<RetrievedPassage> = {}): RetrievedPassage => ({
  number,
  noteId: "not_01HZZZZZZZZZZZZZZZZZZZZZZZ",
  version: 1,
  ordinal: number,
  noteTitle: "Caching",
  cohortId: null,
  headings: ["Caching", "When it pays"],
  page: null,
  text: "A cache keeps what is asked for often.",
  ...wish,
});
