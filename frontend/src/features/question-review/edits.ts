import type { DraftItem, Response } from "@lyceum/shared/questions";
import { letterLabel } from "../../lib/format.ts";

// What a reviewer may change of an item, and when it can be saved.

/** The longest texts, as the contract has them. */
export const longest = { stem: 4000, text: 1000, rationale: 2000, decidedBy: 600, words: 2000 } as const;

/** The fewest characters of a comment, an instruction, a reason. */
export const leastWords = 3;

/** Why a comment can't be sent; `undefined` where it can. */
export const wordsProblem = (words: string): string | undefined =>
  words.trim().length < leastWords ? "Write a few words." : undefined;

export function withOption(
  item: DraftItem,
  id: string,
  change: Partial<Pick<DraftItem["options"][number], "text" | "rationale">>,
): DraftItem {
  const options = item.options.map((option) => (option.id === id ? { ...option, ...change } : option));
  return { ...item, options };
}

export function withPrompt(item: DraftItem, id: string, text: string): DraftItem {
  if (item.type !== "matching") return item;
  const prompts = item.prompts.map((prompt) => (prompt.id === id ? { ...prompt, text } : prompt));
  return { ...item, prompts };
}

/** An item with another key. A key of another type than the item's is none. */
export function withKey(item: DraftItem, key: Response | null): DraftItem {
  if (item.type === "multiple_choice" && key?.type === item.type) return { ...item, key };
  if (item.type === "multiple_response") {
    return { ...item, key: key?.type === item.type ? key : { type: item.type, choices: [] } };
  }
  if (item.type === "ordering" && key?.type === item.type) return { ...item, key };
  if (item.type === "matching" && key?.type === item.type) return { ...item, key };
  return item;
}

/** What keeps an item from being saved, a sentence each that says what to do; empty where nothing does. */
export function itemProblems(item: DraftItem): string[] {
  const { key, options } = item;
  const empty = options
    .filter(({ text, rationale }) => text.trim() === "" || rationale.trim() === "")
    .map(({ id }) => `Write the text and the rationale of ${letterLabel(id)}.`);
  const prompts = (item.type === "matching" ? item.prompts : [])
    .filter(({ text }) => text.trim() === "")
    .map(({ id }) => `Write prompt ${letterLabel(id)}.`);
  const known = options.map(({ text }) => text.trim().toLowerCase());
  const same = options.filter(({ text }, place) => {
    const words = text.trim().toLowerCase();
    return words !== "" && known.indexOf(words) < place;
  });
  return [
    ...(item.stem.trim() === "" ? ["Write the stem."] : []),
    ...prompts,
    ...empty,
    ...same.map(({ id }) => `Option ${letterLabel(id)} says the same as another one.`),
    ...(key.type === "multiple_response" && key.choices.length < 2
      ? ["Choose two right options or more."]
      : []),
    ...(key.type === "multiple_response" && key.choices.length >= options.length
      ? ["Leave at least one option that is wrong."]
      : []),
    ...(item.decidedBy.trim() === "" ? ["Write what decides it."] : []),
  ];
}

export const difficulties = ["easy", "medium", "hard"] as const;

/** An item that is meant to be as hard as a name says; as it was, where that names no difficulty. */
export function withDifficulty(item: DraftItem, name: string): DraftItem {
  const difficulty = difficulties.find((each) => each === name);
  return difficulty ? { ...item, difficulty } : item;
}
