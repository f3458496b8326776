import { expect, test } from "@jest/globals";
import { summaryOf } from "./summary.ts";

const score = (domainId: string, correct: number, total: number) => ({ domainId, correct, total });

test("domains are compared by share, and only where there is enough to compare", () => {
  expect(summaryOf([score("1", 3, 5), score("2", 5, 6), score("3", 0, 4)])).toBe(
    "Domain 2 went best, domain 1 worst.",
  );
  expect(summaryOf([score("1", 3, 5), score("2", 6, 10)])).toBe("The domains went equally well.");
  expect(summaryOf([score("1", 3, 5), score("2", 2, 4)])).toMatch(/Too few/);
});
