import { expect, test } from "@jest/globals";
import { quotesAsMarkdown } from "@lyceum/shared/tutor-quotes";
import fc from "fast-check";
import { composed, normalised, statementsOf } from "./rules.ts";

const claims = (text: string, help: "full" | "hint" = "full") =>
  statementsOf(text, help)
    .filter(({ isClaim }) => isClaim)
    .map(({ text: said, numbers }) => [said, ...numbers]);

test.each([
  ["a [1, 2] b", "a [1][2] b"],
  ["a [1-3].", "a [1][2][3]."],
  ["a [^2] 【3】 [passage 1].", "a [2] [3] [1]."],
  ["a [9]. b [0] [?]", "a. b"],
  ["`x[9]` stays [1]", "`x[9]` stays [1]"],
  ["[1][9][2]", "[1][2]"],
  ["It lies in [-1, 1], or in [0, 1] [2].", "It lies in [-1, 1], or in [0, 1] [2]."],
  ["As in RFC [2119], of [1, 512] parts [3].", "As in RFC [2119], of [1, 512] parts [3]."],
])("the marks of %j become %j", (text, expected) => {
  expect(normalised(text, 3)).toBe(expected);
});

test("a text is taken apart into its statements with their numbers", () => {
  const text = `## Stores

A vector store keeps embeddings [1]. It costs approx. 5 USD, e.g. for
small ones. [2][3] Which one fits?

1. OpenSearch suits hybrid search [1].
2. Short one
> Aurora suits teams that know *PostgreSQL* [2].

| store | suits |
|---|---|
| Aurora | PostgreSQL teams [2] |

\`\`\`
code is no claim [1].
\`\`\`
\`1500 * 0.003 / 1000 = 0.0045\`

So, for example, do this:`;
  expect(claims(text)).toEqual([
    ["A vector store keeps embeddings.", 1],
    ["It costs approx. 5 USD, e.g. for small ones.", 2, 3],
    ["OpenSearch suits hybrid search.", 1],
    ["Aurora suits teams that know *PostgreSQL*.", 2],
    ["Aurora; PostgreSQL teams", 2],
    ["`1500 * 0.003 / 1000 = 0.0045`"],
  ]);
});

test.each([
  "Look at how batches are billed [1].",
  "What does a batch cost?",
  "The notes do not say what it costs in Europe.",
])("%j is no claim in a hint", (text) => {
  expect(claims(text, "hint")).toEqual([]);
});

test.each([
  ["Note that guardrails do not filter images.", 1],
  ["AWS notes that models do not keep prompts.", 1],
  ["The notes say that guardrails do not filter images.", 1],
  ["The release notes mention models that do not stream.", 1],
  ["The notes do not say what it costs in Europe.", 0],
  ["Your study notes on batches don't mention a discount.", 0],
  ["None of the passages says how long it takes, and passage 2 does not cover it.", 0],
])("%j has %d claims", (text, count) => {
  expect(claims(text)).toHaveLength(count);
});

test.each([
  ["It costs half.", [2], false, "It costs half [2]."],
  ["It costs half\\.", [2], false, "It costs half [2]\\."],
  ["It costs half. [1]", [], true, "It costs half [?]."],
  ["It costs half [1][3].", [3], false, "It costs half [3]."],
  ["It costs half. [1]", [1, 2], false, "It costs half. [1][2]"],
  ["| half | price [1] |", [2], false, "| half | price [2] |"],
  ["**It costs half.**", [1], false, "**It costs half [1].**"],
  ["It costs f(x)", [1], false, "It costs f(x) [1]"],
])("%j with %j (unsupported: %j) is %j", (text, numbers, unsupported, expected) => {
  const verdicts = statementsOf(text, "full").map((each) => ({ ...each, numbers, unsupported }));
  expect(composed(text, verdicts)).toBe(expected);
});

test("each line of a quoted list or table is a claim with its number, and marking it again changes nothing", () => {
  const text = quotesAsMarkdown([
    { number: 1, text: "Open the console of the service.", lead: "To begin, do the following:", mark: "1." },
    { number: 1, text: "Choose one of two ways.", mark: "2." },
    { number: 2, text: "The way by hand. It takes long.", mark: "    -" },
    { number: 2, text: "…", mark: "-" },
    { number: 3, text: "Search by words | OpenSearch", lead: "Need | Service", mark: "|" },
    { number: 2, text: "A sentence that stands alone." },
  ]);
  expect(claims(text)).toEqual([
    ["Open the console of the service.", 1],
    ["Choose one of two ways.", 1],
    ["The way by hand."],
    ["It takes long.", 2],
    ["Search by words; OpenSearch", 3],
    ["A sentence that stands alone.", 2],
  ]);
  const verdicts = statementsOf(text, "full")
    .filter(({ isClaim }) => isClaim)
    .map((each) => ({ ...each, unsupported: false }));
  expect(composed(text, verdicts)).toBe(text);
});

const markdown = fc
  .array(
    fc.constantFrom(
      ...'Amazon stores keep vectors. cheap! why? e.g. 5 [1] [2] [?] [7] **bold** `c[1].` ``` \n - \n \n\n > 1. # … " ) ]'.split(
        " ",
      ),
      "\n",
      "\n\n",
      "\n- ",
      "\n| a | b |",
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(" "))
  // A mark at the beginning of a line hides what else the line would be.
  .map((text) => text.replaceAll(/^(?:[\s>*-]|1\.|\[[\d?]\])*\[[\d?]\]/gm, ""));

test("statements lie in their order beside each other, in the text", () => {
  fc.assert(
    fc.property(markdown, (text) => {
      let at = 0;
      for (const { from, to } of statementsOf(text, "full")) {
        expect(from).toBeGreaterThanOrEqual(at);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect(at).toBeLessThanOrEqual(text.length);
    }),
  );
});

const words = (text: string) => text.replaceAll(/\s*\[(?:\d{1,3}|\?)\]/g, "").replaceAll(/\s+/g, "");

test("marking changes no word, and is done when it is done", () => {
  fc.assert(
    fc.property(markdown, fc.array(fc.subarray([1, 2, 3]), { minLength: 1 }), (raw, supported) => {
      const text = normalised(raw, 3);
      expect(normalised(text, 3)).toBe(text);
      const once = composed(text, verdicts(text));
      expect(words(once)).toBe(words(text));
      expect(composed(once, verdicts(once))).toBe(once);

      function verdicts(of: string) {
        return statementsOf(of, "full").map((each, index) => {
          const numbers = supported[index % supported.length] ?? [];
          return { ...each, numbers, unsupported: numbers.length === 0 };
        });
      }
    }),
  );
});
