import type { Received } from "@lyceum/shared/contract/client";
import { findQuote } from "../../lib/quotes.ts";

export type Part = Received<"GET /cohorts/{cohortId}/notes/{noteId}/parts">["items"][number];

/** A note as it is read: its headings once each, where a page of a PDF begins, and its text between them. */
export type Piece =
  | { kind: "heading"; id: string /** From 0. */; depth: number; text: string }
  | { kind: "page"; page: number }
  | TextPiece;

/** Markdown of one part or several, which can be read without what stands around it. */
export interface TextPiece {
  kind: "text";
  /** The parts that it is made of, by their ordinals. */
  from: number;
  to: number;
  text: string;
}

/**
 * Joins parts to what they were cut from: what two of them share stands there once. An outermost heading that says what
 * the title says is left out.
 */
export function readingOf(parts: readonly Part[], title: string): Piece[] {
  const pieces: Piece[] = [];
  let above: readonly string[] = [];
  let page: number | null = null;
  for (const part of parts) {
    const headings = sameWords(part.headings[0] ?? "", title) ? part.headings.slice(1) : part.headings;
    const isNewPage = part.page !== null && part.page !== page;
    if (part.page !== null && isNewPage) pieces.push({ kind: "page", page: part.page });
    page = part.page;
    const shared = sharedLength(above, headings);
    headings.forEach((text, depth) => {
      if (depth >= shared) {
        pieces.push({ kind: "heading", id: `section-${part.ordinal}-${depth}`, depth, text });
      }
    });
    // Where headings end without a new one beginning, what follows stands below the outer ones.
    above = headings;
    const last = pieces.at(-1);
    if (last?.kind === "text" && goesOn(last.text, part)) {
      last.text += part.overlap > 0 ? part.text.slice(part.overlap) : `\n${part.text}`;
      last.to = part.ordinal;
    } else {
      const text = part.text.slice(part.overlap).trim();
      if (text !== "") pieces.push({ kind: "text", from: part.ordinal, to: part.ordinal, text });
    }
  }
  return pieces;
}

const listItem = /^\s*(?:[-*+]|\d+[.)])\s/;

/** Whether a part begins in the middle of a paragraph or of a list. */
function goesOn(before: string, { text, overlap }: Part): boolean {
  if (overlap > 0) return !/^\s*\n\s*\n/.test(text.slice(overlap));
  return listItem.test(text) && listItem.test(lastBlock(before));
}

const lastBlock = (text: string): string => text.slice(text.lastIndexOf("\n\n") + 2 || 0);

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const differing = one.findIndex((heading, depth) => other[depth] !== heading);
  return differing < 0 ? one.length : differing;
}

const sameWords = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

/**
 * Which text has a part, or rather the words of it that are cited: a sentence that two parts share stands in the text of
 * the earlier one. `undefined` while the part is not there.
 */
export function citedText(pieces: readonly Piece[], ordinal: number, quote?: string): TextPiece | undefined {
  const texts = pieces.filter((piece) => piece.kind === "text");
  const at = texts.findIndex(({ from, to }) => from <= ordinal && ordinal <= to);
  const [own, before] = [texts[at], texts[at - 1]];
  if (!own || quote === undefined) return own;
  const words = spoken(quote);
  return [own, before].find((text) => text && findQuote(text.text, words)) ?? own;
}

/** The words of a piece of Markdown without the marks around them, as they are read on a page. */
export const spoken = (markdown: string): string =>
  markdown
    .trim()
    .replace(/^(?:[-*+>]|\d+[.)])\s+/, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\\(?=[!-/:-@[-`{-~])/g, "")
    .replace(/^\|.*$/s, (row) => row.replaceAll("|", " "))
    .replaceAll(/\s\|(?=\s)/g, " ");
