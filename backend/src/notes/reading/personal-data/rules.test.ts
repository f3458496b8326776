import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { contextOf, masked, personalDataIn } from "./rules.ts";

const kinds = (text: string) => personalDataIn(text).map((found) => [found.kind, found.text]);

test.each<[string, [string, string][]]>([
  ["Write to ada.lovelace@uni-berlin.de soon.", [["email", "ada.lovelace@uni-berlin.de"]]],
  [
    "Call +49 30 1234567 or (212) 555-0187.",
    [
      ["phone", "+49 30 1234567"],
      ["phone", "(212) 555-0187"],
    ],
  ],
  [
    "Card 4111 1111 1111 1111, account DE89 3704 0044 0532 0130 00.",
    [
      ["card", "4111 1111 1111 1111"],
      ["iban", "DE89 3704 0044 0532 0130 00"],
    ],
  ],
  [
    "SSN 123-45-6789 from 8.34.208.12",
    [
      ["national_id", "123-45-6789"],
      ["ip_address", "8.34.208.12"],
    ],
  ],
  ["key AKIAABCDEFGHIJKLMNOP", [["secret", "AKIAABCDEFGHIJKLMNOP"]]],
])("%s", (text, found) => {
  expect(kinds(text)).toEqual(found);
});

test.each([
  "Card 4111 1111 1111 1112 and account DE89 3704 0044 0532 0130 01 have wrong sums.",
  "An address such as user@example.com or 10.0.0.1 or 192.0.2.7, and 127.0.0.1.",
  "Version 1.2.3.4 of 2026-11-21, 18:40:06, took 1,234,567 tokens at 0.000003 each, ARN arn:aws:iam::123456789012:role/x.",
  "AKIAIOSFODNN7EXAMPLE",
  "10.0.0.0/16 and 52.95.110.0/24 are blocks",
])("nobody's: %s", (text) => {
  expect(kinds(text)).toEqual([]);
});

test("what is masked is found no more", () => {
  const some = fc.constantFrom(
    "ada@uni.de",
    "4111111111111111",
    "+49 30 1234567",
    "123-45-6789",
    "and",
    "so.",
  );
  fc.assert(
    fc.property(fc.array(some), (words) => {
      const text = words.join(" , ");
      expect(personalDataIn(masked(text, personalDataIn(text)))).toEqual([]);
    }),
  );
  expect(masked("From ada@uni.de to ada@uni.de", [{ kind: "email", text: "ada@uni.de" }])).toBe(
    "From [email] to [email]",
  );
});

test("a finding is shown with the words around it", () => {
  expect(contextOf("Please write to ada@uni.de about it.", "ada@uni.de", 9)).toBe(
    "…write to ada@uni.de about it…",
  );
});
