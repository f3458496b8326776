import type { RunningItem } from "@lyceum/shared/attempts";
import type { Response } from "@lyceum/shared/questions";

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
