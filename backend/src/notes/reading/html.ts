import type { Element, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toMdast } from "hast-util-to-mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Block } from "./blocks.ts";
import { readMarkdown } from "./markdown.ts";
import { expandsTooMuch, ReadingProblem } from "./problem.ts";

/** More than any page that people read has, and what a parser does in a second. */
const mostTags = 200_000;
/** Each paragraph opens again what is still open in front of it: a page that closes nothing grows by the square. */
const mostOpen = 200;
const mostDepth = 500;

/** What is no part of what a page says. */
const dropped = new Set(
  "aside audio button canvas datalist dialog embed footer form head iframe input link meta nav noscript object script select source style svg template textarea title track video".split(
    " ",
  ),
);

/**
 * The blocks of a page, without scripts, styles and navigation.
 * @throws ReadingProblem expands_too_much; wrong_type for what has no mark-up
 */
export function readHtml(html: string): Block[] {
  const tags = html.match(/<[a-z!/]/gi)?.length ?? 0;
  if (tags === 0) {
    throw new ReadingProblem(
      "wrong_type",
      "The file has the ending .html and no HTML in it. Upload it as Markdown or plain text.",
    );
  }
  if (tags > mostTags || mostLeftOpen(html) > mostOpen) throw expandsTooMuch();
  const page = kept(fromHtml(html), 0);
  const markdown = toMarkdown(toMdast(page), {
    bullet: "-",
    rule: "-",
    fences: true,
    extensions: [gfmToMarkdown()],
  });
  return readMarkdown(unescapedInWords(markdown));
}

function kept(root: Root, depth: number): Root {
  return { ...root, children: root.children.flatMap((child) => keptChild(child, depth)) };
}

function keptChild(node: RootContent, depth: number): RootContent[] {
  if (depth > mostDepth) throw expandsTooMuch();
  if (node.type === "comment" || node.type === "doctype") return [];
  if (node.type !== "element") return [node];
  if (isDropped(node)) return [];
  const children = node.children.flatMap((child) =>
    keptChild(child, depth + 1).flatMap((each) => (each.type === "doctype" ? [] : [each])),
  );
  return [{ ...node, children }];
}

/** Pictures say what they are said to show; where that is nothing, they are decoration. */
const isDropped = ({ tagName, properties }: Element): boolean =>
  dropped.has(tagName) ||
  properties.hidden === true ||
  properties.ariaHidden === "true" ||
  properties.role === "navigation" ||
  (tagName === "img" && !properties.alt);

function mostLeftOpen(html: string): number {
  const formatting = /<(\/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])/gi;
  let open = 0;
  let most = 0;
  for (const [, closing] of html.matchAll(formatting)) {
    open = Math.max(0, open + (closing ? -1 : 1));
    most = Math.max(most, open);
  }
  return most;
}

/** Inside of a word an underscore means itself, and a quotation should find it as it is. */
const unescapedInWords = (markdown: string): string => markdown.replace(/(?<=\w)\\_(?=\w)/g, "_");
