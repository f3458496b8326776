// What a model writes is shown to people as Markdown. Here is what of it is code, and what may not stay in it.

/** Stands for each character of code in a line, and of a block of code. */
const hidden = "\uE000";
const fenced = "\uE001";

/**
 * A text of the same length, with code hidden: what looks like Markdown in it is none. Only what is code for every reader
 * is hidden, because what is hidden is not looked at: a fence on the left, or evenly indented, and spans that begin and
 * end on one line of a block in which all do.
 */
export const withoutCode = (text: string): string =>
  blocksOf(text)
    .map(({ lines, isCode }) => (isCode ? lines.map(hideLine) : withoutSpans(lines)).join("\n"))
    .join("\n");

interface Block {
  lines: string[];
  /** In a fence. */
  isCode: boolean;
}

/** Fences, and what stands between them and between empty lines. */
function blocksOf(text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (let at = 0; at < lines.length; ) {
    const end = endOfFence(lines, at);
    if (end > at) {
      blocks.push({ lines: lines.slice(at, end), isCode: true });
      open = undefined;
      at = end;
      continue;
    }
    const line = lines[at] ?? "";
    const isEmpty = /^[\s>]*$/.test(line);
    if (open && !isEmpty) open.lines.push(line);
    else blocks.push({ lines: [line], isCode: false });
    open = isEmpty ? undefined : blocks.at(-1);
    at++;
  }
  return blocks;
}

const itemWithFence = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s.*(?:`{3}|~{3})/;

/** The line after a fence that begins on a line; that line itself where none surely does. */
function endOfFence(lines: readonly string[], at: number): number {
  const [, indent = "", fence] = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})/.exec(lines[at] ?? "") ?? [];
  // In an item it may be the end of one that has begun beside the item's mark.
  if (fence === undefined || (indent !== "" && lines.some((line) => itemWithFence.test(line)))) return at;
  for (let to = at + 1; to < lines.length; to++) {
    const line = lines[to] ?? "";
    // Outside of the item that the fence stands in.
    if (line.trim() !== "" && !line.startsWith(indent)) return at;
    const [, end = ""] = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line) ?? [];
    if (end.startsWith(fence)) return to + 1;
  }
  return lines.length;
}

/** Whether a line, with code hidden, is of a block of code. */
export const isFenced = (bare: string): boolean => bare.startsWith(fenced);

const hideLine = (line: string): string => fenced.repeat(line.length);
const hide = (code: string): string => hidden.repeat(code.length);

function withoutSpans(lines: readonly string[]): readonly string[] {
  if (isDoubtful(lines)) return lines;
  return lines.map((line) => {
    let bare = line;
    for (const { from, to } of spansOf(line) ?? [])
      bare = bare.slice(0, from) + hide(bare.slice(from, to)) + bare.slice(to);
    return bare;
  });
}

/** Whether it takes a parser to say where in a block code begins and ends. */
function isDoubtful(lines: readonly string[]): boolean {
  const text = lines.join("\n");
  if (!text.includes("`")) return false;
  const spans = lines.map(spansOf);
  const isTable = lines.some((line) => /^[\s>|:-]*$/.test(line) && /-/.test(line) && /\|/.test(line));
  const hasCells = lines.some((line, index) =>
    spans[index]?.some(({ from, to }) => line.slice(from, to).includes("|")),
  );
  return /\\`|<[a-z/!?][^>]*`/i.test(text) || spans.includes(undefined) || (isTable && hasCells);
}

/** Spans of code on a line; `undefined` where one does not end on it. */
function spansOf(line: string): { from: number; to: number }[] | undefined {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({
    from: index,
    to: index + run.length,
  }));
  const spans = [];
  for (let at = 0; at < runs.length; ) {
    const from = runs[at];
    const length = from && from.to - from.from;
    const end = runs.findIndex((run, index) => index > at && run.to - run.from === length);
    const to = runs[end];
    if (!from || !to) return undefined;
    spans.push({ from: from.from, to: to.to });
    at = end + 1;
  }
  return spans;
}

/** Without the marks of code where it takes a parser to say what is code. */
const withClearCode = (text: string): string =>
  blocksOf(text)
    .map(({ lines, isCode }) => {
      const said = lines.join("\n");
      return !isCode && isDoubtful(lines) ? said.replaceAll("`", "") : said;
    })
    .join("\n");

