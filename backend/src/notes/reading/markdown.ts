import type { Nodes, Paragraph, PhrasingContent, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { toString as plainText } from "mdast-util-to-string";
import { gfm } from "micromark-extension-gfm";
import { type Block, outline } from "./blocks.ts";
import { expandsTooMuch } from "./problem.ts";

/**
 * The blocks of a Markdown text, in the author's own words and marks. Front matter is left out.
 * @throws ReadingProblem expands_too_much
 */
export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const above = outline();
  for (const source of sectionsOf(withoutFrontMatter(text))) {
    if (isTooDeep(source)) throw expandsTooMuch();
    const root: Root = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    const add = (node: RootContent): void => {
      if (node.type === "heading") above.heading(node.depth, plainText(node, wordsOnly).trim());
      else if (node.type === "blockquote") node.children.forEach(add);
      else {
        const kind = kinds[node.type];
        for (const part of kind ? linesOf(node).map((line) => written(source, line).trim()) : []) {
          if (kind && part) blocks.push({ headings: above.path(), page: null, kind, text: part });
        }
      }
    };
    root.children.forEach(add);
  }
  return blocks;
}

/**
 * The text cut in front of its headings: the parser's time grows by the square of the blocks that it is given. A `#` in
 * a fence is none, and neither is one that may belong to what is above it.
 */
function sectionsOf(text: string): string[] {
  const sections: string[][] = [[]];
  let fence: string | undefined;
  let isBlank = true;
  for (const line of text.split("\n")) {
    if (fence === undefined && isBlank && /^#{1,6}\s/.test(line)) sections.push([]);
    sections.at(-1)?.push(line);
    isBlank = line.trim() === "";
    const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) fence = marks;
    else if (marks?.startsWith(fence) && line.trim() === marks) fence = undefined;
  }
  return sections.map((lines) => lines.join("\n"));
}

const isTooDeep = (source: string): boolean => /^(?: {0,3}(?:>|[-+*]|\d{1,9}[.)]) ?){50}/m.test(source);

/** A heading may have an anchor in it, which is nothing to read. */
const wordsOnly = { includeHtml: false };

/** A node, or the lines of a paragraph that its author has broken: each is a statement of its own, or a label. */
function linesOf(node: RootContent): RootContent[] {
  if (node.type !== "paragraph" || !node.children.some(({ type }) => type === "break")) return [node];
  const lines: Paragraph[] = [];
  let words: PhrasingContent[] = [];
  const close = () => {
    const [start, end] = [words[0]?.position?.start, words.at(-1)?.position?.end];
    if (start && end) lines.push({ type: "paragraph", children: words, position: { start, end } });
    words = [];
  };
  for (const child of node.children) {
    if (child.type === "break") close();
    else words.push(child);
  }
  close();
  return lines;
}

/** What is not here has nothing to read in it. */
const kinds: Readonly<Partial<Record<RootContent["type"], Block["kind"]>>> = {
  paragraph: "prose",
  html: "prose",
  footnoteDefinition: "prose",
  list: "list",
  table: "table",
  code: "code",
};

const withoutFrontMatter = (text: string): string =>
  text.replace(/^\uFEFF?---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)/, "");

/**
 * A node as it is written, but for images, of which only the words are kept, and HTML, of which the text is. A link that
 * stands within code is made one: some guides have all names of their API so.
 */
function written(source: string, node: RootContent): string {
  const { position } = node;
  const start = position?.start.offset ?? 0;
  const end = position?.end.offset ?? 0;
  const replaced: { from: number; to: number; by: string }[] = [];
  const visit = (inner: Nodes): void => {
    const from = inner.position?.start.offset ?? 0;
    const to = inner.position?.end.offset ?? 0;
    if (inner.type === "image" || inner.type === "imageReference") {
      replaced.push({ from, to, by: wordsOfImage(inner.alt) });
    } else if (inner.type === "html") {
      replaced.push({ from, to, by: withoutTags(inner.value) });
    } else if (inner.type === "inlineCode") {
      const [, name, address] = linkAsCode.exec(inner.value) ?? [];
      if (name && address) replaced.push({ from, to, by: `[\`${name}\`](${address})` });
    } else if ("children" in inner) {
      inner.children.forEach(visit);
    }
  };
  visit(node);
  let text = "";
  let at = start;
  for (const { from, to, by } of replaced) {
    text += source.slice(at, from) + by;
    at = to;
  }
  text += source.slice(at, end);
  const indent = (position?.start.column ?? 1) - 1;
  const lines = text.split("\n");
  // In a quotation the marks of its lines are in between.
  return lines.map((line, place) => (place === 0 ? line : dedented(line, indent))).join("\n");
}

const linkAsCode = /^\[([^[\]`]+)\]\((https:\/\/[^()\s`]+)\)$/;

/** Guides that were made by a program say of each picture that it is missing. */
const wordsOfImage = (alt: string | null | undefined): string =>
  /^\W*image not found\W*$/i.test(alt ?? "") ? "" : (alt ?? "");

const dedented = (line: string, indent: number): string => {
  const marks = line.slice(0, indent);
  return /^[\s>]*$/.test(marks) ? line.slice(indent) : line.replace(/^[\s>]+/, "");
};

const withoutTags = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, "")
    .replace(/<[^>]*(?:>|$)/g, " ");
