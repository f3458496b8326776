import type { Help } from "@lyceum/shared/tutor";
import { isFenced, withoutCode } from "../markdown/rules.ts";

// An answer is Markdown with `[n]` after what passage n says. Here it is taken apart into its statements, and put together
// again with the marks that have stood the check.

/** A statement of an answer, and where in the text it stands, with its marks. */
export interface Statement {
  from: number;
  to: number;
  /** Without its marks. */
  text: string;
  numbers: number[];
  /** Whether it says something that has to be true; questions and lead-ins don't. */
  isClaim: boolean;
}

const mark = /\s*\[(\d{1,3}|\?)\]/g;

/**
 * The marks of a model in the one form that is known: `[1, 2]`, `[1-3]`, `[^1]` and `【1】` become `[1][2]` and so on.
 * Numbers of no passage are taken out, and what looks like a mark of ours. What can't be meant as a mark stays: a range of
 * values such as `[0, 1]`, a year.
 * @param count of passages
 */
export function normalised(text: string, count: number): string {
  const bare = withoutCode(text);
  const form = /\s*(?:\[\^?(?:(?:passages?|sources?|notes?)\s*)?([\d\s,;&–-]*\d|\?)\]|【(\d+)[^】\n]*】)/gi;
  let result = "";
  let at = 0;
  for (const match of bare.matchAll(form)) {
    const list = match[1] ?? match[2] ?? "";
    if (!isOfPassages(list)) continue;
    const numbers = numbersIn(list).filter((number) => number >= 1 && number <= count);
    const [space = ""] = /^\s*/.exec(match[0]) ?? [];
    const marks = numbers.map((number) => `[${number}]`).join("");
    result += text.slice(at, match.index) + (marks === "" ? "" : space + marks);
    at = match.index + match[0].length;
  }
  return result + text.slice(at);
}

/** A single number counts as one unless it has four digits; passages of a list are never so many, nor is one of them 0. */
function isOfPassages(list: string): boolean {
  const numbers = list.match(/\d+/g) ?? [];
  if (numbers.length < 2) return (numbers[0] ?? "").length < 4;
  return !/^[\s,;&–-]/.test(list) && numbers.every((number) => number.length < 3 && Number(number) > 0);
}

function numbersIn(list: string): number[] {
  const numbers = [...list.matchAll(/(\d+)\s*[–-]\s*(\d+)|\d+/g)].flatMap(([one, from, to]) => {
    if (from === undefined || to === undefined) return [Number(one)];
    const [low, high] = [Number(from), Number(to)];
    return high - low > 0 && high - low < 10
      ? Array.from({ length: high - low + 1 }, (_, index) => low + index)
      : [];
  });
  return [...new Set(numbers)];
}

interface Block {
  kind: "prose" | "row";
  from: number;
  to: number;
}

/** Paragraphs, items of lists and rows of tables: what has statements in it. */
function blocksOf(bare: string): Block[] {
  const blocks: Block[] = [];
  const lines = bare.split("\n");
  let open: Block | undefined;
  let from = 0;
  for (const [index, line] of lines.entries()) {
    const to = from + line.length;
    const isRow = /^\s*\|/.test(line);
    const isOther =
      isFenced(line) ||
      // Empty, or nothing but a marker.
      /^[\s>]*(?:[-*+#]+|\d{1,3}[.)])?[\s>]*$/.test(line) ||
      /^\s*#{1,6}\s/.test(line) ||
      isSeparator(line) ||
      (isRow && isSeparator(lines[index + 1] ?? ""));
    const [marker = ""] = /^(?:\s*>\s?)*\s*(?:(?:[-*+]|\d{1,3}[.)])\s+)?/.exec(line) ?? [];
    const begins = /[-*+>.)]\s*$/.test(marker);
    if (isOther) open = undefined;
    else if (isRow) {
      blocks.push({ kind: "row", from, to });
      open = undefined;
    } else if (open && !begins) open.to = to;
    else {
      open = { kind: "prose", from: from + marker.length, to };
      blocks.push(open);
    }
    from = to + 1;
  }
  return blocks.filter((block) => block.from < block.to);
}

const isSeparator = (line: string): boolean =>
  /^\s*(?:\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?|[*_](?:\s*[*_]){2,})\s*$/.test(line);

const abbreviations = new Set(
  "approx ca cf corp dept dr e.g eg esp est etc fig figs i.e ie inc jr ltd mr mrs ms no nos p pp prof resp sec sr st vol vs u.s".split(
    " ",
  ),
);

/** Where sentences end in a stretch of a text, their marks with them. */
function endsIn(bare: string, from: number, to: number): number[] {
  const stretch = bare.slice(from, to);
  const ends: number[] = [];
  let begin = 0;
  const form =
    /(?:[.!?…]+["'”’»)*_]*(?:\s*\[(?:\d{1,3}|\?)\])*(?=\s|$))|(?:[。！？]+["”’」）]*(?:\s*\[(?:\d{1,3}|\?)\])*)/gu;
  for (const { 0: end, index } of stretch.matchAll(form)) {
    const next = index + end.length;
    if (goesOn(stretch.slice(begin, index), end, stretch.slice(next))) continue;
    ends.push(from + next);
    begin = next;
  }
  return ends.at(-1) === to ? ends : [...ends, to];
}

