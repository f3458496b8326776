import { expect, test } from "@jest/globals";
import { findPersonalData, masked } from "./personal-data.ts";

test.each([
  ["Write to ada.lovelace+x@mail.example.co.uk today", "EMAIL", "ada.lovelace+x@mail.example.co.uk"],
  ["call +44 20 7946 0958 now", "PHONE", "+44 20 7946 0958"],
  ["call (212) 555-0147.", "PHONE", "(212) 555-0147"],
  ["card 4111 1111 1111 1111", "CREDIT_DEBIT_CARD_NUMBER", "4111 1111 1111 1111"],
  ["IBAN GB82 WEST 1234 5698 7654 32", "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "GB82 WEST 1234 5698 7654 32"],
  ["from 8.8.4.4 at noon", "IP_ADDRESS", "8.8.4.4"],
  ["his number is 078-05-1120", "US_SOCIAL_SECURITY_NUMBER", "078-05-1120"],
  ["key AKIAIOSFODNN7EXAMPLE", "AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE"],
  [
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SECRET_KEY",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  ],
])("%s: %s", (text, type, match) => {
  expect(findPersonalData(text)).toMatchObject([{ type, match }]);
});

test.each([
  "a card number such as 4111 1111 1111 1112 fails the check",
  "the order 1234567890123 was sent",
  "IBAN GB83 WEST 1234 5698 7654 32 has a wrong checksum",
  "the subnets 10.0.0.0/16 and 192.168.1.10, and 203.0.113.7 of the documentation",
  "version 3.1141.0 of 2026-11-21, model anthropic.claude-3-5-sonnet-20240620-v1:0",
  "arn:aws:iam::123456789012:role/reader",
  "300,000 tokens for 0.003 USD, 1024 dimensions, 99.9 % of 1,000,000 calls",
])("nothing in: %s", (text) => {
  expect(findPersonalData(text)).toEqual([]);
});

test("what is masked keeps everything else", () => {
  const text = "ada@example.com and bob@example.com, +44 20 7946 0958";
  expect(masked(text, findPersonalData(text))).toBe("{EMAIL} and {EMAIL}, {PHONE}");
});