type Change = (...groups: string[]) => string;
type Step = readonly [RegExp, Change];

/** Changes what matches, but in code. A form has the flag `d`, because its groups may have code in them. */
function changed(text: string, form: RegExp, change: Change): string {
  let result = "";
  let at = 0;
  for (const { indices = [] } of withoutCode(text).matchAll(form)) {
    const groups = [...indices].map((place: [number, number] | undefined) =>
      place ? text.slice(...place) : "",
    );
    const [from, to] = indices[0] ?? [at, at];
    result += text.slice(at, from) + change(...groups);
    at = to;
  }
  return result + text.slice(at);
}

/** Elements of HTML. What else stands between angle brackets is somebody's placeholder, and is shown as it is. */
const element =
  /<!--[\s\S]*?(?:-->|$)|<[!?][^>]*>|<\/?(?:a|abbr|address|animate|applet|area|article|aside|audio|b|base|bdi|bdo|big|blink|blockquote|body|br|button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|foreignobject|form|frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|image|input|ins|isindex|kbd|keygen|label|legend|li|link|main|map|mark|marquee|math|menu|meta|meter|nav|noframes|noscript|object|ol|optgroup|option|output|p|param|picture|portal|pre|progress|q|rp|rt|ruby|s|samp|script|search|section|select|set|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|use|var|video|wbr|xmp)\b[^>]*>/dgi;

const inParentheses = String.raw`\((?:[^()]|\([^()]*\))*\)`;

const tags: Step = [element, () => ""];

const links: readonly Step[] = [
  // A backslash before it would show what stands for it.
  [/(\\*)<(?=[a-z/!?])/dgi, (_, before = "") => `${before.slice(before.length % 2)}&lt;`],
  [new RegExp(String.raw`!?\[([^\]]*)\]${inParentheses}`, "dg"), (_, inner = "") => inner],
  [/!(?=\[)/dg, () => ""],
  // What a reference would lead to.
  [/^((?:[\s>]|(?:[-*+]|\d+[.)])\s)*\[[^\]]*\]):/dgm, (_, label = "") => `${label} :`],
  [
    // A backslash before it would take the mark of code that it gets.
    /\\*([`\uE000\uE001]*)((?:(?:https?|ftp):\/\/|\bwww\.)[^\s<>()[\]`|\uE000\uE001]*[^\s<>()[\]`|.,;:!?"'*_\uE000\uE001])([`\uE000\uE001]*)/dgi,
    // Beside code, it would become a part of it, or not be code.
    (_, before = "", address = "", after = "") => (before + after === "" ? `\`${address}\`` : before + after),
  ],
];

/** A tag in a tag leaves one. */
function withoutTags(text: string): string {
  const result = changed(text, ...tags);
  return result.length < text.length ? withoutTags(result) : result;
}

/** One in another, as deep as anybody would build them. */
const mostPasses = 8;

/**
 * What is read by models and not seen by people, or turns the order of what they see: spaces of no width, marks of
 * direction, tags. Joiners stay, which some scripts are written with.
 */
const invisible = /[\u00ad\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * Markdown that loads nothing and leads nowhere: no HTML, no images, no links. Of a link stays its text; an address that
 * stands in the text becomes code.
 */
export function harmless(text: string): string {
  let result = withClearCode(text.replaceAll(invisible, ""));
  for (let pass = 0; pass < mostPasses; pass++) {
    const before = result;
    result = changed(
      withClearCode(withoutTags(result)),
      /<((?:https?|ftp|mailto):[^>\s]*)>/dgi,
      (_, address = "") => address,
    );
    for (const [form, change] of links) result = changed(result, form, change);
    if (result === before) return result;
  }
  // Nobody writes so by chance: what is left of brackets is shown as such.
  return result.replaceAll(/[[\]<>!]/g, (character) => `\\${character}`);
}

/**
 * How much of a text that is being written can be shown: up to the last white space before which nothing is open that
 * what comes next could make something else of.
 */
export function shownUpTo(text: string): number {
  const line = text.lastIndexOf("\n") + 1;
  const bare = withoutCode(text).slice(line);
  if (isFenced(bare)) return line;
  const open = bare.search(/`|<[a-z/!?][^>]*$|!?\[[^\]]*$|!?\[[^\]]*\](?:\([^)]*)?$/i);
  const space = bare.search(/\s\S*$/) + 1;
  return line + (open < 0 ? space : Math.min(space, open));
}
