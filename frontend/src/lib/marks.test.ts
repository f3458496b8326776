import { expect, test } from "@jest/globals";
import { markQuote } from "./marks.ts";

type Tree = Parameters<ReturnType<typeof markQuote>>[0];

const text = (value: string): Tree => ({ type: "text", value });
const element = (tagName: string, ...children: Tree[]): Tree => ({ type: "element", tagName, children });

/** HTML of a tree after a quotation has been marked in it. */
function marked(quote: string, ...children: Tree[]): string {
  const tree = { type: "root", children };
  markQuote(quote)(tree);
  return html(tree);
}

const html = ({ value, tagName, children = [] }: Tree): string => {
  if (value !== undefined) return value;
  const inside = children.map(html).join("");
  return tagName === undefined ? inside : `<${tagName}>${inside}</${tagName}>`;
};

test("words are marked where they stand, within what emphasises them too", () => {
  const paragraph = element("p", text("A "), element("strong", text("cache")), text(" saves money. More."));
  expect(marked("cache saves money.", paragraph)).toBe(
    "<p>A <strong><mark>cache</mark></strong><mark> saves money.</mark> More.</p>",
  );
});

test("words are marked across blocks, and white space between them is not", () => {
  const list = element("ul", element("li", text("One")), text("\n"), element("li", text("Two")));
  expect(marked("one two", list)).toBe("<ul><li><mark>One</mark></li>\n<li><mark>Two</mark></li></ul>");
});

test("what is not there marks nothing, and only the first of several is marked", () => {
  expect(marked("absent", element("p", text("Here.")))).toBe("<p>Here.</p>");
  expect(marked("Yes.", element("p", text("Yes. Yes.")))).toBe("<p><mark>Yes.</mark> Yes.</p>");
});
