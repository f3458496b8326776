import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { partsOf, screeningOf } from "./rules.ts";

test("what blocks a text is told in words, once; personal data is told and does not block", () => {
  const filters = [
    { type: "PROMPT_ATTACK", action: "BLOCKED" },
    { type: "HATE", action: "NONE" },
  ];
  const piiEntities = [
    { type: "EMAIL", match: "ada@example.com", action: "ANONYMIZED" },
    { type: "US_SOCIAL_SECURITY_NUMBER", match: "078-05-1120", action: "ANONYMIZED" },
    { type: "AWS_SECRET_KEY", match: "abc", action: "BLOCKED" },
  ];
  const assessment = {
    contentPolicy: { filters },
    topicPolicy: { topics: [{ name: "betting", action: "BLOCKED" }] },
    sensitiveInformationPolicy: { piiEntities, regexes: undefined },
  };
  expect(screeningOf([assessment, { contentPolicy: { filters } }])).toEqual({
    blocked: [
      "It tries to tell the model what to do.",
      "It is about betting, which nobody gets help with here.",
    ],
    personalData: [
      { kind: "email", text: "ada@example.com" },
      { kind: "national_id", text: "078-05-1120" },
      { kind: "secret", text: "abc" },
    ],
  });
  expect(screeningOf([])).toEqual({ blocked: [], personalData: [] });
});

test("a long text is cut into parts that are it again, none too long, and no word is cut that need not be", () => {
  const text = fc
    .array(fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(" ", "\n")))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 20 }), (whole, most) => {
      const parts = partsOf(whole, most);
      expect(parts.join("")).toBe(whole);
      for (const [at, part] of parts.entries()) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(most);
        if (at < parts.length - 1 && /\s/.test(part)) expect(part).toMatch(/\s$/);
      }
    }),
  );
});
