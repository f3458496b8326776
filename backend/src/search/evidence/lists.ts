import type { Passage } from "@lyceum/shared/notes";
import type { Wanted } from "./rules.ts";
import { isLeading, listAround, type Piece, piecesIn } from "./sentences.ts";

// An item says little without what leads to its list, and who asks which things there are wants all items. Here what was
// found sentence by sentence becomes what can be read.

/** A sentence of a passage, or a line of a list or table; lines stand in their order. On one line each. */
export interface Quote {
  /** Its place in the list of passages. */
  passage: number;
  text: string;
  /** Where it begins a list or table: what leads to it, or the cells of its header. */
  lead?: string;
  /** Of a line: its mark in Markdown, indented; `|` for a row. */
  mark?: string;
}

/** A sentence that was found. */
export interface Chosen {
  passage: number;
  text: string;
  wanted: Wanted;
}

type Noted = Pick<Passage, "noteId" | "version" | "ordinal" | "headings" | "text">;

/** Characters of a list. */
const mostOfList = 1_200;
/** Characters of a table that is shown as a whole. */
const mostOfTable = 800;
/** Characters of an item that is shown as a whole where one of its sentences was found. */
const mostOfItem = 300;

interface Line {
  passage: number;
  piece: Piece;
  /** What leads to it, also where that stands in the passage before. */
  lead: string;
}

/**
 * What was found, best first; items of a list come together with what leads to them, and rows below their header. One
 * list is given as a whole: who asks for several things asks for one kind of them.
 */
export function quotesWithLists(chosen: readonly Chosen[], passages: readonly Noted[]): Quote[] {
  const pieces = passages.map(({ text, headings }) => piecesIn(text, headings.at(-1)));
  const known = new Set<string>();
  const isKnown = (passage: number, text: string) => known.has(`${passage} ${text}`);
  const know = (passage: number, texts: readonly string[]) => {
    for (const text of texts) known.add(`${passage} ${text}`);
  };
  const isSaid = (passage: number, text: string) =>
    chosen.some((one) => one.passage === passage && one.text === text);
  const isChosen = ({ passage, piece }: Omit<Line, "lead">) =>
    piece.sentences.some((text) => isSaid(passage, text));
  const shown = new Set<Piece>();
  const isNew = ({ piece }: Line) => !shown.has(piece);
  const asFound = ({ passage: of, piece }: Line): Quote => {
    const { sentences } = piece;
    shown.add(piece);
    const isShort = readLength(sentences.join(" ")) <= mostOfItem;
    const said = sentences.filter((sentence) => isShort || isSaid(of, sentence));
    know(of, sentences);
    return quoteOf(of, said.join(" "), "-");
  };
  let hasList = false;
  return chosen.flatMap(({ passage, text, wanted }): Quote[] => {
    if (isKnown(passage, text)) return [];
    know(passage, [text]);
    const own = pieces[passage] ?? [];
    const at = own.findIndex(({ sentences }) => sentences.includes(text));
    const piece = own[at];
    if (piece?.kind === "row") return rowsOf(piece);
    if (piece?.kind === "item") return isWanted(piece, wanted) && !hasList ? wholeList(at) : itemsOf(at);
    const first = leadsToList(own, at, text, wanted) && !hasList ? own[at + 1] : undefined;
    return first && !shown.has(first) ? wholeList(at + 1, text) : [{ passage, text: onOneLine(text) }];

    /** Those that were found, or all where they are wanted and not too many. */
    function rowsOf({ group, lead }: Piece): Quote[] {
      const all = own.filter((each) => each.group === group);
      const isShort = all.reduce((sum, each) => sum + lengthOf(each), 0) <= mostOfTable;
      const rows =
        wanted === "list" && isShort ? all : all.filter((each) => isChosen({ passage, piece: each }));
      for (const { sentences } of rows) know(passage, sentences);
      return begun(
        rows.map((each) => quoteOf(passage, textOf(each), "|")),
        lead,
      );
    }

    /** Items that were found, of the list that one stands in. */
    function itemsOf(place: number): Quote[] {
      const lines = linesAround(pieces, passages, passage, place);
      const [first] = lines;
      const lead = lines.find((line) => line.piece === own[place])?.lead ?? "";
      know(first?.passage ?? passage, [lead]);
      const quotes = lines.filter((line) => line.lead === lead && isChosen(line) && isNew(line)).map(asFound);
      return lead === "" ? quotes.map(({ mark: _, ...quote }) => quote) : begun(quotes, lead, first?.passage);
    }

    /** As much of a list as can be read, and what was found of the rest; not without the item that was found first. */
    function wholeList(place: number, before?: string): Quote[] {
      const lines = linesAround(pieces, passages, passage, place).filter(isNew);
      const quotes = fitting(lines, isSaid);
      const kept = lines.slice(0, quotes.length);
      if (before === undefined && !kept.some((line) => line.piece === own[place])) return itemsOf(place);
      hasList = true;
      for (const line of kept) {
        know(line.passage, line.piece.sentences);
        shown.add(line.piece);
      }
      const [first] = lines;
      const lead = before ?? first?.piece.lead ?? "";
      know(first?.passage ?? passage, [lead]);
      const left = lines.slice(kept.length);
      const gap = left.slice(0, 1).map((line): Quote => ({ passage: line.passage, text: "…", mark: "-" }));
      const alsoFound = left.filter(isChosen).map(asFound);
      return begun([...quotes, ...gap, ...alsoFound], lead, first?.passage);
    }
  });
}

