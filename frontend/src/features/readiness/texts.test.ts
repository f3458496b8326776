import { expect, test } from "@jest/globals";
import { domainsSentence, gainText, missingText } from "./texts.ts";

const domain = (
  domainId: string,
  share: number,
  state: "estimated" | "not_enough_evidence" = "estimated",
) => ({
  domainId,
  answered: 20,
  correct: 10,
  share,
  low: share / 2,
  high: 1,
  state,
});

test("domains are compared where enough is known of them", () => {
  expect(
    domainsSentence({ cut: 0.72, domains: [domain("1", 0.7), domain("2", 0.8), domain("3", 0.6)] }),
  ).toBe("Domain 2 is your strongest, domain 3 your weakest; 1 of 3 reach the share that passes.");
  expect(
    domainsSentence({
      cut: 0.72,
      domains: [
        domain("1", 0.8),
        domain("2", 0.75),
        domain("3", 0.9, "not_enough_evidence"),
        domain("4", 0.1, "not_enough_evidence"),
      ],
    }),
  ).toBe(
    "Domain 1 is your strongest, domain 2 your weakest; all reach the share that passes. Of domains 3 and 4 too little is known.",
  );
  expect(
    domainsSentence({ cut: 0.7, domains: [domain("1", 0.8), domain("2", 0.9, "not_enough_evidence")] }),
  ).toBe("Too few answers to compare domains. Of domain 2 too little is known.");
});

test("a gain is told in questions and in the chance of passing, which never becomes certain", () => {
  const gain = { domainId: "1", items: 1.64, probability: 0.11 };
  expect(gainText(gain, 0.68, "en")).toBe("1.6 more right in a form: from 68% to 79%.");
  expect(gainText({ ...gain, items: 1 }, 0.95, "en")).toBe("1 more right in a form: from 95% to over 99%.");
});

test("what is missing for an estimate", () => {
  expect(missingText({ mocks: 0, missing: { answers: 100, mocks: 2 } })).toBe(
    "It takes 100 more answers to new questions: 2 full mocks, or as many quizzes and drills as you like.",
  );
  expect(missingText({ mocks: 1, missing: { answers: 1, mocks: 1 } })).toMatch(
    /^Besides your 1 full mock, it takes 1 more answer to new questions: 1 full mock,/,
  );
});
