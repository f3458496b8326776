import type { Block } from "./blocks.ts";
import { sentencesOf } from "./sentences.ts";

// Cuts a note into the parts that are searched, quoted and cited. The same note gives the same parts: vectors are kept by
// their texts, and a citation names a part by its place.

/** The most words of a part, which is what the embedding models read as a whole. */
export const mostWords = 180;
/** The most characters, for what has long words, or none, such as tables of addresses and Chinese. */
export const mostCharacters = 2400;
/** A sentence longer than this is not said again at the beginning of the next part. */
const mostRepeated = 40;

export interface Part {
  headings: readonly string[];
  page: number | null;
  text: string;
  /** How many characters at the beginning stand at the end of the part before. */
  overlap: number;
}

/** What is never cut: it fits into a part. */
interface Atom {
  text: string;
  /** What stands between it and the atom before, where both are in one part. */
  joint: string;
  isSentence: boolean;
}

export function partsOf(blocks: readonly Block[]): Part[] {
  const parts: Part[] = [];
  for (let from = 0; from < blocks.length; ) {
    const first = blocks[from];
    if (!first) break;
    let to = from + 1;
    while (to < blocks.length && sameHeadings(first, blocks[to])) to++;
    parts.push(...partsOfSection(blocks.slice(from, to)));
    from = to;
  }
  return parts;
}

/** What a model makes a vector of: a part is about what stands above it, too. */
export const searchedText = ({ headings, text }: Pick<Part, "headings" | "text">): string =>
  readOut(headings.length > 0 ? `${headings.join(" > ")}\n\n${text}` : text);

/** Addresses and escapes are nothing to a model but a part of what it can read at once. */
const readOut = (markdown: string): string =>
  markdown.replace(/!?\[([^\][]{0,500})\]\([^()\s]{0,2000}\)/g, "$1").replace(/\\([!-/:-@[-`{-~])/g, "$1");

export const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;

/** Blocks below the same headings. */
function partsOfSection(blocks: readonly Block[]): Part[] {
  const parts: Part[] = [];
  let text = "";
  let overlap = 0;
  let page: number | null = null;
  let last: Atom | undefined;

  const close = () => {
    const headings = blocks[0]?.headings ?? [];
    if (text.length > overlap) parts.push({ headings, page, text, overlap });
  };
  for (const block of blocks) {
    for (const atom of atomsOf(block)) {
      const longer = text + (text === "" ? "" : atom.joint) + atom.text;
      if (fits(longer)) {
        if (text === "") page = block.page;
        text = longer;
      } else {
        close();
        const repeated = last?.isSentence && wordsOf(last.text) <= mostRepeated ? last.text : "";
        const begun = repeated === "" ? atom.text : repeated + atom.joint + atom.text;
        overlap = repeated !== "" && fits(begun) ? repeated.length : 0;
        text = overlap > 0 ? begun : atom.text;
        page = block.page;
      }
      last = atom;
    }
  }
  close();
  return parts;
}

const fits = (text: string): boolean => text.length <= mostCharacters && wordsOf(text) <= mostWords;

const sameHeadings = (one: Block, other: Block | undefined): boolean =>
  other !== undefined &&
  one.headings.length === other.headings.length &&
  one.headings.every((heading, at) => other.headings[at] === heading);

function atomsOf({ kind, text }: Block): Atom[] {
  const joined = (texts: readonly string[], joint: string, isSentence: boolean): Atom[] =>
    texts
      .flatMap((each) => (fits(each) ? [each] : pieces(each)))
      .map((each, at) => ({ text: each, joint: at === 0 ? "\n\n" : joint, isSentence }));
  switch (kind) {
    case "prose":
      return joined(sentencesOf(text), " ", true);
    case "list":
      return joined(itemsOf(text), "\n", false);
    case "table":
      return joined(fits(text) ? [text] : tablesOf(text), "\n\n", false);
    case "code":
      return joined(fits(text) ? [text] : fencesOf(text), "\n\n", false);
  }
}

/** The items of a list, each with what is indented below it. */
function itemsOf(text: string): string[] {
  const items: string[] = [];
  for (const line of text.split("\n")) {
    const last = items.length - 1;
    if (last < 0 || /^(?:[-*+]|\d+[.)])\s/.test(line)) items.push(line);
    else items[last] += `\n${line}`;
  }
  return items.flatMap((item) => (fits(item) ? [item] : sentencesOf(item)));
}

/** A table in several, each with its two first lines: a row says nothing without its header. */
function tablesOf(text: string): string[] {
  const [header = "", rule = "", ...rows] = text.split("\n");
  const head = `${header}\n${rule}`;
  if (!fits(head)) return text.split("\n");
  return grouped(rows, (group) => [head, ...group].join("\n"));
}

/** Code in several fences. */
function fencesOf(text: string): string[] {
  const lines = text.split("\n");
  const [, fence] = /^(`{3,}|~{3,})/.exec(lines[0] ?? "") ?? [];
  if (!fence) return grouped(lines, (group) => group.join("\n"));
  const opening = lines[0] ?? fence;
  const isClosed = lines.length > 1 && lines.at(-1)?.trim() === fence;
  return grouped(lines.slice(1, isClosed ? -1 : undefined), (group) => [opening, ...group, fence].join("\n"));
}

/** As many lines together as fit, framed. A line that does not fit alone is one for itself, without a frame. */
function grouped(lines: readonly string[], framed: (group: readonly string[]) => string): string[] {
  const texts: string[] = [];
  let group: string[] = [];
  const close = () => {
    if (group.length > 0) texts.push(framed(group));
    group = [];
  };
  for (const line of lines) {
    if (fits(framed([...group, line]))) {
      group.push(line);
      continue;
    }
    close();
    if (fits(framed([line]))) group = [line];
    else texts.push(line);
  }
  close();
  return texts;
}

/** What is too long for a part, between words, and a word that is too long, between characters. */
function pieces(text: string): string[] {
  const words = text
    .split(/\s+/)
    .filter((word) => word !== "")
    .flatMap((word) => (word.length <= mostCharacters ? [word] : cut(word)));
  const found: string[] = [];
  let piece: string[] = [];
  let length = 0;
  for (const word of words) {
    if (piece.length === mostWords || length + word.length + 1 > mostCharacters) {
      if (piece.length > 0) found.push(piece.join(" "));
      piece = [];
      length = 0;
    }
    piece.push(word);
    length += word.length + 1;
  }
  if (piece.length > 0) found.push(piece.join(" "));
  return found;
}

/** Never between the halves of a character. */
function cut(word: string): string[] {
  const found: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece.length + character.length > mostCharacters) {
      found.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...found, piece];
}
