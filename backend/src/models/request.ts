import type { Exchange, Turn } from "../aws/bedrock.ts";
import type { Prompt, Source, Spender } from "./models.ts";

/** What tells a prompt from all others, and from its other versions. */
export const nameOf = ({ name, version }: { name: string; version: number }) => `${name}@${version}`;

/** All of a request but who is asked, and in which form it has to answer. */
export const exchangeOf = (
  prompt: Omit<Prompt<never, unknown>, "output" | "input">,
  { cohortId }: Spender,
  turns: readonly Turn[],
): Omit<Exchange, "model" | "form"> => ({
  system: prompt.system,
  turns,
  maxTokens: prompt.maxTokens,
  temperature: prompt.temperature,
  metadata: { job: prompt.job, prompt: nameOf(prompt), cohort: cohortId },
});

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
