import { sentenceStretches } from "../../notes/reading/sentences.ts";

/** Something that can be quoted from a passage by itself. */
export interface Sentence {
  /** As it stands in the passage. */
  text: string;
  /** What leads to it, where it says little alone: an item of a list, a row of a table, what stands below a label. */
  lead: string;
}

const bullet = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;
const fence = /^\s*(?:`{3,}|~{3,})/;
const heading = /^\s{0,3}#{1,6}\s/;
const row = /^\s*\|.*\|\s*$/;
/** A paragraph or line in bold that is no sentence stands above what follows, as a heading does. */
const labelling = /^(?:\*\*[^*]{1,100}[^*.?!:]\*\*|__[^_]{1,100}[^_.?!:]__)$/;
const brokenAfter = /(?: {2}|\\)$/;
const rule = /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$|^\s*(?:[-*_]\s*){3,}$/;

/**
 * The sentences of a passage in Markdown, in their order: of paragraphs and of the items of lists, and the rows of tables.
 * Code and headings make none.
 */
export function sentencesIn(passage: string): Sentence[] {
  const sentences: Sentence[] = [];
  let lead = "";
  let label = "";
  for (const block of blocksOf(passage)) {
    const text = passage.slice(block.from, block.to);
    if (block.kind === "head") {
      lead = text;
    } else if (block.kind === "prose" && labelling.test(text)) {
      label = text;
    } else if (block.kind === "row") {
      sentences.push({ text, lead });
    } else {
      const stretches = sentenceStretches(text);
      for (const { from, to } of stretches) {
        sentences.push({ text: text.slice(from, to), lead: block.kind === "item" ? lead : label });
      }
      const last = sentences.at(-1)?.text ?? "";
      if (block.kind === "prose") lead = last.endsWith(":") ? last : "";
    }
  }
  return sentences;
}

interface Block {
  kind: "prose" | "item" | "head" | "row";
  from: number;
  to: number;
}

/** Without the marks at the beginnings and ends of their lines. */
function blocksOf(passage: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  let isCode = false;
  let inTable = false;
  let isBroken = false;
  let at = 0;
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
      if (inside !== "")
        blocks.push({ kind: inTable ? "row" : "head", from: start, to: start + inside.length });
    } else {
      const marks = bullet.exec(line)?.[0];
      if (marks !== undefined) {
        open = { kind: "item", from: from + marks.length, to };
        blocks.push(open);
      } else if (open && !isBroken) {
        open.to = to;
      } else {
        open = { kind: open?.kind ?? "prose", from: from + line.length - line.trimStart().length, to };
        blocks.push(open);
      }
    }
    isBroken = brokenAfter.test(line);
    inTable = isRow || (inTable && rule.test(line));
  }
  return blocks;
}
