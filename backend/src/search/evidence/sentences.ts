import { sentenceStretches } from "../../notes/reading/sentences.ts";

/** Something that can be quoted from a passage by itself. */
export interface Sentence {
  /** As it stands in the passage. */
  text: string;
  /** What leads to it, where it says little alone: an item of a list, a row of a table, what stands below a label. */
  lead: string;
}

/**
 * A paragraph, a row of a table, or an item of a list with what is indented below it. Terms in bold, each with what it
 * means below, are items too where something leads to them.
 */
export interface Piece {
  kind: "prose" | "item" | "row";
  /** As they stand in the passage. */
  sentences: string[];
  lead: string;
  /** Pieces of one list or table, or of the prose in between, have the same number. */
  group: number;
  /** How far an item is indented. */
  depth: number;
  isNumbered: boolean;
}

const bullet = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(?:\[[ xX]\]\s+)?/;
const fence = /^\s*(?:`{3,}|~{3,})/;
const heading = /^\s{0,3}#{1,6}\s/;
const row = /^\s*\|.*\|\s*$/;
/** A paragraph or line in bold that is no sentence stands above what follows, as a heading does. */
const labelling = /^(?:\*\*[^*]{1,100}[^*.?!:]\*\*|__[^_]{1,100}[^_.?!:]__)$/;
/** What is called so is no term, but a remark. */
const remark = /^[*_\s]*(?:note|important|warning|caution|tip|example)s?\b/i;
const brokenAfter = /(?: {2}|\\)$/;
const rule = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$|^\s*(?:[-*_]\s*){3,}$/;

/** Whether a sentence says that something comes below it. */
export const isLeading = (sentence: string): boolean =>
  /:[\s*_]*$/.test(sentence) || /\b(?:following|below|these)\b[^.]*\.$/i.test(sentence);

/**
 * The sentences of a passage in Markdown, in their order: of paragraphs and of the items of lists, and the rows of tables.
 * Code and headings make none.
 * @param above the heading, which leads to steps that the passage begins with
 */
export const sentencesIn = (passage: string, above = ""): Sentence[] =>
  piecesIn(passage, above).flatMap(({ sentences, lead }) => sentences.map((text) => ({ text, lead })));

/** What a passage is made of, in its order. */
export function piecesIn(passage: string, above = ""): Piece[] {
  const pieces: Piece[] = [];
  let lead = "";
  let label = "";
  let header = "";
  let group = 0;
  /** The items that the next one may stand below. */
  let open: Piece[] = [];
  const begin = (kind: Piece["kind"], text: string, leading: string, block: Block) => {
    const { depth, isNumbered } = block;
    const sentences =
      kind === "row" ? [text] : sentenceStretches(text).map(({ from, to }) => text.slice(from, to));
    const piece = { kind, sentences, lead: leading, group, depth, isNumbered };
    pieces.push(piece);
    return piece;
  };
  let before: Block["kind"] | undefined;
  for (const block of termsJoined(passage, blocksOf(passage))) {
    const text = passage.slice(block.from, block.to);
    const isLabel = block.kind === "prose" && labelling.test(text);
    if (block.kind !== before || isLabel || block.kind === "head") group++;
    const isFirst = before === undefined;
    before = block.kind;
    if (block.kind !== "item") open = [];
    if (block.kind === "head") {
      header = text;
    } else if (isLabel) {
      label = text;
      lead = text;
    } else if (block.kind === "row") {
      begin("row", text, header, block);
      lead = "";
    } else if (block.kind === "prose") {
      const last = begin("prose", text, label, block).sentences.at(-1) ?? "";
      lead = isLeading(last) ? last : "";
    } else if (block.isMore && open.length > 0) {
      const inside = sentenceStretches(text).map(({ from, to }) => text.slice(from, to));
      open.at(-1)?.sentences.push(...inside);
    } else {
      if (isFirst && block.isNumbered) lead = above;
      open = open.filter(({ depth }) => depth < block.depth);
      open.push(begin("item", text, leadBelow(open.at(-1), lead), block));
    }
  }
  return pieces;
}

/** What leads to an item below another one. */
function leadBelow(parent: Piece | undefined, lead: string): string {
  if (!parent) return lead;
  const last = parent.sentences.at(-1) ?? "";
  return isLeading(last) ? last : parent.lead;
}

/**
 * The list that an item stands in, with what is indented below its items. What only goes on with an item is a part of the
 * list above; a list of its own has a sentence that leads to it.
 * @returns its first place and the one behind its last
 */
export function listAround(pieces: readonly Piece[], at: number): { from: number; to: number } {
  const { group, depth = 0 } = pieces[at] ?? {};
  const isIn = (piece: Piece | undefined) => piece?.kind === "item" && piece.group === group;
  let level = depth;
  let from = at;
  for (; isIn(pieces[from - 1]); from--) {
    const before = pieces[from - 1];
    if (!before || before.depth >= level) continue;
    if (isLeading(before.sentences.at(-1) ?? "")) break;
    level = before.depth;
  }
  let to = at + 1;
  while (isIn(pieces[to]) && (pieces[to]?.depth ?? 0) >= level) to++;
  return { from, to };
}

/**
 * With each term and what it means below as one item, where something leads to the first of them. What stands between two
 * terms is said of the one before.
 */
function termsJoined(passage: string, blocks: readonly Block[]): Block[] {
  const proseAt = (place: number) => {
    const block = blocks[place];
    return block?.kind === "prose" ? passage.slice(block.from, block.to) : "";
  };
  const isTerm = (text: string) => labelling.test(text) && !remark.test(text);
  /** Places of terms, and which of them are led to together. */
  const terms = new Map<number, number>();
  let isOpen = false;
  for (const place of blocks.keys()) {
    if (proseAt(place) === "") isOpen = false;
    const meaning = proseAt(place + 1);
    if (!isTerm(proseAt(place)) || meaning === "" || labelling.test(meaning)) continue;
    const isLed = isLeading(proseAt(place - 1));
    isOpen ||= isLed;
    if (isOpen) terms.set(place, isLed ? place : ([...terms.values()].at(-1) ?? place));
  }
  const places = [...terms.keys()];
  const runAt = (place: number | undefined) => (place === undefined ? undefined : terms.get(place));
  return blocks.flatMap((block, place): Block[] => {
    if (terms.has(place)) return [{ ...block, kind: "item", to: blocks[place + 1]?.to ?? block.to }];
    if (terms.has(place - 1)) return [];
    const run = runAt(places.findLast((term) => term < place));
    const isBetween = run !== undefined && run === runAt(places.find((term) => term > place));
    return isBetween ? [{ ...block, kind: "item", isMore: true }] : [block];
  });
}

interface Block {
  kind: "prose" | "item" | "head" | "row";
  from: number;
  to: number;
  depth: number;
  isNumbered: boolean;
  /** Whether it is one more line or paragraph of the item before. */
  isMore: boolean;
}

/** Without the marks at the beginnings and ends of their lines. */
function blocksOf(passage: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  let isCode = false;
  let inTable = false;
  let isBroken = false;
  let at = 0;
  const add = (kind: Block["kind"], from: number, to: number, more: Partial<Block> = {}): Block => {
    const block = { kind, from, to, depth: 0, isNumbered: false, isMore: false, ...more };
    blocks.push(block);
    return block;
  };
  for (const line of passage.split("\n")) {
    const from = at;
    at += line.length + 1;
    const to = from + line.trimEnd().length;
    const isRow = row.test(line);
    if (fence.test(line)) isCode = !isCode;
    if (isCode || fence.test(line) || line.trim() === "" || heading.test(line) || rule.test(line)) {
      open = undefined;
    } else if (isRow) {
      open = undefined;
      const inside = /^\s*\|\s*(.*?)\s*\|\s*$/.exec(line)?.[1] ?? "";
      const start = from + line.indexOf(inside);
      if (inside !== "") add(inTable ? "row" : "head", start, start + inside.length);
    } else {
      const [marks, indent = "", number] = bullet.exec(line) ?? [];
      const begin = from + line.length - line.trimStart().length;
      if (marks !== undefined) {
        const isNumbered = number !== undefined;
        open = add("item", from + marks.length, to, { depth: indent.length, isNumbered });
      } else if (open?.kind === "item" && begin === from && labelling.test(line.trim())) {
        open = add("prose", from, to);
      } else if (open && !isBroken) {
        open.to = to;
      } else {
        const last = open ?? blocks.at(-1);
        const isMore = last?.kind === "item" && (open !== undefined || begin - from > last.depth);
        open = add(isMore ? "item" : "prose", begin, to, isMore ? { depth: last.depth, isMore } : {});
      }
    }
    isBroken = brokenAfter.test(line);
    inTable = isRow || (inTable && rule.test(line));
  }
  return blocks;
}
