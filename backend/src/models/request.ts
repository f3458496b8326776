import type { Turn } from "../aws/bedrock.ts";
import type { Source } from "./models.ts";

/**
 * What a model is shown: the passages that it may rely on, then what is asked. Both are written by people it need not
 * obey, so nothing in them can look like the end of its block.
 */
export function questionOf(sources: readonly Source[], input: unknown): Turn {
  const passages = sources.map(
    ({ title, text }, at) =>
      `<passage id="${at}" title="${attribute(title)}">\n${withoutTags(text)}\n</passage>`,
  );
  // In JSON, an escaped character is the same character.
  const json = JSON.stringify(input).replaceAll("<", "\\u003c");
  return { role: "user", texts: [...passages, `<input>${json}</input>`] };
}

/** What looks like one of our tags, however it is written. */
const tags = /<(?=\s*\/?\s*(?:passage|input)\b)/gi;

const withoutTags = (text: string): string => text.replace(tags, "&lt;");

const attribute = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\s+/g, " ");

/** The one further turn after an answer that could not be read. */
export const repairOf = (answer: string, problem: string): Turn[] => [
  // A turn without a text is refused.
  { role: "assistant", texts: [answer.trim() || "(nothing)"] },
  {
    role: "user",
    texts: [
      `Your answer could not be read. ${problem}\n\nAnswer again: the whole JSON, with nothing before or after it.`,
    ],
  },
];
