import { namedOptions } from "@lyceum/shared/questions";
import type { AskedItem } from "../item/rules.ts";

// What the rewriting of questions does where no model can.

/** Characters of a question that is searched for. */
const mostOfQuestion = 1_000;

/** Words that stand for something that was said before. */
const pointing =
  /\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|there|former|latter|same|one|ones|both|either|neither|such|above|instead|otherwise|then)\b/i;
const beginning =
  /^(?:and|but|or|so|also|why|how so|what about|how about|what if|which one|really|ok(?:ay)?|for example|e\.g|more|else|explain|elaborate|tell me more|go on|continue|in what way|since when)\b/i;

const common = new Set(
  `a about again all also am an and any are as at be because been but by can could did do does explain for from give go
  had has have how i if in into is it its just like make me mean means more most much my need no not of ok on one or
  other our please really same say should so some such tell than that the their them then there these they thing this
  those to too us use used using very want was way we were what when where which while who why will with would you
  your`.split(/\s+/),
);

/** The words of a text that say what it is about. */
const contentOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? []).filter((word) => !common.has(word));

/** Whether a question can't be understood without what came before. */
export function leansOn(question: string): boolean {
  const words = contentOf(question);
  if (words.length === 0) return true;
  if (beginning.test(question.trim())) return words.length < 6;
  return words.length < 6 && pointing.test(question);
}

/** A question that stands alone: where it leans on the one before, that one comes along. */
export function standalone(question: string, before: string | undefined): string {
  const own = question.trim();
  if (before === undefined || !leansOn(own)) return own.slice(0, mostOfQuestion);
  const known = new Set(contentOf(own));
  const missing = contentOf(before).filter((word) => !known.has(word));
  if (missing.length === 0) return own.slice(0, mostOfQuestion);
  const first = before.trim().slice(0, mostOfQuestion - own.length - 1);
  return `${first} ${own}`.trim().slice(0, mostOfQuestion);
}

/** What is to be looked for to explain an item: what it asks, and what decides. */
export function questionAbout(item: AskedItem, question: string): string {
  const key = new Set(namedOptions(item.key));
  const right = item.options.filter(({ id }) => key.has(id)).map(({ text }) => text);
  const stem = item.stem.trim();
  const asks = stem.slice(Math.max(stem.lastIndexOf("\n"), lastSentence(stem)) + 1).trim();
  const own = contentOf(question).length > 1 ? question.trim() : "";
  return [own, asks, item.decidedBy, ...right]
    .filter((part) => part !== "")
    .join(" ")
    .slice(0, mostOfQuestion);
}

const lastSentence = (text: string): number => text.slice(0, -1).search(/[.!?]\s(?!.*[.!?]\s)/s);

const mostRemembered = 1_000;

/** What is kept in mind, with one more question: what the learner has written stays, the oldest questions go. */
export function remembering(memory: string, searched: string): string {
  const line = `- ${searched.replaceAll(/\s+/g, " ").trim().slice(0, 200)}`;
  const lines = [...memory.split("\n").filter((each) => each.trim() !== "" && each !== line), line];
  while (lines.join("\n").length > mostRemembered) {
    const oldest = lines.findIndex((each) => each.startsWith("- "));
    if (oldest < 0 || oldest === lines.length - 1) break;
    lines.splice(oldest, 1);
  }
  return lines.join("\n");
}

/** Questions about how one stands oneself; "I pass" and "I score" are also what one does with data. */
const ownProgress = [
  /\b(?:am i|i am|i['’]m) (?:\w+ )?(?:ready|prepared|on track|doing|weak(?:est)?|strong(?:est)?|good|bad|progressing)\b/i,
  /\b(?:ready|good|well|bad|far) (?:am|do|have) i\b/i,
  /\b(?:what|where|which\b[^.?!]*) (?:should|do|must) i (?:need to |have to )?(?:study|learn|review|revise|practi[cs]e|focus|improve|work on)\b/i,
  /\bmy (?:\w+ ){0,2}(?:progress|readiness|weak(?:est|ness(?:es)?)?|strengths?|strongest|scores?|mistakes?|results|chances?)\b/i,
  /\b(?:mistakes?\b[^.?!]*\b(?:do|did|have) i|i\b[^.?!]*\bmistakes)\b/i,
  /\bi (?:\w+ )?pass(?=\s*(?:[?.!]|$|(?:the|this|my|a) (?:\w+ )?(?:exam|test|mock|certification)|if|now|today|yet))/i,
];

/** Whether a question is for a tool rather than for the notes: a sum, or the learner's own progress. */
export const wantsTool = (question: string): boolean =>
  /\d\s*(?:[-+*/×÷^%]|\*\*)\s*[($]?\d|\d\s*%\s*of\s*\d/.test(question) ||
  (/\b(?:how (?:much|many)|calculate|compute|work out|what (?:is|are|would|does|do|will))\b/i.test(
    question,
  ) &&
    (question.match(/\d[\d,.]*/g)?.length ?? 0) >= 2) ||
  ownProgress.some((form) => form.test(question));
