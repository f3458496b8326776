import * as z from "zod";
import { type Asked, inputAs } from "../request.ts";
import { contentOf, stemOf, wordsOf } from "../words.ts";
import { AskedItem, optionsOf, questionIn } from "./asked-item.ts";

const Input = z.object({
  question: z.string(),
  before: z.array(z.object({ question: z.string(), searched: z.string() })),
  memory: z.string(),
  item: AskedItem.optional(),
});

/** Characters. */
const longestQuestion = 1_000;
const longestMemory = 1_000;

/** Words that a follow-up takes over at most. */
const mostTaken = 12;

/** Words that stand for something said before, and ways to begin that go on with it. */
const pointing =
  /\b(?:it|its|they|them|their|this|that|these|those|there|former|latter|ones?|both|either|neither)\b/i;
const goingOn =
  /^(?:and|but|or|so|also|then|why|how so|(?:and )?(?:what|how) about|what if|what else|more|else|explain|elaborate|go on|for example|really|ok(?:ay)?)\b/i;

/** `rewrite-question`: one question that can be understood alone, and what was asked so far. */
export async function rewriteQuestion(asked: Asked): Promise<object> {
  const { question, before, memory, item } = inputAs(Input, asked);
  const own = question.replaceAll(/\s+/g, " ").trim();
  const last = before.at(-1)?.searched ?? "";
  const searched = (item ? aboutItem(own, item) : completed(own, last)).slice(0, longestQuestion);
  return { question: searched, memory: remembered(memory, own) };
}

/** A question that leans on the one before gets its words, as far as it hasn't them. */
export function completed(own: string, last: string): string {
  const words = contentOf(own);
  const leans = words.length === 0 || ((goingOn.test(own) || pointing.test(own)) && words.length < 7);
  if (!leans) return own;
  const known = new Set(words);
  const taken = new Map<string, string>();
  for (const word of wordsOf(last)) {
    const stem = stemOf(word);
    if (contentOf(word).length > 0 && !known.has(stem)) taken.set(stem, word);
  }
  const missing = [...taken.values()].slice(0, mostTaken);
  return missing.length > 0 ? `${own} (${missing.join(" ")})` : own;
}

function aboutItem(own: string, item: AskedItem): string {
  const right = optionsOf(item, item.key).map(({ text }) => text);
  // "Why?" says nothing that the item doesn't.
  const wish = contentOf(own).length > 1 ? own : "";
  return [wish, questionIn(item), item.decidedBy, ...right].filter((part) => part !== "").join(" ");
}

/** A line for each question; what the learner has written stays, and the oldest questions go. */
function remembered(memory: string, question: string): string {
  const line = `- ${question.slice(0, 200)}`;
  const lines = [...memory.split("\n").filter((each) => each.trim() !== "" && each !== line), line];
  while (lines.join("\n").length > longestMemory) {
    const oldest = lines.findIndex((each) => each.startsWith("- "));
    if (oldest < 0 || oldest === lines.length - 1) break;
    lines.splice(oldest, 1);
  }
  return lines.join("\n");
}