function goesOn(before: string, end: string, after: string): boolean {
  if (!end.startsWith(".") || end.startsWith("..")) return false;
  if (/^\s+[\p{Ll},;:]/u.test(after)) return true;
  const [, word = ""] = /(?:^|[\s(["'*_])([\p{L}.]+)$/u.exec(before) ?? [];
  return abbreviations.has(word.toLowerCase()) || /^\p{Lu}$/u.test(word) || /^\s*\d{1,3}$/.test(before);
}

/**
 * The statements of an answer in their order; none lies in another. Code and headings have none.
 * @param help a hint, or a question that leads on, has sentences that only say what to do
 */
export function statementsOf(text: string, help: Help): Statement[] {
  const bare = withoutCode(text);
  return blocksOf(bare).flatMap(({ kind, from, to }) => {
    const ends = kind === "row" ? [to] : endsIn(bare, from, to);
    return ends.flatMap((end, index) => {
      const stretch = trimmed(text, ends[index - 1] ?? from, end);
      const said = stretch && statement(text, bare, stretch, kind, help);
      return said && /[\p{L}\p{N}]/u.test(said.text) ? [said] : [];
    });
  });
}

function trimmed(text: string, from: number, to: number): { from: number; to: number } | undefined {
  const stretch = text.slice(from, to);
  const inner = stretch.trim();
  if (inner === "") return undefined;
  const start = from + stretch.length - stretch.trimStart().length;
  return { from: start, to: start + inner.length };
}

function statement(
  text: string,
  bare: string,
  { from, to }: { from: number; to: number },
  kind: Block["kind"],
  help: Help,
): Statement {
  let said = "";
  let at = from;
  const numbers = new Set<number>();
  for (const { 0: whole, 1: number, index } of bare.slice(from, to).matchAll(mark)) {
    if (number !== "?") numbers.add(Number(number));
    said += text.slice(at, from + index);
    at = from + index + whole.length;
  }
  said += text.slice(at, to);
  const flat = said.replaceAll(/\s*\n[\s>]*/g, " ").trim();
  const plain =
    kind === "row"
      ? flat
          .replaceAll(/^\||\|$/g, "")
          .replaceAll(/\s*\|\s*/g, "; ")
          .trim()
      : flat;
  return { from, to, text: plain, numbers: [...numbers], isClaim: isClaim(plain, numbers.size > 0, help) };
}

/** What tells a learner what to do, in a hint. */
const nudge =
  /^[\s*_>"“]*(?:look|see|read|re-?read|think|try|consider|compare|recall|remember|start|check|ask|focus|go|open|note|ponder|now|next|find|work|use|take|it (?:stands|is) in)\b/i;

/**
 * That the notes are silent can't be proved by a passage. What they say is something else ("the notes say that it does
 * not"), and so is what is noted ("note that it does not").
 */
const silence =
  /\b(?:notes|passages|(?:the|this|your|each|any|no|neither) (?:note|passage)|passage \d+)(?! that\b)(?:(?!\b(?:that|says?|said|states?|mentions?|explains?)\b)[^.]){0,40}?\b(?:(?:do(?:es)?(?: not|n['’]t)|never) (?:\w+ly )?(?:say|mention|answer|cover|explain|state|tell|contain|include|give|describe|specify|address|provide|discuss|list|name|have|define|show|compare|go)|(?:say|tell|mention|have) nothing|says nothing|(?:are|is) silent)\b/i;

/** Whether a text says nothing but that the notes are silent. */
export const isSilent = (text: string): boolean => silence.test(text);

function isClaim(text: string, isCited: boolean, help: Help): boolean {
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  // A question, a lead-in, a sentence with a gap.
  if (/[?:]["'”’»)*_]*$|_{3}/.test(text) || words < (isCited ? 2 : 4)) return false;
  if (!isCited && words <= 30 && silence.test(text)) return false;
  return help === "full" || !nudge.test(text);
}

/** What is to stand behind a statement: the numbers of the passages that support it, or that nothing does. */
export interface Verdict {
  from: number;
  to: number;
  numbers: readonly number[];
  unsupported: boolean;
}

/** A text with the marks of its statements as the verdicts say. What is not in a verdict stays as it is. */
export function composed(text: string, verdicts: readonly Verdict[]): string {
  const bare = withoutCode(text);
  let result = "";
  let at = 0;
  for (const verdict of [...verdicts].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, verdict.from) + marked(text, bare, verdict);
    at = verdict.to;
  }
  return result + text.slice(at);
}

function marked(text: string, bare: string, { from, to, numbers, unsupported }: Verdict): string {
  const missing = new Set(numbers);
  let result = "";
  let at = from;
  for (const { 0: whole, 1: number, index } of bare.slice(from, to).matchAll(mark)) {
    const end = from + index + whole.length;
    const stays = missing.delete(Number(number));
    result += text.slice(at, from + index);
    if (stays) result += `${/(?:^|[\s\]])$/.test(result) ? "" : " "}${whole.trim()}`;
    at = end;
  }
  result += text.slice(at, to);
  const more = numbers.length === 0 && unsupported ? "[?]" : [...missing].map((each) => `[${each}]`).join("");
  return more === "" ? result : withMark(result, more);
}

/** Before what ends the sentence, or in the last cell of a row. */
function withMark(sentence: string, more: string): string {
  const [, said = sentence, end = ""] =
    /^([\s\S]*?)(\s*\||(?<![`.…\\])\\?[.!?…。！？]+["'”’»)*_]*)?\s*$/u.exec(sentence) ?? [];
  // What stands apart does not end it.
  if (/\s$/.test(said)) return `${sentence.trimEnd()} ${more}`;
  return `${said}${said.endsWith("]") ? "" : " "}${more}${end}`;
}
