import { findQuote, type Stretch } from "./quotes.ts";

/** As much of a tree of HTML as is needed to mark words in it. */
export interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** What begins on a line of its own, so that words before and after it are not one word. */
const blocks = new Set([
  "blockquote",
  "br",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "li",
  "p",
  "pre",
  "td",
  "th",
  "tr",
]);

/** A plugin for the tree of a rendered text, which marks where the words of a quotation stand, once. */
export const markQuote = (quote: string) => (tree: Node) => {
  const stretch = findQuote(textOf(tree), quote);
  if (stretch) markIn(tree, 0, stretch);
};

const textOf = (node: Node): string =>
  `${lead(node)}${node.value ?? (node.children ?? []).map(textOf).join("")}`;

const lead = ({ tagName }: Node): string => (tagName !== undefined && blocks.has(tagName) ? "\n" : "");

/** @returns where the node ends in the whole text */
function markIn(node: Node, start: number, stretch: Stretch): number {
  let at = start + lead(node).length;
  if (!node.children) return at + (node.value ?? "").length;
  const children: Node[] = [];
  for (const child of node.children) {
    children.push(...(child.type === "text" ? marked(child.value ?? "", at, stretch) : [child]));
    at = markIn(child, at, stretch);
  }
  node.children = children;
  return at;
}

function marked(text: string, at: number, { from, to }: Stretch): Node[] {
  const [start, end] = [from - at, to - at].map((place) => Math.min(Math.max(place, 0), text.length));
  const [before, inside, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  // White space between two rows of a table may not be marked.
  if (inside.trim() === "") return [words(text)];
  return [
    ...(before === "" ? [] : [words(before)]),
    { type: "element", tagName: "mark", properties: {}, children: [words(inside)] },
    ...(after === "" ? [] : [words(after)]),
  ];
}

const words = (value: string): Node => ({ type: "text", value });
