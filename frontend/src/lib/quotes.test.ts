import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { findQuote, withoutMarks } from "./quotes.ts";

const found = (text: string, quote: string) => {
  const stretch = findQuote(text, quote);
  return stretch && text.slice(stretch.from, stretch.to);
};

test("a quotation is found through line breaks, case and emphasis", () => {
  const text = "First. A **guardrail** masks\n  what it finds, `always`. Last.";
  expect(found(text, "a guardrail masks what it finds, always.")).toBe(
    "A **guardrail** masks\n  what it finds, `always`.",
  );
  expect(found(text, "Last.")).toBe("Last.");
  expect(found(text, "A guardrail drops")).toBeUndefined();
  expect(found(text, " * ")).toBeUndefined();
  expect(found("", "words")).toBeUndefined();
});

test("text is read without the marks of Markdown", () => {
  expect(withoutMarks("A **bold** `code` and *soft* word.\n\n- 2 * 3 * 4\n* next")).toBe(
    "A bold code and soft word.\n\n• 2 * 3 * 4\n• next",
  );
  expect(
    withoutMarks("A dead\\-letter queue \\(see [`its` dead\\-letter page](dlq.md)\\) keeps C:\\dir [1]."),
  ).toBe("A dead-letter queue (see its dead-letter page) keeps C:\\dir [1].");
});

test("a quotation is found where its escapes and addresses are not, and where they are", () => {
  const quote = "Use a dead\\-letter queue with [`Send`](https://example.com/a_b.html)\\.";
  const read = "Use a dead-letter queue with Send.";
  expect(found(`First. ${read} Last.`, quote)).toBe(read);
  expect(found(`First. ${quote} Last.`, quote)).toBe(quote);
});

test("letters that are longer in lower case move nothing", () => {
  expect(found("İİİ a quoted word", "quoted")).toBe("quoted");
});

test("whatever stands around it, a text's own words are found in it", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const sentence = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(sentence, sentence, sentence, (before, quote, after) => {
      const text = `${before}. ${quote.replaceAll(" ", "\n ").toUpperCase()}! ${after}`;
      const stretch = findQuote(text, quote);
      expect(stretch).toBeDefined();
      const words = text.slice(stretch?.from, stretch?.to).toLowerCase().split(/\s+/);
      expect(words.join(" ")).toBe(quote);
    }),
  );
});
