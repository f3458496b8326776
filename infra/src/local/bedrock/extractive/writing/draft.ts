import { plain, type Sentence } from "../passages.ts";
import { shuffled } from "./dice.ts";

export type ItemType = "multiple_choice" | "multiple_response" | "ordering" | "matching";

/** An option with why it is right or wrong. */
export interface DraftOption {
  text: string;
  rationale: string;
}

/** A question before its options have letters. */
export interface Draft {
  type: ItemType;
  stem: string;
  /** In the order of the key, where there is one; the right ones first. */
  right: DraftOption[];
  wrong: DraftOption[];
  /** For matching: each belongs to the right option at the same place. */
  prompts?: string[];
  decidedBy: string;
  /** The sentences that prove it. */
  sources: Sentence[];
}

const mostQuotes = 5;
const letters = "abcdefghij";

/** A draft in the form that the platform stores, with options in an order that the dice decide. */
export function lettered(draft: Draft, difficulty: string, dice: () => number) {
  const all = shuffled([...draft.right, ...draft.wrong], dice);
  const letterOf = new Map(all.map((option, index) => [option, letters.charAt(index)]));
  const right = draft.right.map((option) => letterOf.get(option) ?? "");
  const quotes = new Map(draft.sources.map((source) => [source.quote, source]));
  const prompts = draft.prompts?.map((text, index) => ({ id: letters.charAt(index), text }));
  return {
    type: draft.type,
    stem: draft.stem,
    options: all.map((option) => ({ id: letterOf.get(option) ?? "", ...option })),
    key: keyOf(draft.type, right),
    ...(prompts && { prompts }),
    decidedBy: draft.decidedBy,
    difficulty,
    constraints: [],
    citations: [...quotes.values()]
      .filter(({ quote }) => quote.length <= 600)
      .slice(0, mostQuotes)
      .map(({ passage, quote }) => ({ passage, quote })),
  };
}

function keyOf(type: ItemType, right: readonly string[]) {
  switch (type) {
    case "multiple_choice":
      return { type, choice: right[0] ?? "a" };
    case "multiple_response":
      return { type, choices: right.toSorted() };
    case "ordering":
      return { type, order: [...right] };
    case "matching":
      return {
        type,
        pairs: Object.fromEntries(right.map((letter, index) => [letters.charAt(index), letter])),
      };
  }
}

/** With a capital letter and without a full stop, so that all options look alike. */
export function asOption(text: string): string {
  const bare = plain(text).replace(/[.;,:]+$/, "");
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** The words of a sentence as evidence; a claim that it says so is true by itself. */
export const quoting = (lead: string, { text }: Sentence): string =>
  `${lead}: “${text.slice(0, 500).replace(/[.:;,]+$/, "")}”.`;

/** A title for the stem, without the note's whole path of headings. */
export function topicOf({ title }: Pick<Sentence, "title">): string {
  const parts = title.split(/\s*(?:[>›»/|]|\s[-–—]\s)\s*/).filter((part) => part.trim() !== "");
  return parts.slice(-2).join(": ").trim() || "this subject";
}
