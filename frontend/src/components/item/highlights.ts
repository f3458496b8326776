import type { ItemSession } from "@lyceum/shared/attempts";

type Passages = ItemSession["highlights"];

/** A run of text that is marked as a whole, or not at all. */
export interface Piece {
  /** Where it begins in the whole text, in UTF-16 code units. */
  from: number;
  text: string;
  marked: boolean;
}

const blankLine = /\n[ \t]*\n/g;

/**
 * Plain text in its paragraphs (a blank line starts a new one), each cut where a marked passage begins or ends.
 * Passages may overlap, and may reach beyond the text.
 */
export function markedParagraphs(text: string, passages: Passages): Piece[][] {
  const ends = [...text.matchAll(blankLine)].map(({ index, 0: { length } }) => ({
    at: index,
    next: index + length,
  }));
  const starts = [0, ...ends.map(({ next }) => next)];
  return starts
    .map((from, place) => trimmed(text, from, ends[place]?.at ?? text.length))
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => pieces(text, from, to, passages));
}

function trimmed(text: string, from: number, to: number): { from: number; to: number } {
  const paragraph = text.slice(from, to);
  const start = from + paragraph.length - paragraph.trimStart().length;
  return { from: start, to: Math.max(start, from + paragraph.trimEnd().length) };
}

function pieces(text: string, from: number, to: number, passages: Passages): Piece[] {
  const inside = passages
    .flatMap((passage) => [passage.from, passage.to])
    .filter((at) => at > from && at < to);
  const cuts = [...new Set([from, ...inside, to])].sort((a, b) => a - b);
  return cuts.slice(0, -1).reduce<Piece[]>((made, start, place) => {
    const end = cuts[place + 1] ?? to;
    const marked = passages.some((passage) => passage.from <= start && passage.to >= end);
    const last = made.at(-1);
    if (last?.marked === marked) last.text += text.slice(start, end);
    else made.push({ from: start, text: text.slice(start, end), marked });
    return made;
  }, []);
}
