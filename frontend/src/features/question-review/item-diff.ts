import type { DraftItem } from "@lyceum/shared/questions";
import { diffWordsWithSpace } from "diff";
import { letterLabel } from "../../lib/format.ts";
import { responseText } from "../../lib/responses.ts";

/** A run of words that stayed, or that one of two texts has alone. */
export interface Part {
  kind: "same" | "added" | "removed";
  text: string;
}

/** A part of an item that is not as it was. */
export interface Change {
  name: string;
  parts: Part[];
}

/** The words that went from one text to the other, in their order. */
export const textDiff = (before: string, after: string): Part[] =>
  diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));

/** What is not the same in two versions of an item, part by part; empty where all is. */
export function itemDiff(before: DraftItem, after: DraftItem): Change[] {
  const [old, now] = [texts(before), texts(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name) => {
    const [from = "", to = ""] = [old.get(name), now.get(name)];
    return from === to ? [] : [{ name, parts: textDiff(from, to) }];
  });
}

/** All that an item says, by its name on the page. */
function texts(item: DraftItem): Map<string, string> {
  const parts: [string, string][] = [
    ["Stem", item.stem],
    ...(item.type === "matching" ? item.prompts : []).map(({ id, text }): [string, string] => [
      `Prompt ${letterLabel(id)}`,
      text,
    ]),
    ...item.options.flatMap(({ id, text, rationale }): [string, string][] => [
      [`Option ${letterLabel(id)}`, text],
      [`Rationale of ${letterLabel(id)}`, rationale],
    ]),
    ["Key", responseText(lettersOnly(item), item.key)],
    ["What decides it", item.decidedBy],
    ["Difficulty", item.difficulty],
    ["Constraints", item.constraints.join(", ")],
    ["References", item.references.map(({ title, url }) => `${title} ${url}`).join("\n")],
    ["Citations", (item.citations ?? []).map(({ title, quote }) => `${title}: ${quote}`).join("\n")],
  ];
  return new Map(parts);
}

/** A changed text of an option is told where the option is, not again where the key is. */
function lettersOnly(item: DraftItem) {
  const nameless = ({ id }: { id: string }) => ({ id, text: "" });
  return {
    options: item.options.map(nameless),
    ...(item.type === "matching" && { prompts: item.prompts.map(nameless) }),
  };
}
