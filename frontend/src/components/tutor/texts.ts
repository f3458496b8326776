import type { Answer } from "@lyceum/shared/tutor";
import { counted, dollars } from "../../lib/format.ts";
import type { LocalModels } from "../../lib/local-models.ts";
import type { Stage } from "./applied.ts";

export type Help = Answer["help"];

/** The levels of help, from the least to the most, each with what it means. */
export const helps: readonly { help: Help; name: string; meaning: string }[] = [
  { help: "hint", name: "Hint", meaning: "A nudge in the right direction, and no answer." },
  { help: "guided", name: "Guided", meaning: "Questions that lead you to the answer, one at a time." },
  { help: "full", name: "Full answer", meaning: "All of it, in short." },
];

export const helpName = (help: Help): string => helps.find((one) => one.help === help)?.name ?? help;

/** What is going on with an answer; `undefined` where its text says enough. */
export function stageText({ passages }: Pick<Answer, "passages">, stage: Stage): string | undefined {
  switch (stage) {
    case "looking":
      return "Looking in the notes";
    case "reading":
      return passages.length === 0 ? "Looking in the notes" : `Looking in ${listed(titlesOf(passages))}`;
    case "checked":
      return "Checking it against the notes";
    default:
      return undefined;
  }
}

const titlesOf = (passages: Answer["passages"]): string[] => [
  ...new Set(passages.map(({ noteTitle }) => noteTitle)),
];

/** Names in a sentence: the first three, and how many more. */
export function listed(names: readonly string[]): string {
  const more = names.length - 3;
  const told = more > 0 ? [...names.slice(0, 3), `${more} more`] : names;
  return told.length < 2 ? told.join("") : `${told.slice(0, -1).join(", ")} and ${told.at(-1)}`;
}

/** A length of time in seconds, with one decimal where it is short. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;

/** Who wrote an answer, how long that took and what it has cost; empty where nobody did. */
export function byText({ by, usage }: Pick<Answer, "by" | "usage">): string {
  if (!by) return "";
  const parts = [
    by.how === "model" ? `Answered by ${by.model}` : "Quoted from the notes",
    ...(usage ? [seconds(usage.ms)] : []),
    ...(usage && usage.inputTokens + usage.outputTokens > 0
      ? [counted(usage.inputTokens + usage.outputTokens, "token")]
      : []),
    ...(usage && usage.usd > 0 ? [dollars(usage.usd)] : []),
  ];
  return parts.join(" · ");
}

/** What a tool was used for, and what came of it. */
export function toolText({ name, input, output, failed }: Answer["tools"][number]): string {
  if (name === "my_progress") return failed ? "Your progress could not be read" : "Your progress was read";
  const expression = fieldOf(input, "expression") ?? input;
  return failed
    ? `${expression} could not be calculated`
    : `${expression} = ${fieldOf(output, "result") ?? output}`;
}

/** A field of an object in JSON, as text; `undefined` where it isn't there. */
function fieldOf(json: string, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null) return undefined;
    const field = Object.entries(value).find(([key]) => key === name)?.[1];
    return field === undefined ? undefined : String(field);
  } catch {
    return undefined;
  }
}

/**
 * What answers, as far as it is known.
 * @param local what a platform on one machine says
 * @param last who wrote the last answer; empty where no model did
 */
export function answererText(local: LocalModels, last: string | undefined): string {
  switch (local.source) {
    case "built-in":
      return "No language model answers here: what fits best is quoted from the notes.";
    case "server":
      return `${String(local.model)} answers, on a server of whoever started the platform.`;
    default:
      return last ? `${last} answers, in Amazon Bedrock.` : "A model in Amazon Bedrock answers.";
  }
}

export const reasons: readonly {
  reason: NonNullable<NonNullable<Answer["feedback"]>["reason"]>;
  name: string;
}[] = [
  { reason: "wrong", name: "It is wrong" },
  { reason: "not_supported", name: "The notes don't say that" },
  { reason: "not_helpful", name: "It doesn't help me" },
  { reason: "unclear", name: "It is hard to understand" },
  { reason: "other", name: "Something else" },
];

/** Questions that the notes with these titles answer. */
export const suggested = (titles: readonly string[]): string[] =>
  titles.map((title) => `What do the notes say about “${title.trim()}”?`);

/** Some of a list, evenly from all over it. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, place) => items[Math.floor((place * items.length) / count)],
  ).filter((item) => item !== undefined);
}