const isWanted = (item: Piece, wanted: Wanted): boolean =>
  wanted === "list" || (wanted === "steps" && item.isNumbered);

/** Whether a sentence leads to a list that stands below it; steps may be led to by any. */
function leadsToList(pieces: readonly Piece[], at: number, text: string, wanted: Wanted): boolean {
  const next = pieces[at + 1];
  const isLast = pieces[at]?.sentences.at(-1) === text;
  if (at < 0 || next?.kind !== "item" || !isLast) return false;
  return isLeading(text) || (wanted !== "item" && next.isNumbered);
}

/** A list, with what of it stands in the passages before and after, where they were found as well. */
function linesAround(
  pieces: readonly (readonly Piece[])[],
  passages: readonly Noted[],
  passage: number,
  place: number,
): Line[] {
  const own = pieces[passage] ?? [];
  const { from, to } = listAround(own, place);
  const lines = own.slice(from, to).map((piece) => ({ passage, piece, lead: piece.lead }));
  const isOfNote = own[from]?.depth === 0;
  const before = isOfNote && from === 0 ? neighbour(-1) : -1;
  const after = isOfNote && to === own.length ? neighbour(1) : -1;
  const all = [...linesOf(before, -1), ...lines, ...linesOf(after, 0)];
  const begins = (of: number) => all.find((line) => line.passage === of)?.lead;
  return all.map((line) =>
    line.lead === begins(line.passage) ? { ...line, lead: all[0]?.lead ?? "" } : line,
  );

  function neighbour(step: number): number {
    const here = passages[passage];
    return passages.findIndex(
      (each) =>
        each.noteId === here?.noteId &&
        each.version === here.version &&
        each.ordinal === here.ordinal + step &&
        each.headings.join("\n") === here.headings.join("\n"),
    );
  }

  function linesOf(other: number, end: number): Line[] {
    const group = pieces[other]?.at(end)?.group;
    const list = (pieces[other] ?? []).filter((piece) => piece.kind === "item" && piece.group === group);
    const isSame = list[0]?.depth === 0 && list[0].isNumbered === own[from]?.isNumbered;
    return isSame ? list.map((piece) => ({ passage: other, piece, lead: piece.lead })) : [];
  }
}

/**
 * The lines of a list; where they are too long, of each only what it begins with and what was found, and the first ones
 * that are not.
 */
function fitting(lines: readonly Line[], isSaid: (passage: number, text: string) => boolean): Quote[] {
  const isShort = lines.reduce((sum, { piece }) => sum + lengthOf(piece), 0) <= mostOfList;
  const marks = marksOf(lines.map(({ piece }) => piece));
  const quotes = lines.map(({ passage, piece: { sentences } }, index) => {
    const said = sentences.filter((text, at) => isShort || at === 0 || isSaid(passage, text));
    return quoteOf(passage, said.join(" "), marks[index] ?? "-");
  });
  let length = 0;
  const end = quotes.findIndex(({ text }) => {
    length += readLength(text);
    return length > mostOfList;
  });
  return end < 0 ? quotes : quotes.slice(0, Math.max(1, end));
}

/** Steps are numbered, each level by itself. */
function marksOf(pieces: readonly Piece[]): string[] {
  let open: { depth: number; count: number }[] = [];
  return pieces.map(({ depth, isNumbered }) => {
    open = open.filter((level) => level.depth <= depth);
    if (open.at(-1)?.depth !== depth) open.push({ depth, count: 0 });
    const level = open.at(-1) ?? { count: 0 };
    level.count++;
    return `${"    ".repeat(open.length - 1)}${isNumbered ? `${level.count}.` : "-"}`;
  });
}

/**
 * With what leads to them. A sentence of its own is quoted as one.
 * @param passage that it stands in
 */
function begun([first, ...rest]: readonly Quote[], lead: string, passage?: number): Quote[] {
  if (!first) return [];
  const text = onOneLine(lead);
  if (passage !== undefined && /\.$/.test(text)) return [{ passage, text }, { ...first, lead: "" }, ...rest];
  const isOpen = first.mark === "|" || text === "" || /:[\s*_]*$/.test(text);
  return [{ ...first, lead: isOpen ? text : `${text}:` }, ...rest];
}

const quoteOf = (passage: number, text: string, mark: string): Quote => ({
  passage,
  text: onOneLine(text),
  mark,
});

const textOf = ({ sentences }: Piece): string => sentences.join(" ");

const lengthOf = (piece: Piece): number => readLength(textOf(piece));

/** Addresses are not read. */
const readLength = (text: string): number => text.replaceAll(/\]\([^)]*\)/g, "]").length;

/** A space behind the first mark, as some write it, would keep a term from being bold. */
const onOneLine = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^(\*\*|__) ?([^*_]+?) ?\1(?= |$)/, "$1$2$1");
