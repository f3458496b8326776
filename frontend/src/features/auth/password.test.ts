import { expect, test } from "@jest/globals";
import { passwordRules } from "./password.ts";

const strict = {
  min_length: 12,
  require_lowercase: true,
  require_uppercase: true,
  require_numbers: true,
  require_symbols: true,
};
const broken = (password: string) => passwordRules(strict, password).filter((rule) => !rule.kept).length;

test("only the rules of the policy are asked for", () => {
  expect(passwordRules({}, "abcdefgh")).toEqual([{ text: "At least 8 characters", kept: true }]);
  expect(broken("")).toBe(5);
  expect(broken("Correct-horse-7")).toBe(0);
  expect(broken("correct-horse-7")).toBe(1);
  expect(broken("Correct horse 7")).toBe(0);
  expect(broken("Correcthorse7 ")).toBe(1);
});
