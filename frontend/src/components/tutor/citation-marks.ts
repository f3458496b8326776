import type { Node } from "../../lib/marks.ts";

// A number in brackets cites a passage, and a question mark in them follows what nothing supports. Markdown could read
// both as the beginning of a link, so they are put aside before it is parsed, and put back after.

// What takes the brackets' place is punctuation too, so that emphasis ends where it did.
const opened = "\u27E6";
const closed = "\u27E7";

/** Numbers or question marks, as models write them in one pair of brackets. */
const marks = "(?:\\d{1,3}|\\?)(?:\\s*,\\s*(?:\\d{1,3}|\\?))*";
const inBrackets = new RegExp(`\\[(${marks})\\]`, "g");
const aside = new RegExp(`${opened}(${marks})${closed}`, "g");

/** A text in which Markdown finds no links in citations. */
export const putAside = (text: string): string => text.replaceAll(inBrackets, `${opened}$1${closed}`);

/**
 * A plugin for the tree of a text whose citations are put aside: each becomes an element `cite` with a `mark`, the
 * number or a question mark. In code they are what they were.
 */
export const markCitations = () => (tree: Node) => restore(tree, false);

function restore(node: Node, isCode: boolean): void {
  if (!node.children) return;
  const inCode = isCode || node.tagName === "code";
  node.children = node.children.flatMap((child) => {
    if (child.type === "text") return inCode ? [asWritten(child)] : parts(child.value ?? "");
    restore(child, inCode);
    return [child];
  });
  for (const [name, value] of Object.entries(node.properties ?? {})) {
    if (typeof value === "string" && node.properties) node.properties[name] = bracketed(value);
  }
}

const bracketed = (text: string): string => text.replaceAll(aside, "[$1]");
const asWritten = (node: Node): Node => ({ ...node, value: bracketed(node.value ?? "") });

/** Every other piece of a text that is split by what is put aside has been put aside. */
function parts(text: string): Node[] {
  return text
    .split(aside)
    .flatMap((piece, place) =>
      place % 2 === 0 ? (piece === "" ? [] : [{ type: "text", value: piece }]) : piece.split(",").map(cite),
    );
}

const cite = (mark: string): Node => ({
  type: "element",
  tagName: "cite",
  properties: { mark: mark.trim() },
  children: [],
});
