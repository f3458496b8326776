import type { Block } from "./blocks.ts";

/** The paragraphs of a plain text, which an empty line parts. Where no line is empty, each line is one. */
export function readPlain(text: string): Block[] {
  const parted = /\n[ \t]*\n/.test(text.trim());
  return text
    .split(parted ? /\n[ \t]*\n/ : /\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => ({ headings: [], page: null, kind: kindOf(paragraph), text: paragraph }));
}

const kindOf = (paragraph: string): Block["kind"] =>
  paragraph.split("\n").every((line) => /^\s*(?:[-*+•]|\d+[.)])\s/.test(line)) ? "list" : "prose";
