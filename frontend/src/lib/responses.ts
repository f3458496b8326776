import type { LearnerItem, Response } from "@lyceum/shared/questions";
import { letterLabel } from "./format.ts";

/** Whether two responses say the same. Choices are a set; the order of steps counts. */
export function sameResponse(a: Response | null, b: Response | null): boolean {
  if (a === null || b === null) return a === b;
  switch (a.type) {
    case "multiple_choice":
      return b.type === a.type && b.choice === a.choice;
    case "multiple_response":
      return b.type === a.type && new Set(a.choices).symmetricDifference(new Set(b.choices)).size === 0;
    case "ordering":
      return b.type === a.type && a.order.join() === b.order.join();
    case "matching": {
      if (b.type !== a.type) return false;
      const [ours, theirs] = [Object.entries(a.pairs), Object.entries(b.pairs)];
      return ours.length === theirs.length && ours.every(([prompt, option]) => b.pairs[prompt] === option);
    }
  }
}

/** How far an item is answered. A partial response is saved too, and scored as wrong. */
export type Completeness = "unanswered" | "partial" | "answered";

export function completeness(item: LearnerItem, response: Response | null): Completeness {
  if (response === null) return "unanswered";
  if (item.type === "multiple_response" && response.type === "multiple_response") {
    return response.choices.length === item.select ? "answered" : "partial";
  }
  if (item.type === "matching" && response.type === "matching") {
    return item.prompts.every((prompt) => prompt.id in response.pairs) ? "answered" : "partial";
  }
  return "answered";
}

/** Chooses an option, or takes it back. More than `select` can't be chosen: the response then stays as it is. */
export function toggleChoice(response: Response | null, option: string, select: number): Response | null {
  const chosen = response?.type === "multiple_response" ? response.choices : [];
  const choices = chosen.includes(option)
    ? chosen.filter((letter) => letter !== option)
    : [...chosen, option].slice(0, Math.max(select, chosen.length));
  return choices.length > 0 ? { type: "multiple_response", choices } : null;
}

/** The steps as they stand: as ordered so far, or as first shown. */
export const currentOrder = (item: LearnerItem, response: Response | null): string[] =>
  response?.type === "ordering" ? response.order : item.options.map((option) => option.id);

/** Moves one step to another place, both counted from 0; places beyond the ends mean the ends. */
export function moveStep(order: readonly string[], from: number, to: number): Response {
  const left = [...order];
  const moved = left.splice(from, 1);
  left.splice(Math.max(0, to), 0, ...moved);
  return { type: "ordering", order: left };
}

/** An order in which a step has come to a place, counted from 0; the step that was there takes its place. */
export function withStepAt(order: readonly string[], place: number, step: string): Response {
  const [before = step, from] = [order[place], order.indexOf(step)];
  return { type: "ordering", order: order.with(from, before).with(place, step) };
}

/** Gives a prompt an option, or none. */
export function pairPrompt(
  response: Response | null,
  prompt: string,
  option: string | undefined,
): Response | null {
  const { [prompt]: _, ...others } = response?.type === "matching" ? response.pairs : {};
  const pairs = option === undefined ? others : { ...others, [prompt]: option };
  return Object.keys(pairs).length > 0 ? { type: "matching", pairs } : null;
}

/** What a response to an item names. */
interface Named {
  options: readonly { id: string; text: string }[];
  /** Of a matching item alone. */
  prompts?: readonly { id: string; text: string }[];
}

/** A response in words, such as `B. Ask again; D. Wait`; empty for none. */
export function responseText({ options, prompts = [] }: Named, response: Response | null): string {
  const option = (letter: string) => named(options, letter);
  switch (response?.type) {
    case undefined:
      return "";
    case "multiple_choice":
      return option(response.choice);
    case "multiple_response":
      return response.choices.toSorted().map(option).join("; ");
    case "ordering":
      return response.order.map((letter, place) => `${place + 1}) ${option(letter)}`).join("; ");
    case "matching":
      return Object.entries(response.pairs)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([prompt, letter]) => `${named(prompts, prompt)} -> ${option(letter)}`)
        .join("; ");
  }
}

const named = (options: readonly { id: string; text: string }[], letter: string) =>
  `${letterLabel(letter)}. ${options.find(({ id }) => id === letter)?.text ?? ""}`;
