import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { markCitations, putAside } from "./citation-marks.ts";

type Tree = Parameters<ReturnType<typeof markCitations>>[0];

/** A tree of one element with a text, after its citations were put aside and marked. */
function marked(text: string, tagName = "p"): string {
  const tree: Tree = { type: "element", tagName, children: [{ type: "text", value: putAside(text) }] };
  markCitations()(tree);
  return (tree.children ?? [])
    .map(({ tagName: tag, properties, value }) => (tag === "cite" ? `{${String(properties?.mark)}}` : value))
    .join("");
}

test("numbers and question marks in brackets are told from the text around them", () => {
  expect(marked("Caches save money [1][2]. Always [?].")).toBe("Caches save money {1}{2}. Always {?}.");
  expect(marked("Both say so [1, 3].")).toBe("Both say so {1}{3}.");
});

test("what only looks like a citation stays as it is", () => {
  for (const text of ["an array[i]", "[see]", "[]", "[1234]", "[1 2]"]) expect(marked(text)).toBe(text);
  expect(marked("list[0] and [1]", "code")).toBe("list[0] and [1]");
});

test("no citation begins a link, or says where one leads", () => {
  expect(putAside("[1]: https://evil.example")).not.toMatch(/\[1\]/);
  expect(putAside("[1](https://evil.example)")).not.toMatch(/\]\(/);
});

test("nothing of a text is lost", () => {
  const pieces = fc.constantFrom("[1]", "[?]", "[", "]", "word ", "[12]", "\n", "`", "\u27E6", "\u27E7");
  fc.assert(
    fc.property(fc.array(pieces), (list) => {
      const text = list.join("");
      const brackets = (from: string) => from.replaceAll(/[{\u27E6]/g, "[").replaceAll(/[}\u27E7]/g, "]");
      expect(brackets(marked(text))).toBe(brackets(text));
    }),
  );
});
