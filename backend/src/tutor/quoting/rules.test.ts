import { expect, test } from "@jest/globals";
import { quotesAnswer } from "./rules.ts";

test("what is quoted stays what it is: a pipe in a sentence, and what looks like a mark in a cell", () => {
  const quotes = [
    { number: 1, text: "1. Run `a || b` or `cat x | sort`." },
    { number: 2, text: "1. | `a \\| b` | yes", lead: "# | Command | <b>Safe</b>", mark: "|" },
  ];
  const { text, claims } = quotesAnswer({ help: "full", passages: [], quotes, item: undefined });
  expect(text).toBe(
    [
      "Run `a || b` or `cat x | sort`. [1]",
      "| # | Command | Safe |\n| --- | --- | --- |\n| 1. | `a \\| b` | yes [2] |",
    ].join("\n\n"),
  );
  expect(claims.map((claim) => claim.text)).toEqual([
    "Run `a || b` or `cat x | sort`.",
    "1.; `a \\| b`; yes",
  ]);
});
