import type { RunningItem } from "@lyceum/shared/attempts";
import type { AuthorItem, Response } from "@lyceum/shared/questions";

/** Some response of the right form, not always the right one. */
export function someResponse({ item }: RunningItem): Response {
  const ids = item.options.map((option) => option.id);
  const first = ids[0] ?? "a";
  switch (item.type) {
    case "multiple_choice":
      return { type: item.type, choice: first };
    case "multiple_response":
      return { type: item.type, choices: ids.slice(0, item.select) };
    case "ordering":
      return { type: item.type, order: ids };
    case "matching":
      return { type: item.type, pairs: Object.fromEntries(item.prompts.map((prompt) => [prompt.id, first])) };
  }
}

/** The right response, in the letters of the attempt: its options are found by their texts. */
export function keyResponse({ item: shown }: RunningItem, { options, key }: AuthorItem): Response {
  const letter = (own: string) => {
    const text = options.find((option) => option.id === own)?.text;
    const found = shown.options.find((option) => option.text === text);
    if (!found) throw new TypeError(`the attempt does not show ${text}`);
    return found.id;
  };
  switch (key.type) {
    case "multiple_choice":
      return { type: key.type, choice: letter(key.choice) };
    case "multiple_response":
      return { type: key.type, choices: key.choices.map(letter) };
    case "ordering":
      return { type: key.type, order: key.order.map(letter) };
    case "matching":
      return {
        type: key.type,
        pairs: Object.fromEntries(
          Object.entries(key.pairs).map(([prompt, option]) => [prompt, letter(option)]),
        ),
      };
  }
}
